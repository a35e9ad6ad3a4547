// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.feed.Durations;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.maven.console.Progress;
import io.github.vcam.runtime.Feed;
import io.github.vcam.runtime.Place;
import io.github.vcam.runtime.signal.CtrlC;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Plays a video into the camera until its end or Ctrl-C. */
@Mojo(name = "feed", requiresProject = false, threadSafe = true)
public final class FeedMojo extends PlayingMojo {
    /** Begins anew at the input's end. */
    @Parameter(property = "vcam.loop", defaultValue = "false")
    private boolean loop;

    /** Opens the input when a program begins to take frames and closes it when none does; only its first frame goes out before. */
    @Parameter(property = "vcam.onDemand", defaultValue = "false")
    private boolean onDemand;

    /** After how long to end, for instance 10s or 1m30s. Default: at the input's end. */
    @Parameter(property = "vcam.duration")
    private @Nullable String duration;

    @Override
    Work work() {
        Duration limit = duration == null ? null : Durations.parse("duration", duration);
        FeedRequest request = request()
                .withMethod(method())
                .withLoop(loop)
                .withOnDemand(onDemand)
                .withDuration(limit);
        return place -> play(place, request.withDevice(device(place)));
    }

    @SuppressWarnings("try") // Ctrl-C is held, not used
    private void play(Place place, FeedRequest request) {
        AtomicBoolean interrupted = new AtomicBoolean();
        Feed.Summary summary;
        try (Progress progress = console().progress("feed", "frames");
                Feed feed = place.play(request, progress::show);
                CtrlC ctrlC = CtrlC.handledBy(() -> {
                    interrupted.set(true);
                    feed.end();
                })) {
            summary = feed.awaitEnd();
        }
        getLog().info(summary.toString());
        summary.warnings().forEach(getLog()::warn);
        if (interrupted.get()) {
            CtrlC.repeat();
        }
    }
}
