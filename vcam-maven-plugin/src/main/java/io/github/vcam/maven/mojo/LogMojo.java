// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.InvalidValueException;
import io.github.vcam.runtime.kernel.FrameTrace;
import io.github.vcam.runtime.kernel.KernelLines;
import io.github.vcam.runtime.process.StandardStreams;
import java.time.Duration;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Prints the kernel's lines on video devices, or the way of each frame through the module. */
@Mojo(name = "log", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
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

    /** How many seconds to trace, unless <code>vcam.follow</code> is set. */
    @Parameter(property = "vcam.duration", defaultValue = "10")
    private long duration;

    @Inject
    public LogMojo(ModuleArtifact workshop) {
        super(workshop);
    }

    @Override
    void check() {
        if (duration < 1) {
            throw InvalidValueException.of("duration", "the duration is " + duration + "; it is seconds above 0");
        }
    }

    @Override
    void run(GoalContext context) {
        if (!context.place().running()) {
            getLog().info("there are no lines: " + context.place().description() + " is not running");
            return;
        }
        if (trace) {
            trace(context);
            return;
        }
        KernelLines lines = new KernelLines(context.place());
        if (check) {
            lines.check();
            getLog().info("the kernel reported no fault");
            return;
        }
        lines.copy(follow, StandardStreams.inherited().stdout());
    }

    private void trace(GoalContext context) {
        getLog().info("tracing frames " + (follow ? "until Ctrl-C" : "for " + duration + " s"));
        Optional<Duration> limit = follow ? Optional.empty() : Optional.of(Duration.ofSeconds(duration));
        getLog().info(new FrameTrace(context.place()).follow(limit, line -> StandardStreams.print(line + "\n")));
    }
}
