// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import io.github.vcam.consumer.CaptureRequest;
import java.awt.image.BufferedImage;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * The pictures of a camera for reactive programs: each subscription opens the camera anew, as one consumer more, and has a
 * thread of its own, which makes all calls of its subscriber. A subscriber gets the newest picture when it asks for one,
 * so one that is slow misses some, and nothing piles up. It gets {@code onComplete} at the end of the stream, as
 * {@link CameraView#hasEnded} has it, and {@code onError} when the camera cannot be opened or fails, in either case after
 * the camera was closed; one that cancels gets nothing more, and the camera is closed within a second, or when
 * {@code onNext} returns. Pictures go on when the producer's format changes. Safe for use by several threads.
 *
 * <pre>{@code
 * CameraPublisher.of("/dev/video10").subscribe(subscriber);
 * }</pre>
 */
public final class CameraPublisher implements Flow.Publisher<BufferedImage> {
    private final String device;
    private final Supplier<CameraView> views;

    CameraPublisher(String device, Supplier<CameraView> views) {
        this.device = device;
        this.views = views;
    }

    /** The pictures of a node, named by path, number or card label. */
    public static CameraPublisher of(String device) {
        return of(CaptureRequest.of(device));
    }

    /** The pictures of a node that each subscription opens as asked for. */
    public static CameraPublisher of(CaptureRequest request) {
        return new CameraPublisher(request.device(), () -> CameraView.open(request));
    }

    @Override
    public void subscribe(Flow.Subscriber<? super BufferedImage> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        Thread thread = new Thread(new PictureSubscription(subscriber, views), "vcam publishes " + device);
        thread.setDaemon(true);
        thread.start();
    }
}
