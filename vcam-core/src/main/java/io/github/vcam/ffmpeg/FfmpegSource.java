// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.source.FrameSource;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames of a file, URL, image or filter graph. Decoding runs ahead on a thread of its own from {@link #deliver} on;
 * conversion happens in {@link #writeTo}, straight into the caller's buffer, without garbage for raw formats.
 */
public final class FfmpegSource implements FrameSource {
    private final FrameProducer producer;
    private final FrameFormat nativeFormat;
    private final FrameRate rate;
    private final boolean everyFrame;
    private @Nullable DecodeThread thread;
    private @Nullable FrameWriter writer;
    private @Nullable NativeFrame current;
    private long index = -1;
    private long dropped;
    private boolean closed;

    private FfmpegSource(FrameProducer producer, @Nullable FrameRate wanted) {
        this.producer = producer;
        FrameProducer.Video video = producer.video();
        this.rate = wanted == null ? video.rate() : wanted;
        this.everyFrame = video.steady() && rate.equals(video.rate());
        PixelFormat pixels = video.jpeg() ? PixelFormat.MJPG : PixelNames.nearest(video.pixelFormat(), video.size());
        this.nativeFormat = FrameFormat.of(pixels, video.size());
    }

    /** Opens a file or URL; {@code rate} null keeps the input's own. Fails with one of the INPUT ids. */
    public static FfmpegSource file(String input, @Nullable FrameRate rate) {
        return of(FileProducer.open(input), rate);
    }

    /** Opens a filter graph that has no input. Fails with INPUT_GRAPH_INVALID. */
    public static FfmpegSource graph(String description, @Nullable FrameRate rate) {
        return of(GraphProducer.open(description), rate);
    }

    /** The frames of a producer, which it owns from then on, also when it fails. */
    static FfmpegSource of(FrameProducer producer, @Nullable FrameRate rate) {
        try {
            return new FfmpegSource(producer, rate);
        } catch (RuntimeException e) {
            producer.close();
            throw e;
        }
    }

    /** Whether the input is one picture. */
    public boolean isStill() {
        return producer.video().still();
    }

    @Override
    public FrameFormat nativeFormat() {
        return nativeFormat;
    }

    @Override
    public FrameFormat rawFormat() {
        FrameProducer.Video video = producer.video();
        return FrameFormat.of(PixelNames.nearest(video.pixelFormat(), video.size()), video.size());
    }

    @Override
    public FrameRate rate() {
        return rate;
    }

    @Override
    public boolean canDeliver(PlaneLayout layout) {
        return true;
    }

    @Override
    public void deliver(PlaneLayout layout) {
        if (writer != null) {
            throw new IllegalStateException("deliver() was called before");
        }
        writer = writerFor(layout);
        thread = new DecodeThread(producer, rate);
    }

    private FrameWriter writerFor(PlaneLayout layout) {
        if (!layout.format().pixelFormat().isCompressed()) {
            return new RawWriter(layout);
        }
        boolean sameSize = layout.format().size().equals(nativeFormat.size());
        if (producer instanceof FileProducer file && producer.video().jpeg() && sameSize) {
            file.passPackets();
            return new PacketWriter(layout);
        }
        return new JpegWriter(layout);
    }

    @Override
    public boolean next() {
        if (closed || thread == null) {
            throw new IllegalStateException(closed ? "the source was closed" : "deliver() must come first");
        }
        try {
            boolean found = everyFrame ? step(thread.ring()) : advance(thread.ring());
            if (found) {
                index++;
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean step(FrameRing ring) throws InterruptedException {
        NativeFrame next = ring.take();
        if (next != null) {
            current = next;
        }
        return next != null;
    }

    /** Goes to the frame that is shown at the next place of the output: perhaps the same one again, or a later one. */
    private boolean advance(FrameRing ring) throws InterruptedException {
        long wanted = index + 1;
        boolean moved = false;
        NativeFrame next = ring.peek();
        while (next != null && (current == null || next.firstSlot() <= wanted)) {
            dropped += moved ? 1 : 0;
            moved = true;
            current = ring.take();
            next = ring.peek();
        }
        return current != null && (next != null || index < 0 || wanted < current.endSlot());
    }

    @Override
    public int writeTo(ByteBuffer target) {
        if (closed || writer == null || current == null) {
            throw new IllegalStateException(closed ? "the source was closed" : "next() must come first");
        }
        return writer.write(current, target);
    }

    @Override
    public long ptsNanos() {
        return rate.nanosAt(Math.max(0, index));
    }

    @Override
    public void rewind() {
        if (!closed && thread != null && thread.stop()) {
            current = null;
            index = -1;
            producer.rewind();
            thread = new DecodeThread(producer, rate);
        }
    }

    @Override
    public long dropped() {
        return dropped;
    }

    /** To be asked when the last frame was taken: the thread that reads ahead writes them. */
    @Override
    public List<String> warnings() {
        return producer.warnings();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        boolean free = thread == null || thread.stop();
        if (writer != null) {
            writer.close();
        }
        if (free) {
            producer.close();
        }
    }
}
