// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.maven.feed.FeedOptions;
import io.github.vcam.maven.feed.FeedSession;
import io.github.vcam.maven.worker.FeedOrder;
import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Plays a video into the camera until its end or Ctrl-C. */
@Mojo(name = "feed", requiresProject = false, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
public final class FeedMojo extends DeviceMojo {
    /**
     * What to play: a file, a URL, an image, <code>pattern:&lt;name&gt;</code> or
     * <code>lavfi:&lt;graph&gt;</code>.
     */
    @Parameter(property = "input")
    private @Nullable String input;

    /** How frames travel: auto, write, mmap, userptr or dmabuf. */
    @Parameter(property = "vcam.method", defaultValue = "auto")
    private String method;

    /** Pixel format as FourCC. Default: the input's own where the camera takes it. */
    @Parameter(property = "vcam.format")
    private @Nullable String format;

    /** Frame size in pixels, WxH. Default: the input's own. */
    @Parameter(property = "vcam.size")
    private @Nullable String size;

    /** Frames per second, for instance 30 or 30000/1001. Default: the input's own. */
    @Parameter(property = "vcam.fps")
    private @Nullable String fps;

    /** Begins anew at the input's end. */
    @Parameter(property = "vcam.loop", defaultValue = "false")
    private boolean loop;

    /** Seconds after which to end. Default: at the input's end. */
    @Parameter(property = "vcam.duration")
    private @Nullable Double duration;

    /** Buffers of the queue, 1 to 32. */
    @Parameter(property = "vcam.buffers")
    private @Nullable Integer buffers;

    @Inject
    public FeedMojo(Workshop workshop) {
        super(workshop);
    }

    @Override
    void check() {
        order(wish());
    }

    @Override
    void run(Site site) {
        new FeedSession(site.target(), site.workers(), site.console()).run(order(device(site)));
    }

    private FeedOrder order(String device) {
        String wish = input == null ? "" : input;
        FeedOrder order = new FeedOrder(wish, device, method, format, size, fps, loop, duration, buffers);
        return FeedOptions.checked(order, Path.of("").toAbsolutePath());
    }
}
