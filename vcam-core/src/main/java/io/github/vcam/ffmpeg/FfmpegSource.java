// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.frame.Colours;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.Look;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.source.FrameSource;
import io.github.vcam.source.InputAccess;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Frames of a file, URL, image or filter graph. Decoding runs ahead on a thread of its own from {@link #deliver} on;
 * conversion happens in {@link #writeTo}, straight into the caller's buffer, without garbage for raw formats.
 */
public final class FfmpegSource implements FrameSource {
    /** What programs bear of a camera, in pixels: files of more are shown in less where nobody asks for a size. */
    private static final int LONG_SIDE = 1920;

    private static final int SHORT_SIDE = 1080;

    /** After so long a live input's last frame comes again. */
    private static final long STANDSTILL_MILLIS = 1_000;

    private final PictureProducer producer;
    private final String input;
    private final FrameFormat nativeFormat;
    private final FrameFormat rawFormat;
    private final FrameRate rate;
    private final boolean loop;
    private final List<String> notes = new ArrayList<>();
    private @Nullable DecodeThread thread;
    private @Nullable FrameWriter writer;
    private @Nullable NativeFrame current;
    private long index = -1;
    private long dropped;
    private boolean closed;

    private FfmpegSource(
            String input, PictureProducer producer, boolean sized, @Nullable FrameRate wanted, boolean loop) {
        this.input = input;
        this.producer = producer;
        this.loop = loop;
        FrameProducer.Video video = producer.video();
        this.rate = wanted == null ? video.rate() : wanted;
        FrameSize size = sized ? video.size() : video.size().within(LONG_SIDE, SHORT_SIDE);
        this.rawFormat = FrameFormat.of(PixelNames.nearest(video.pixelFormat(), size), size);
        boolean passes = video.jpeg() && size.equals(video.size());
        this.nativeFormat = passes ? FrameFormat.of(PixelFormat.MJPG, size) : rawFormat;
    }

    /** Opens a file or URL; {@code rate} null keeps the input's own. Fails with one of the INPUT ids. */
    public static FfmpegSource file(String input, @Nullable FrameRate rate) {
        return file(input, InputAccess.USUAL, rate, Look.PLAIN, false);
    }

    /**
     * Opens a file or URL; {@code rate} null keeps the input's own. Fails with one of the INPUT ids.
     *
     * @param access how it is opened and kept
     * @param loop whether the first frame comes again behind the last one
     */
    public static FfmpegSource file(
            String input, InputAccess access, @Nullable FrameRate rate, Look look, boolean loop) {
        if (loop) {
            InputFile.requireRepeatable(input);
        }
        return of(input, FileProducer.open(input, access), false, rate, look, loop);
    }

    /** Opens a filter graph that has no input. Fails with INPUT_GRAPH_INVALID. */
    public static FfmpegSource graph(String description, @Nullable FrameRate rate) {
        return graph(description, rate, Look.PLAIN, false);
    }

    /**
     * Opens a filter graph that has no input. Fails with INPUT_GRAPH_INVALID.
     *
     * @param loop whether the first frame comes again behind the last one
     */
    public static FfmpegSource graph(String description, @Nullable FrameRate rate, Look look, boolean loop) {
        return of(description, GraphProducer.open(description), true, rate, look, loop);
    }

    /**
     * The frames of a producer, which it owns from then on, also when it fails.
     *
     * @param sized whether their size is what somebody asked for
     */
    static FfmpegSource of(
            String input, FrameProducer given, boolean sized, @Nullable FrameRate rate, Look look, boolean loop) {
        PictureProducer producer = PictureProducer.open(given, look);
        try {
            return new FfmpegSource(input, producer, sized, rate, loop);
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
        return rawFormat;
    }

    @Override
    public Colours colours() {
        return producer.colours();
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
        FrameSize size = layout.format().size();
        FrameSize own = producer.video().size();
        if (size.equals(rawFormat.size()) && !size.equals(own)) {
            notes.add(input + " has " + own + " pixels and is shown at " + size
                    + ", which programs bear; ask for its size to have all of them");
        }
        producer.shape(size);
        writer = writerFor(layout);
        thread = new DecodeThread(producer, rate, loop);
    }

    private FrameWriter writerFor(PlaneLayout layout) {
        if (!layout.format().pixelFormat().isCompressed()) {
            return new RawWriter(layout);
        }
        boolean sameSize = layout.format().size().equals(nativeFormat.size());
        if (producer.video().jpeg() && sameSize) {
            producer.passPackets();
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
            boolean found = producer.video().live() ? newest(thread.ring()) : advance(thread.ring());
            if (found) {
                index++;
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Goes to the last frame that has come, so that none waits behind others when the sender's clock is the faster one. Where
     * none comes for some time it is the same again: programs give up a camera that gives nothing.
     */
    private boolean newest(FrameRing ring) throws InterruptedException {
        if (current != null && !ring.await(STANDSTILL_MILLIS)) {
            return true;
        }
        NativeFrame next = ring.take();
        while (next != null && ring.hasMore()) {
            dropped++;
            current = next;
            next = ring.take();
        }
        if (next != null) {
            current = next;
        }
        return next != null;
    }

    /** Goes to the frame that is shown at the next place of the output: perhaps the same one again, or a later one. */
    private boolean advance(FrameRing ring) throws InterruptedException {
        long wanted = index + 1;
        boolean moved = false;
        while (current == null || current.firstSlot() < wanted || current.endSlot() <= wanted) {
            NativeFrame next = ring.peek();
            if (next == null) {
                return current != null && (index < 0 || wanted < current.endSlot());
            }
            if (current != null && next.firstSlot() > wanted) {
                return true;
            }
            dropped += moved ? 1 : 0;
            moved = true;
            current = ring.take();
        }
        return true;
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
            thread = new DecodeThread(producer, rate, loop);
        }
    }

    @Override
    public long dropped() {
        return dropped;
    }

    /** To be asked when the last frame was taken: the thread that reads ahead writes them. */
    @Override
    public List<String> warnings() {
        return Stream.concat(notes.stream(), producer.warnings().stream()).toList();
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
