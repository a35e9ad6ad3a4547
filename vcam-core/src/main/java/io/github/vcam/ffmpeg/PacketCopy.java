// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.github.vcam.error.CoreError;
import io.github.vcam.source.InputAccess;
import java.io.OutputStream;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * An input's video as streams of bytes that another program plays from a pipe: Matroska, with the input's own packets. An input
 * that comes back after it was away goes on in the same stream, or in another one where it has another codec or size. For one
 * thread.
 */
public final class PacketCopy implements AutoCloseable {
    private static final String CONTAINER = "matroska";

    private final String input;
    private final PacketReader reader;
    private final boolean loop;
    private final AVPacket packet = av_packet_alloc();
    private int openings;
    /** Whether the packet that was read is for another stream. */
    private boolean waits;
    /** Whether its times are not those behind the packet before. */
    private boolean anew;
    /** What is added to the input's times, in ticks of the stream. */
    private long shift;

    private long latest = AV_NOPTS_VALUE;

    private PacketCopy(String input, PacketReader reader, boolean loop) {
        this.input = input;
        this.reader = reader;
        this.loop = loop;
        this.openings = reader.openings();
    }

    /**
     * Opens the input; fails with one of the INPUT ids.
     *
     * @param loop whether it begins again at its end
     */
    public static PacketCopy open(String input, InputAccess access, boolean loop) {
        if (loop) {
            InputFile.requireRepeatable(input);
        }
        return new PacketCopy(input, PacketReader.open(input, access), loop);
    }

    /** Whether frames come when they are made, see {@link InputAccess#live}. */
    public boolean isLive() {
        return reader.demuxer().isLive();
    }

    /**
     * Copies until the input's end, until it comes back with another codec or size, or until the thread is interrupted or nobody
     * reads the stream any more.
     *
     * @return whether the input goes on in another stream
     * @throws io.github.vcam.error.VcamException INPUT_SILENT; INPUT_UNREADABLE for what the container cannot carry
     */
    public boolean writeTo(OutputStream target) {
        AVFormatContext context = new AVFormatContext(null);
        avformat_alloc_output_context2(context, null, CONTAINER, null);
        try (StreamOutput output = new StreamOutput(target)) {
            context.pb(output.io());
            AVStream stream = begin(context);
            boolean goesOn = waits || reader.read(packet);
            waits = false;
            while (goesOn) {
                move(stream);
                av_write_frame(context, packet); // a packet that the container refuses is missing
                av_packet_unref(packet);
                goesOn = !output.isBroken() && readOn(stream.codecpar());
            }
            av_write_trailer(context);
        } finally {
            avformat_free_context(context);
        }
        return waits;
    }

    private AVStream begin(AVFormatContext context) {
        AVStream source = reader.demuxer().stream();
        AVStream stream = avformat_new_stream(context, null);
        avcodec_parameters_copy(stream.codecpar(), source.codecpar());
        stream.codecpar().codec_tag(0);
        stream.time_base(source.time_base());
        stream.avg_frame_rate(source.avg_frame_rate());
        stream.r_frame_rate(source.r_frame_rate());
        stream.sample_aspect_ratio(source.sample_aspect_ratio());
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "live", "1", 0);
        av_dict_set(options, "cluster_time_limit", "1", 0); // each packet goes out at once
        context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_FLUSH_PACKETS);
        int result = avformat_write_header(context, options);
        av_dict_free(options);
        if (result < 0) {
            throw new FfmpegException(
                    CoreError.INPUT_UNREADABLE,
                    "Handing " + input + " on as " + CONTAINER + ": " + Ffmpeg.words(result));
        }
        return stream;
    }

    /** Reads the next packet for the stream; false at the stream's end. */
    private boolean readOn(AVCodecParameters stream) {
        boolean found = reader.read(packet);
        if (!found && loop && !Thread.currentThread().isInterrupted()) {
            reader.rewind();
            anew = true;
            found = reader.read(packet);
        }
        if (found && reader.openings() != openings) {
            openings = reader.openings();
            anew = true;
            waits = isOther(stream);
        }
        return found && !waits;
    }

    private boolean isOther(AVCodecParameters before) {
        AVCodecParameters now = reader.demuxer().parameters();
        return before.codec_id() != now.codec_id() || before.width() != now.width() || before.height() != now.height();
    }

    /** Puts the packet where its times follow those before; a time that it has not got FFmpeg finds by the others. */
    private void move(AVStream stream) {
        AVRational tick = stream.time_base();
        av_packet_rescale_ts(packet, reader.demuxer().timeBase(), tick);
        packet.stream_index(0);
        packet.pos(-1);
        long time = packet.dts() == AV_NOPTS_VALUE ? packet.pts() : packet.dts();
        if (time == AV_NOPTS_VALUE) {
            packet.pts(next(tick));
            packet.dts(packet.pts());
        } else {
            shift = anew ? next(tick) - time : shift;
            packet.pts(shifted(packet.pts()));
            packet.dts(shifted(packet.dts()));
        }
        anew = false;
        latest = Math.max(latest, Math.max(packet.pts(), packet.dts())); // AV_NOPTS_VALUE is the least number
    }

    /** When the frame behind the last one is to be shown. */
    private long next(AVRational tick) {
        double period = reader.demuxer().periodSeconds() * tick.den() / tick.num();
        return latest == AV_NOPTS_VALUE ? 0 : latest + Math.max(1, Math.round(period));
    }

    private long shifted(long time) {
        return time == AV_NOPTS_VALUE ? time : time + shift;
    }

    @Override
    public void close() {
        av_packet_free(packet);
        reader.close();
    }
}
