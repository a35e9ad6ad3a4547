// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.feed.FeedRequest;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.sink.Method;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to play where; a part left out is chosen by core. Travels as JSON.
 *
 * @param input a path as the worker sees it, a URL, {@code pattern:<name>} or {@code lavfi:<graph>}
 * @param device node, number or label
 * @param method auto, write, mmap, userptr or dmabuf
 * @param format FourCC
 * @param size WxH
 * @param fps frames per second
 * @param loop whether to begin anew at the end
 * @param duration seconds to play at most
 * @param buffers buffers of the queue
 */
public record FeedOrder(
        String input,
        String device,
        String method,
        @Nullable String format,
        @Nullable String size,
        @Nullable String fps,
        boolean loop,
        @Nullable Double duration,
        @Nullable Integer buffers) {
    public FeedOrder withInput(String newInput) {
        return new FeedOrder(newInput, device, method, format, size, fps, loop, duration, buffers);
    }

    /** The order in core's terms; fails with the id of what is wrong in it. */
    public FeedRequest request() {
        FeedRequest request = FeedRequest.of(input, device)
                .withMethod(Method.of(method))
                .withFormat(format == null ? null : PixelFormat.of(format))
                .withSize(size == null ? null : FrameSize.of(size))
                .withRate(fps == null ? null : FrameRate.of(fps))
                .withLoop(loop)
                .withDuration(duration == null ? null : Duration.ofNanos(Math.round(duration * 1e9)));
        return buffers == null ? request : request.withBuffers(buffers);
    }
}
