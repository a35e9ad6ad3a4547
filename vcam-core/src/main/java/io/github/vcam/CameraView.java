// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import io.github.vcam.consumer.CameraCapture;
import io.github.vcam.consumer.CaptureRequest;
import io.github.vcam.consumer.CapturedFrame;
import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.ffmpeg.Converter;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a camera shows, as pictures in the colours that the node says it has. Each picture is its receiver's own. For one
 * thread. All failures are {@link VcamException}s.
 *
 * <pre>{@code
 * try (CameraView view = CameraView.open("/dev/video10")) {
 *     BufferedImage picture = view.next(Duration.ofSeconds(5)).orElseThrow();
 * }
 * }</pre>
 */
public final class CameraView implements AutoCloseable {
    private final CameraCapture capture;
    private final FrameFormat format;
    private final Converter converter;
    private final ByteBuffer pixels;

    private CameraView(CameraCapture capture) {
        this.capture = capture;
        PlaneLayout layout = capture.layout()
                .orElseThrow(() -> new VcamException(
                        CoreError.FORMAT_UNKNOWN,
                        capture.device().path() + " gives " + capture.format() + ", which is not known here"));
        this.format = FrameFormat.of(PixelFormat.BGR3, layout.format().size());
        this.converter = Converter.open(layout, format.tight());
        this.pixels = ByteBuffer.allocateDirect(format.sizeImage());
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
     * The next frame (BufferedImage.TYPE_3BYTE_BGR); empty when none came within {@code limit} or the thread was
     * interrupted (flag kept). Fails with DEVICE_VANISHED when the producer's format changed or the node is gone.
     */
    public Optional<BufferedImage> next(Duration limit) {
        return Optional.ofNullable(capture.next(limit)).map(this::picture);
    }

    /**
     * Frame after frame, until none comes within {@code limit} or the thread is interrupted (flag kept).
     *
     * @param limit for each
     */
    public Stream<BufferedImage> frames(Duration limit) {
        return Stream.generate(() -> next(limit)).takeWhile(Optional::isPresent).flatMap(Optional::stream);
    }

    private BufferedImage picture(CapturedFrame frame) {
        converter.convert(frame.data(), frame.bytesUsed(), pixels);
        BufferedImage picture = new BufferedImage(format.width(), format.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] bytes = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        pixels.get(0, bytes);
        return picture;
    }

    @Override
    public void close() {
        converter.close();
        capture.close();
    }
}
