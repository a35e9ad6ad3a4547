// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.ErrorId;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** Takes the packets of the best video stream out of a file or URL. For one thread. */
final class Demuxer implements AutoCloseable {
    private static final FrameRate USUAL = FrameRate.of(25);
    private static final int ENOENT = -2;

    private final String input;
    private final AVFormatContext context;
    private final AVStream stream;
    private final long promised;
    private long packets;
    private boolean truncated;

    private Demuxer(String input, AVFormatContext context, AVStream stream) {
        this.input = input;
        this.context = context;
        this.stream = stream;
        this.promised = stream.nb_frames();
    }

    /** Opens an input; fails with one of the INPUT ids. */
    static Demuxer open(String input) {
        Ffmpeg.load();
        InputFile.of(input).ifPresent(InputFile::check);
        FfmpegLog.takeFirstError();
        AVFormatContext context = new AVFormatContext(null);
        int result = avformat_open_input(context, InputFile.place(input), null, (AVDictionary) null);
        if (result < 0) {
            throw unreadable(input, result);
        }
        try {
            // plain text would be shown as the picture of a terminal
            if (Ffmpeg.text(context.iformat().name()).equals("tty")) {
                throw new FfmpegException(CoreError.INPUT_UNREADABLE, input + " is plain text");
            }
            result = avformat_find_stream_info(context, (AVDictionary) null);
            if (result < 0) {
                throw unreadable(input, result);
            }
            int index = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
            boolean cover = index >= 0 && (context.streams(index).disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
            if (index < 0 || cover) {
                throw new FfmpegException(CoreError.INPUT_WITHOUT_VIDEO, input + " has no video stream");
            }
            return new Demuxer(input, context, context.streams(index));
        } catch (RuntimeException e) {
            avformat_close_input(context);
            throw e;
        }
    }

    private static FfmpegException unreadable(String input, int error) {
        ErrorId code = error == ENOENT ? CoreError.INPUT_MISSING : CoreError.INPUT_UNREADABLE;
        String detail = FfmpegLog.takeFirstError();
        String words = Ffmpeg.words(error) + (detail.isEmpty() ? "" : " (" + detail + ")");
        return new FfmpegException(code, "Opening " + input + ": " + words);
    }

    AVCodecParameters parameters() {
        return stream.codecpar();
    }

    AVRational timeBase() {
        return stream.time_base();
    }

    FrameProducer.Video video(int pixelFormat) {
        AVCodecParameters parameters = stream.codecpar();
        if (parameters.width() < 1 || parameters.height() < 1) {
            throw new FfmpegException(CoreError.INPUT_DECODING_FAILED, input + " has video of unknown size");
        }
        FrameSize size = new FrameSize(parameters.width(), parameters.height());
        String format = Ffmpeg.text(context.iformat().name());
        boolean still = format.equals("image2") || format.endsWith("_pipe");
        boolean jpeg = parameters.codec_id() == AV_CODEC_ID_MJPEG;
        FrameRate rate = rate();
        double average = perSecond(stream.avg_frame_rate());
        boolean steady = average <= 0 || Math.abs(average / rate.perSecond() - 1) < 0.02;
        return new FrameProducer.Video(size, pixelFormat, rate, jpeg, still, steady);
    }

    private FrameRate rate() {
        AVRational guess = av_guess_frame_rate(context, stream, null);
        double perSecond = perSecond(guess);
        return perSecond > 0 && perSecond <= 1000 ? new FrameRate(guess.num(), guess.den()) : USUAL;
    }

    private static double perSecond(AVRational rational) {
        return rational.den() == 0 ? 0 : (double) rational.num() / rational.den();
    }

    /** Reads the stream's next packet; false at the end, even if the file ends too early. */
    boolean read(AVPacket packet) {
        while (true) {
            int result = av_read_frame(context, packet);
            if (result < 0) {
                truncated |= result != AVERROR_EOF || (promised > 0 && packets < promised);
                return false;
            }
            if (packet.stream_index() == stream.index()) {
                packets++;
                truncated |= (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0;
                return true;
            }
            av_packet_unref(packet);
        }
    }

    /** Whether the file ended before its promise, as far as it was read. */
    boolean isTruncated() {
        return truncated;
    }

    void seekToStart() {
        long start = Math.min(0, stream.start_time());
        int result = av_seek_frame(context, stream.index(), start, AVSEEK_FLAG_BACKWARD);
        Ffmpeg.check(result, CoreError.INPUT_DECODING_FAILED, "Going back to the start of " + input);
        packets = 0;
    }

    @Override
    public void close() {
        avformat_close_input(context);
    }
}
