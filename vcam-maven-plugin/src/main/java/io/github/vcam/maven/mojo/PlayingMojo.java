// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.runtime.feed.FeedOptions;
import io.github.vcam.runtime.worker.FeedOrder;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the goals that play something into a camera share. */
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
abstract class PlayingMojo extends DeviceMojo {
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

    /** Buffers of the queue, 1 to 32. */
    @Parameter(property = "vcam.buffers")
    private @Nullable Integer buffers;

    PlayingMojo(ModuleArtifact workshop) {
        super(workshop);
    }

    /** The method as it was asked for. */
    final String method() {
        return method;
    }

    /**
     * What to play, how, and where.
     *
     * @param usual what counts where a parameter does not say
     * @param loop whether to begin anew at the input's end
     * @param duration seconds after which to end, null: at the input's end
     */
    final FeedOrder order(String device, String method, Usual usual, boolean loop, @Nullable Double duration) {
        FeedOrder order = new FeedOrder(
                input == null ? usual.input() : input,
                device,
                method,
                format == null ? usual.format() : format,
                size == null ? usual.size() : size,
                fps == null ? usual.fps() : fps,
                loop,
                duration,
                buffers == null ? usual.buffers() : buffers);
        return FeedOptions.checked(order, Path.of("").toAbsolutePath());
    }

    /** Stands for parameters that were not given; null leaves the choice to the input. */
    record Usual(
            String input,
            @Nullable String format,
            @Nullable String size,
            @Nullable String fps,
            @Nullable Integer buffers) {
        static final Usual NOTHING = new Usual("", null, null, null, null);
    }
}
