// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.error.CoreError;
import io.github.vcam.frame.Buffers;
import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * Converts frames from one layout to another, between direct buffers. For one thread. Raw formats make no garbage as
 * long as the same buffers, at most {@value Buffers#MOST}, come again.
 */
public final class Converter implements AutoCloseable {
    private final PlaneLayout from;
    private final int wholeFrame;
    private final FrameWriter writer;
    private final PerBuffer<NativeFrame> sources;
    private @Nullable JpegReader jpeg;

    private Converter(PlaneLayout from, FrameWriter writer) {
        this.from = from;
        this.wholeFrame = from.bytesUsed();
        this.writer = writer;
        this.sources = new PerBuffer<>(buffer -> NativeFrame.wrap(buffer, from), NativeFrame::close);
    }

    public static Converter open(PlaneLayout from, PlaneLayout to) {
        boolean toJpeg = to.format().pixelFormat().isCompressed();
        return new Converter(from, toJpeg ? new JpegWriter(to) : new RawWriter(to));
    }

    /** Converts the {@code bytesUsed} bytes at the front of {@code source}; returns the bytes used in the target. */
    public int convert(ByteBuffer source, int bytesUsed, ByteBuffer target) {
        return writer.write(frameOf(source, bytesUsed), target);
    }

    /** As {@link #convert(ByteBuffer, int, ByteBuffer)}, for a whole raw frame. */
    public int convert(ByteBuffer source, ByteBuffer target) {
        return convert(source, source.capacity(), target);
    }

    private NativeFrame frameOf(ByteBuffer buffer, int bytesUsed) {
        if (from.format().pixelFormat().isCompressed()) {
            if (jpeg == null) {
                jpeg = new JpegReader();
            }
            return jpeg.decode(buffer, bytesUsed);
        }
        if (bytesUsed < wholeFrame) {
            throw new FfmpegException(
                    CoreError.INPUT_DECODING_FAILED,
                    "A frame of " + from.format() + " has " + bytesUsed + " bytes instead of " + wholeFrame);
        }
        return sources.of(buffer);
    }

    @Override
    public void close() {
        sources.close();
        if (jpeg != null) {
            jpeg.close();
        }
        writer.close();
    }

    /** Decodes one JPEG at a time. */
    private static final class JpegReader implements AutoCloseable {
        private final Decoder decoder = Decoder.jpeg();
        private final NativeFrame frame = new NativeFrame();

        NativeFrame decode(ByteBuffer buffer, int bytesUsed) {
            frame.clear();
            AVPacket packet = frame.packet();
            packet.data(new BytePointer(buffer)).size(bytesUsed);
            decoder.send(packet);
            packet.data(null).size(0);
            if (decoder.receive(frame) != Decoder.Outcome.FRAME) {
                throw new FfmpegException(CoreError.INPUT_DECODING_FAILED, bytesUsed + " bytes of a frame are no JPEG");
            }
            return frame;
        }

        @Override
        public void close() {
            frame.close();
            decoder.close();
        }
    }
}
