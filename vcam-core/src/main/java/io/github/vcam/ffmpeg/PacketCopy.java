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
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/**
 * An input's video as a stream of bytes that another program plays from a pipe: Matroska, with the input's own packets. An
 * input that comes back after it was away goes on in the same stream. For one thread.
 */
public final class PacketCopy implements AutoCloseable {
    private static final String CONTAINER = "matroska";

    private final String input;
    private final InputOpener opener;
    private final AVPacket packet = av_packet_alloc();
    private Demuxer demuxer;
    /** What is added to the input's times, in its time base; null where its first packet is still to come. */
    private @Nullable Long shift;

    private long last = AV_NOPTS_VALUE;

    private PacketCopy(String input, InputOpener opener) {
        this.input = input;
        this.opener = opener;
        this.demuxer = opener.open();
    }

    /** Opens the input; fails with one of the INPUT ids. */
    public static PacketCopy open(String input, InputAccess access) {
        return new PacketCopy(input, new InputOpener(input, access));
    }

    /** Whether frames come when they are made, see {@link InputAccess#live}. */
    public boolean isLive() {
        return demuxer.isLive();
    }

    /**
     * Copies until the input's end, or until the thread is interrupted or nobody reads the stream any more.
     *
     * @throws io.github.vcam.error.VcamException INPUT_SILENT; INPUT_UNREADABLE for what the container cannot carry
     */
    public void writeTo(OutputStream target) {
        AVFormatContext context = new AVFormatContext(null);
        avformat_alloc_output_context2(context, null, CONTAINER, null);
        try (StreamOutput output = new StreamOutput(target)) {
            context.pb(output.io());
            AVStream stream = begin(context);
            boolean goesOn = true;
            while (goesOn && read()) {
                move(stream);
                goesOn = av_write_frame(context, packet) >= 0 && !output.isBroken();
                av_packet_unref(packet);
            }
            av_write_trailer(context);
        } finally {
            avformat_free_context(context);
        }
    }

    private AVStream begin(AVFormatContext context) {
        AVStream source = demuxer.stream();
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

    private boolean read() {
        try {
            if (demuxer.read(packet)) {
                return true;
            }
        } catch (FfmpegException e) {
            if (!reconnect()) {
                throw e;
            }
            return demuxer.read(packet);
        }
        return reconnect() && demuxer.read(packet);
    }

    /** Whether the same is there again; what is another stream now cannot follow in this one. */
    private boolean reconnect() {
        if (!demuxer.isLive() && !demuxer.isPipe()) {
            return false;
        }
        Optional<Demuxer> again = opener.openAgain();
        if (again.isEmpty()) {
            return false;
        }
        AVCodecParameters before = demuxer.parameters();
        AVCodecParameters now = again.get().parameters();
        boolean same =
                before.codec_id() == now.codec_id() && before.width() == now.width() && before.height() == now.height();
        if (!same) {
            again.get().close();
            throw new FfmpegException(
                    CoreError.INPUT_UNREADABLE, input + " came back as a video of another codec or size");
        }
        demuxer.close();
        demuxer = again.get();
        shift = null;
        return true;
    }

    /** Puts the packet where its times follow those before. */
    private void move(AVStream stream) {
        AVRational from = demuxer.timeBase();
        packet.stream_index(0);
        packet.pos(-1);
        av_packet_rescale_ts(packet, from, stream.time_base());
        long time = packet.dts() == AV_NOPTS_VALUE ? packet.pts() : packet.dts();
        long period = Math.max(
                1,
                Math.round(demuxer.periodSeconds()
                        * stream.time_base().den()
                        / stream.time_base().num()));
        if (time == AV_NOPTS_VALUE) {
            time = last == AV_NOPTS_VALUE ? 0 : last + period;
            packet.pts(time);
            packet.dts(time);
            last = time;
            return;
        }
        Long known = shift;
        if (known == null) {
            known = last == AV_NOPTS_VALUE ? 0 : last + period - time;
            shift = known;
        }
        packet.pts(packet.pts() == AV_NOPTS_VALUE ? time + known : packet.pts() + known);
        packet.dts(Math.max(time + known, last == AV_NOPTS_VALUE ? Long.MIN_VALUE + 1 : last + 1));
        last = packet.dts();
    }

    @Override
    public void close() {
        av_packet_free(packet);
        demuxer.close();
    }
}
