// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.feed.FeedRequest;
import io.github.vcam.feed.Inputs;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.producer.StreamingMethod;
import io.github.vcam.runtime.Place;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the goals that play something into a camera share. */
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
abstract class PlayingMojo extends InputMojo {
    private static final String ANY = "any";

    /** The camera: its node, its number or its label. Default: the first one loaded, else /dev/video10. */
    @Parameter(property = "vcam.device")
    private @Nullable String device;

    /**
     * What to play: a file, a named pipe, a URL, an image, <code>pattern:&lt;name&gt;</code>,
     * <code>lavfi:&lt;graph&gt;</code>, or <code>-</code> for standard input.
     */
    @Parameter(property = "input")
    private @Nullable String input;

    /** How frames travel: auto, write, mmap, userptr or dmabuf. */
    @Parameter(property = "vcam.method", defaultValue = "auto")
    private String method;

    /**
     * Pixel format as FourCC, or <code>native</code> for the input's own. Default: of YU12, NV12, YUYV and MJPG, which
     * programs take, the one that costs least.
     */
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

    /** The camera that was named, else the first that was loaded. */
    final String device(Place place) {
        return device == null ? place.usualDevice() : device;
    }

    /** The method as it was asked for. */
    final StreamingMethod method() {
        return StreamingMethod.of(method);
    }

    /** What the user wants played, and where; into any device while no place is known. */
    final FeedRequest request() {
        return request(FeedRequest.of(input == null ? "" : input, ANY));
    }

    /** The same where something is usual for what the user did not say. */
    final FeedRequest request(FeedRequest usual) {
        FeedRequest request = usual.withInput(input == null ? usual.input() : input)
                .withDevice(device == null ? usual.device() : device)
                .withFormatCalled(format)
                .withSize(size == null ? usual.size() : FrameSize.of(size))
                .withRate(fps == null ? usual.rate() : FrameRate.of(fps))
                .withBuffers(buffers == null ? usual.buffers() : buffers);
        return inputSettings().over(request.withInput(Inputs.resolve(request.input(), directory())));
    }
}
