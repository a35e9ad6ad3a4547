// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.github.vcam.error.CoreError;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Frames, or whole packets, of a file or URL. */
final class FileProducer implements FrameProducer {
    private static final double SECOND = 1e9;

    private final String input;
    private final Demuxer demuxer;
    private final Decoder decoder;
    private final AVPacket packet;
    private final double tick;
    private final Video video;
    private boolean passesPackets;
    private boolean drained;
    private long frames;
    private long total;

    private FileProducer(String input, Demuxer demuxer, Decoder decoder) {
        this.input = input;
        this.demuxer = demuxer;
        this.decoder = decoder;
        this.tick = SECOND * demuxer.timeBase().num() / demuxer.timeBase().den();
        this.video = demuxer.video(decoder.pixelFormat());
        this.packet = av_packet_alloc();
    }

    static FileProducer open(String input) {
        Demuxer demuxer = Demuxer.open(input);
        try {
            Decoder decoder = Decoder.open(demuxer.parameters(), input);
            try {
                return new FileProducer(input, demuxer, decoder);
            } catch (RuntimeException e) {
                decoder.close();
                throw e;
            }
        } catch (RuntimeException e) {
            demuxer.close();
            throw e;
        }
    }

    /** From now on gives packets as they are, undecoded. */
    void passPackets() {
        passesPackets = true;
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
        boolean read = demuxer.read(into.packet());
        if (read) {
            into.place(0, 0, nanos(into.packet().pts()));
        }
        return read;
    }

    private boolean decode(NativeFrame into) {
        while (true) {
            switch (decoder.receive(into)) {
                case FRAME -> {
                    into.place(0, 0, nanos(into.frame().best_effort_timestamp()));
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
        if (demuxer.read(packet)) {
            decoder.send(packet);
            av_packet_unref(packet);
        } else {
            drained = true;
            decoder.send(null);
        }
    }

    private long nanos(long pts) {
        return pts == AV_NOPTS_VALUE ? video.rate().nanosAt(frames) : Math.round(pts * tick);
    }

    @Override
    public void rewind() {
        demuxer.seekToStart();
        decoder.flush();
        drained = false;
        frames = 0;
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (demuxer.isTruncated()) {
            warnings.add(input + " is truncated: it ends early, the frames before that were used ["
                    + CoreError.INPUT_TRUNCATED.id() + "]");
        }
        if (decoder.damaged() > 0) {
            warnings.add(decoder.damaged() + " packets of " + input + " could not be decoded ["
                    + CoreError.INPUT_DECODING_FAILED.id() + "]");
        }
        return warnings;
    }

    @Override
    public void close() {
        av_packet_free(packet);
        decoder.close();
        demuxer.close();
    }
}
