// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_move_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.github.vcam.error.CoreError;
import io.github.vcam.source.InputAccess;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Frames, or whole packets, of a file or URL. */
final class FileProducer implements FrameProducer {
    private static final double SECOND = 1e9;

    private final String input;
    private final PacketReader reader;
    private int openings;
    private Decoder decoder;
    private double tick;
    private final AVPacket packet;
    private final Video video;
    /** Those of the first frame, which may have to be passed. */
    private final Deque<AVPacket> first = new ArrayDeque<>();

    private boolean keepsFirst;
    private boolean passesPackets;
    private long damaged;
    private boolean drained;
    private long frames;
    private long total;

    private FileProducer(String input, PacketReader reader, Decoder decoder) {
        this.input = input;
        this.reader = reader;
        this.openings = reader.openings();
        this.decoder = decoder;
        this.tick = tick(reader.demuxer());
        this.video = reader.demuxer().video(decoder.pixelFormat());
        this.keepsFirst = video.jpeg();
        this.packet = av_packet_alloc();
    }

    private static double tick(Demuxer demuxer) {
        return SECOND * demuxer.timeBase().num() / demuxer.timeBase().den();
    }

    static FileProducer open(String input, InputAccess access) {
        PacketReader reader = PacketReader.open(input, access);
        try {
            Decoder decoder = Decoder.open(reader.demuxer().parameters(), input);
            try {
                return new FileProducer(input, reader, decoder);
            } catch (RuntimeException e) {
                decoder.close();
                throw e;
            }
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    @Override
    public void passPackets() {
        passesPackets = true;
        frames = 0;
        decoder.flush();
    }

    @Override
    public Video video() {
        return video;
    }

    @Override
    public boolean produce(NativeFrame into) {
        into.clear();
        boolean produced = passesPackets ? pass(into) : decode(into);
        if (produced) {
            frames++;
            total++;
        } else if (total == 0) {
            throw new FfmpegException(CoreError.INPUT_DECODING_FAILED, "No frame of " + input + " could be decoded");
        }
        return produced;
    }

    private boolean pass(NativeFrame into) {
        while (read(into.packet())) {
            stamp(into, into.packet().pts(), into.packet().duration());
            if (!JpegSize.isOther(
                    into.packet(), video.size().width(), video.size().height())) {
                return true;
            }
            decoder.send(into.packet());
            av_packet_unref(into.packet());
            if (decoder.receive(into) == Decoder.Outcome.FRAME) {
                return true;
            }
        }
        return false;
    }

    private boolean read(AVPacket into) {
        AVPacket kept = first.poll();
        if (kept == null) {
            return readOn(into);
        }
        av_packet_move_ref(into, kept);
        av_packet_free(kept);
        return true;
    }

    /** The next packet; one of an input that was away has a decoder of its own. */
    private boolean readOn(AVPacket into) {
        boolean found = reader.read(into);
        if (found && reader.openings() != openings) {
            openings = reader.openings();
            Decoder anew = Decoder.open(reader.demuxer().parameters(), input);
            damaged += decoder.damaged();
            decoder.close();
            decoder = anew;
            tick = tick(reader.demuxer());
        }
        return found;
    }

    private boolean decode(NativeFrame into) {
        while (true) {
            switch (decoder.receive(into)) {
                case FRAME -> {
                    stamp(
                            into,
                            into.frame().best_effort_timestamp(),
                            into.frame().duration());
                    keepsFirst = false;
                    return true;
                }
                case END -> {
                    return false;
                }
                case NEEDS_PACKET -> feed();
            }
        }
    }

    private void feed() {
        if (drained) {
            return;
        }
        if (readOn(packet)) {
            decoder.send(packet);
            if (keepsFirst) {
                first.add(av_packet_clone(packet));
            }
            av_packet_unref(packet);
        } else {
            drained = true;
            decoder.send(null);
        }
    }

    private void stamp(NativeFrame frame, long pts, long duration) {
        frame.stamp(
                pts == AV_NOPTS_VALUE ? video.rate().nanosAt(frames) : Math.round(pts * tick),
                Math.round(duration * tick));
    }

    @Override
    public void cancel() {
        reader.cancel();
    }

    @Override
    public void rewind() {
        forgetFirst();
        reader.rewind();
        decoder.flush();
        drained = false;
        frames = 0;
    }

    private void forgetFirst() {
        for (AVPacket kept = first.poll(); kept != null; kept = first.poll()) {
            av_packet_free(kept);
        }
        keepsFirst = false;
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (reader.isTruncated()) {
            warnings.add(input + " is truncated: it ends early, the frames before that were used ["
                    + CoreError.INPUT_TRUNCATED.id() + "]");
        }
        long lost = damaged + decoder.damaged();
        if (lost > 0) {
            warnings.add(lost + " packets of " + input + " could not be decoded ["
                    + CoreError.INPUT_DECODING_FAILED.id() + "]");
        }
        return warnings;
    }

    @Override
    public void close() {
        forgetFirst();
        av_packet_free(packet);
        decoder.close();
        reader.close();
    }
}
