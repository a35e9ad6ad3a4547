// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.Pacer;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.producer.CameraOutput;
import io.github.vcam.producer.StreamingMethod;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.time.Duration;

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
    private final PictureFrames pictures;
    private boolean closed;
    private long sent;

    /** Fills a frame into the device's own buffer. */
    @FunctionalInterface
    public interface Filler {
        /** Writes a frame as {@code layout} says into the front of {@code buffer}; returns the bytes used. */
        int fill(ByteBuffer buffer, PlaneLayout layout);
    }

    VirtualCamera(CameraOutput output, FrameRate rate) {
        this.output = output;
        this.rate = rate;
        this.pacer = new Pacer(rate);
        this.pictures = new PictureFrames(output.layout());
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

    /**
     * Sends a picture, scaled to the camera's size. Transparency is lost: a pixel has the colour that it would have if it
     * were opaque. A grey of TYPE_BYTE_GRAY is taken by its number, so that 128 is the grey in the middle, as image files
     * mean it; {@link BufferedImage#getRGB(int, int)} takes it for linear light. The types INT_RGB, INT_ARGB, INT_BGR,
     * 3BYTE_BGR, 4BYTE_ABGR and BYTE_GRAY cost one copy and no garbage, sub-images too; the others go by Java's conversion.
     */
    public void send(BufferedImage image) {
        requireOpen();
        pictures.take(image);
        send(pictures);
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
        pictures.close();
        output.close();
    }
}
