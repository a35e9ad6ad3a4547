// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.feed.FeedRequest;
import io.github.vcam.maven.console.Progress;
import io.github.vcam.runtime.Feed;
import io.github.vcam.runtime.Place;
import java.time.Duration;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Plays a video into the camera until its end or Ctrl-C. */
@Mojo(name = "feed", requiresProject = false, threadSafe = true)
public final class FeedMojo extends PlayingMojo {
    /** Begins anew at the input's end. */
    @Parameter(property = "vcam.loop", defaultValue = "false")
    private boolean loop;

    /** Seconds after which to end. Default: at the input's end. */
    @Parameter(property = "vcam.duration")
    private @Nullable Double duration;

    @Override
    void check(String chosen) {
        request(chosen);
    }

    @Override
    void run(Place place) {
        Feed.Summary summary;
        try (Progress progress = console().progress("feed", "frames");
                Feed feed = place.play(request(device(place)), progress::show)) {
            summary = feed.awaitEnd();
        }
        getLog().info(summary.toString());
        summary.warnings().forEach(getLog()::warn);
    }

    private static @Nullable Duration seconds(@Nullable Double wish) {
        return wish == null ? null : Duration.ofNanos(Math.round(wish * 1e9));
    }

    private FeedRequest request(String chosen) {
        return request(chosen, method(), Usual.NOTHING, loop, seconds(duration));
    }
}
