// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.Pacer;
import io.github.vcam.ffmpeg.Converter;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.producer.CameraOutput;
import io.github.vcam.producer.StreamingMethod;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A camera that shows what it is sent. For one thread. All failures are {@link VcamException}s, but for sending after
 * {@link #close}, an {@link IllegalStateException}.
 *
 * <pre>{@code
 * try (VirtualCamera camera = VirtualCamera.on("/dev/video10").size(1280, 720).rate(30).open()) {
 *     camera.send(image);
 *     camera.awaitNextFrame();
 * }
 * }</pre>
 */
public final class VirtualCamera implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CameraOutput output;
    private final FrameRate rate;
    private final Pacer pacer;
    private @Nullable Drawing drawing;
    private boolean closed;
    private long sent;

    /** Fills a frame into the device's own buffer. */
    @FunctionalInterface
    public interface Filler {
        /** Writes a frame as {@code layout} says into the front of {@code buffer}; returns the bytes used. */
        int fill(ByteBuffer buffer, PlaneLayout layout);
    }

    /** A picture of Java's, on its way into the device's format. */
    private record Drawing(FrameFormat format, ByteBuffer pixels, Converter converter) {}

    VirtualCamera(CameraOutput output, FrameRate rate) {
        this.output = output;
        this.rate = rate;
        this.pacer = new Pacer(rate);
    }

    /** Opens a node, by path, number or card label, for frames of exactly this format. */
    public static VirtualCamera open(String device, FrameFormat format, FrameRate rate) {
        return on(device).format(format).rate(rate).open();
    }

    /**
     * Begins to say what a camera on a node shall be, for {@link VirtualCameraBuilder#open}.
     *
     * @param device the node, by path, number or card label
     */
    public static VirtualCameraBuilder on(String device) {
        return new VirtualCameraBuilder(device);
    }

    /** How frames lie in the device's buffers. */
    public PlaneLayout layout() {
        return output.layout();
    }

    /** What the device gets. */
    public FrameFormat format() {
        return output.layout().format();
    }

    /** Frames per second, as they are paced. */
    public FrameRate rate() {
        return rate;
    }

    /** How frames travel, never AUTO. */
    public StreamingMethod method() {
        return output.method();
    }

    /** The number of buffers that the driver granted; 1 for write(). */
    public int bufferCount() {
        return output.bufferCount();
    }

    /** Frames that the device took so far. */
    public long framesSent() {
        return sent;
    }

    /** Sends a frame that is written straight into the device's buffer. */
    public void send(Filler filler) {
        requireOpen();
        ByteBuffer buffer = output.acquire(PATIENCE);
        if (buffer != null) {
            output.submit(filler.fill(buffer, output.layout()));
            sent++;
            pacer.begin();
        }
    }

    /** Sends the remaining bytes, which must lie as {@link #layout} says; takes none of them away. */
    public void send(ByteBuffer frame) {
        PlaneLayout layout = output.layout();
        boolean compressed = layout.planes().isEmpty();
        if (frame.remaining() > layout.sizeImage() || (!compressed && frame.remaining() < layout.bytesUsed())) {
            throw new VcamException(
                    CoreError.SIZE_INVALID,
                    "A frame of " + layout.format() + " has " + layout.bytesUsed() + " bytes, not "
                            + frame.remaining());
        }
        send((buffer, ignored) -> {
            buffer.put(0, frame, frame.position(), frame.remaining());
            return frame.remaining();
        });
    }

    /** Sends a picture, scaled to the camera's size. Transparency is lost. */
    public void send(BufferedImage image) {
        requireOpen();
        FrameFormat format = FrameFormat.of(PixelFormat.BGR4, image.getWidth(), image.getHeight());
        Drawing current = drawing;
        if (current == null || !current.format().equals(format)) {
            if (current != null) {
                current.converter().close();
            }
            current = new Drawing(
                    format,
                    ByteBuffer.allocateDirect(format.sizeImage()).order(ByteOrder.LITTLE_ENDIAN),
                    Converter.open(format.tight(), output.layout()));
            drawing = current;
        }
        Drawing ready = current;
        int[] colours = image.getRGB(0, 0, format.width(), format.height(), null, 0, format.width());
        ready.pixels().asIntBuffer().put(colours);
        send((buffer, ignored) -> ready.converter().convert(ready.pixels(), buffer));
    }

    /**
     * Waits until the next frame is due, on an absolute schedule that begins with the first frame sent or the first wait,
     * whichever is earlier, so it does not matter which of both a program does first; false when interrupted (flag kept).
     */
    public boolean awaitNextFrame() {
        return pacer.await();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the camera was closed");
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (drawing != null) {
            drawing.converter().close();
            drawing = null;
        }
        output.close();
    }
}
