// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.feed.Durations;
import io.github.vcam.runtime.Place;
import io.github.vcam.runtime.kernel.FrameTrace;
import io.github.vcam.runtime.kernel.KernelLines;
import java.io.File;
import java.time.Duration;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Prints the kernel's lines on video devices, or the way of each frame through the module. */
@Mojo(name = "log", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
public final class LogMojo extends VcamMojo {
    /** Goes on until Ctrl-C, as <code>dmesg -w</code> does. */
    @Parameter(property = "vcam.follow", defaultValue = "false")
    private boolean follow;

    /** Fails when the kernel reported a fault of its own (a bug, a warning) since its start; prints nothing else. */
    @Parameter(property = "vcam.check", defaultValue = "false")
    private boolean check;

    /**
     * Tells each frame's way through the module instead: queued, published, delivered, dropped, released, with its
     * number, who it went to, and how long that took.
     */
    @Parameter(property = "vcam.trace", defaultValue = "false")
    private boolean trace;

    /** How long to trace, unless <code>vcam.follow</code> is set. */
    @Parameter(property = "vcam.duration", defaultValue = "10s")
    private String duration;

    /** A file for the lines, which gets them byte for byte. Default: standard output. */
    @Parameter(property = "vcam.output")
    private @Nullable File output;

    @Override
    Work work() {
        Duration limit = Durations.parsePositive("duration", duration);
        return place -> show(place, limit);
    }

    private void show(Place place, Duration limit) {
        if (!place.running()) {
            getLog().info("there are no lines: " + place.description() + " is not running");
        } else if (check) {
            new KernelLines(place.machine()).check();
            getLog().info("the kernel reported no fault");
        } else {
            try (Answer answer = Answer.to(output)) {
                print(place, limit, answer);
            }
        }
    }

    private void print(Place place, Duration limit, Answer answer) {
        if (trace) {
            getLog().info("tracing frames " + (follow ? "until Ctrl-C" : "for " + Durations.text(limit)));
            Optional<Duration> end = follow ? Optional.empty() : Optional.of(limit);
            answer.line(new FrameTrace(place.machine()).follow(end, answer::line));
        } else {
            new KernelLines(place.machine()).copy(follow, answer);
        }
    }
}
