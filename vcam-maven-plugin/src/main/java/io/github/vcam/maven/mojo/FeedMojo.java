// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.feed.FeedRequest;
import io.github.vcam.maven.console.Progress;
import io.github.vcam.runtime.feed.FeedSession;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.time.Duration;
import javax.inject.Inject;
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

    @Inject
    public FeedMojo(ModuleArtifact workshop) {
        super(workshop);
    }

    @Override
    void check() {
        request(wish());
    }

    @Override
    void run(GoalContext context) {
        FeedRequest request = request(device(context));
        WorkerEvent.Ended ended;
        try (Progress progress = context.console().progress("feed", "frames")) {
            ended = new FeedSession(context.place(), context.workers()).run(request, progress::show);
        }
        getLog().info(ended.summary());
        ended.warnings().forEach(getLog()::warn);
    }

    private static @Nullable Duration seconds(@Nullable Double wish) {
        return wish == null ? null : Duration.ofNanos(Math.round(wish * 1e9));
    }

    private FeedRequest request(String device) {
        return request(device, method(), Usual.NOTHING, loop, seconds(duration));
    }
}
