// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import io.github.vcam.consumer.CameraCapture;
import io.github.vcam.consumer.CaptureEnd;
import io.github.vcam.consumer.CaptureRequest;
import io.github.vcam.consumer.CapturedFrame;
import io.github.vcam.error.VcamException;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a camera shows, as pictures in the colours that the node says it has. Each picture is its receiver's own. When the
 * producer's format changes, the pictures go on in the new size. For one thread. All failures are {@link VcamException}s.
 *
 * <pre>{@code
 * try (CameraView view = CameraView.open("/dev/video10")) {
 *     BufferedImage picture = view.next(Duration.ofSeconds(5)).orElseThrow();
 * }
 * }</pre>
 */
public final class CameraView implements AutoCloseable {
    private final CameraCapture capture;
    private @Nullable FramePictures pictures;
    private @Nullable CapturedFrame frame;

    private CameraView(CameraCapture capture) {
        this.capture = capture;
        this.pictures = FramePictures.of(capture);
    }

    /** Opens a node, by path, number or card label, for what it gives. */
    public static CameraView open(String device) {
        return of(CameraCapture.open(device));
    }

    /** Opens a node as asked for. */
    public static CameraView open(CaptureRequest request) {
        return of(CameraCapture.open(request));
    }

    /** Over a capture, which it owns from then on, also when it fails. */
    static CameraView of(CameraCapture capture) {
        try {
            return new CameraView(capture);
        } catch (RuntimeException e) {
            capture.close();
            throw e;
        }
    }

    /** The capture beneath, for what it knows of the node; who takes frames from it takes them from here. */
    public CameraCapture capture() {
        return capture;
    }

    /**
     * The next frame (BufferedImage.TYPE_3BYTE_BGR); empty when none came within {@code limit}, the thread was interrupted
     * (flag kept), or at once when the stream {@linkplain #hasEnded has ended}. Fails with DEVICE_VANISHED when the node is
     * gone, with FORMAT_UNKNOWN when the format has become one that is not known here, and with FORMAT_REFUSED when it is
     * another one than was asked for.
     */
    public Optional<BufferedImage> next(Duration limit) {
        frame = null;
        frame = come(limit, false);
        return frame == null ? Optional.empty() : Optional.of(takePicture());
    }

    /**
     * Frame after frame, until none comes within {@code limit}, the thread is interrupted (flag kept) or the stream
     * {@linkplain #hasEnded has ended}.
     *
     * @param limit for each
     */
    public Stream<BufferedImage> frames(Duration limit) {
        return Stream.generate(() -> next(limit)).takeWhile(Optional::isPresent).flatMap(Optional::stream);
    }

    /** Whether the producer has left for good ({@link CaptureEnd#END_OF_STREAM}), so that only a restart brings frames. */
    public boolean hasEnded() {
        return is(CaptureEnd.END_OF_STREAM);
    }

    private boolean is(CaptureEnd end) {
        return capture.ended().filter(end::equals).isPresent();
    }

    /** Begins anew, for the frames of the next producer; the last one may come once more. */
    public void restart() {
        frame = null;
        capture.restart();
    }

    /** Moves on to the newest frame, waiting at most {@code limit}; whether there is one, be it from before. */
    boolean moveOn(Duration limit) {
        CapturedFrame newest = come(limit, true);
        frame = newest == null ? frame : newest;
        return frame != null;
    }

    /** Whether {@link #moveOn} has found one that was not taken yet. */
    boolean hasFrame() {
        return frame != null;
    }

    /** Makes a picture of the frame that {@link #moveOn} found. */
    BufferedImage takePicture() {
        CapturedFrame taken = Objects.requireNonNull(frame, "no frame");
        frame = null;
        return pictures().picture(taken);
    }

    private @Nullable CapturedFrame come(Duration limit, boolean newest) {
        long deadline = System.nanoTime() + limit.toNanos();
        CapturedFrame came;
        do {
            if (is(CaptureEnd.NEW_FORMAT)) {
                restart();
            }
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            came = newest ? capture.newest(left) : capture.next(left);
        } while (came == null && is(CaptureEnd.NEW_FORMAT) && System.nanoTime() - deadline < 0);
        return came;
    }

    private FramePictures pictures() {
        FramePictures now = pictures;
        if (now == null || !now.suit(capture.format())) {
            close(now);
            pictures = null;
            now = FramePictures.of(capture);
            pictures = now;
        }
        return now;
    }

    private static void close(@Nullable FramePictures pictures) {
        if (pictures != null) {
            pictures.close();
        }
    }

    @Override
    public void close() {
        close(pictures);
        pictures = null;
        capture.close();
    }
}
