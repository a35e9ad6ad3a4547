// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_NOTIMESTAMPS;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_sample_aspect_ratio;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.ErrorId;
import io.github.vcam.error.InvalidValueException;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.source.InputAccess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** Takes the packets of the best video stream out of a file or URL. For one thread. */
final class Demuxer implements AutoCloseable {
    private static final FrameRate USUAL = FrameRate.of(25);
    private static final int ENOENT = -2;

    private static final Pattern LIVE_URLS = Pattern.compile("(?:rtsps?|rtmps?|s?rtp|udp|srt)(?:\\+\\w+)?:");
    /** Whatever a file is called, a percent sign in its name is one. */
    private static final Map<String, String> ONE_FILE = Map.of("pattern_type", "none");

    /** Cameras that send JPEG after JPEG by HTTP. */
    private static final Set<String> LIVE_FORMATS = Set.of("mpjpeg");

    /** A rate that an average so near to it confirms. */
    private static final double EVEN = 0.02;
    /** Frames per second that programs bear from a camera; beyond them a claim is a clock's, as WebM's 1000. */
    private static final int HIGHEST = 120;

    private static final int HIGHEST_EVEN = 300;
    private static final int LOWEST = 1;
    /** For what changes less than once in a second. */
    private static final int SLOW = 5;

    private final String input;
    private final boolean series;
    /** Of what is not a file: it may never come. */
    private final @Nullable InputWait wait;

    private final @Nullable PipeInput pipe;
    private @Nullable PipeBytes bytes;
    private final @Nullable Boolean live;
    private final AVFormatContext context;
    private final AVStream stream;
    private final long promised;
    private long packets;
    private long reached;
    private boolean truncated;

    private Demuxer(
            String input,
            AVFormatContext context,
            AVStream stream,
            boolean series,
            @Nullable Boolean live,
            @Nullable InputWait wait,
            @Nullable PipeBytes bytes,
            @Nullable PipeInput pipe) {
        this.wait = wait;
        this.bytes = bytes;
        this.pipe = pipe;
        this.live = live;
        this.input = input;
        this.series = series;
        this.context = context;
        this.stream = stream;
        this.promised = stream.nb_frames();
    }

    /**
     * Opens an input; fails with one of the INPUT ids.
     *
     * @param wait null for a file
     */
    static Demuxer open(String input, InputAccess access, @Nullable InputWait wait) {
        Ffmpeg.load();
        Optional<Path> file = InputFile.of(input);
        file.ifPresent(InputFile::check);
        PipeBytes bytes = wait != null && file.isPresent() ? PipeBytes.open(file.get(), wait) : null;
        return open(input, access, wait, bytes);
    }

    /**
     * The same for bytes that are there, if they are a pipe's.
     *
     * @param bytes are its own from then on, also when it fails
     */
    private static Demuxer open(String input, InputAccess access, @Nullable InputWait wait, @Nullable PipeBytes bytes) {
        FfmpegLog.takeFirstError();
        if (wait != null) {
            wait.begin();
        }
        PipeInput pipe = bytes == null ? null : new PipeInput(bytes);
        try {
            return open(input, access, InputFile.of(input), wait, bytes, pipe);
        } catch (RuntimeException e) {
            close(pipe, bytes);
            throw e;
        }
    }

    private static void close(@Nullable PipeInput pipe, @Nullable PipeBytes bytes) {
        if (pipe != null) {
            pipe.close();
        }
        if (bytes != null) {
            bytes.close();
        }
    }

    private static Demuxer open(
            String input,
            InputAccess access,
            Optional<Path> file,
            @Nullable InputWait wait,
            @Nullable PipeBytes bytes,
            @Nullable PipeInput pipe) {
        AVFormatContext context = avformat_alloc_context();
        if (wait != null) {
            wait.guard(context);
        }
        if (pipe != null) {
            pipe.feed(context);
        }
        Optional<PictureSeries> series = file.flatMap(PictureSeries::of);
        int result = openInput(context, input, series, access.options()); // which frees the context when it fails
        if (result < 0) {
            throw unreadable(input, result, wait);
        }
        try {
            // plain text would be shown as the picture of a terminal
            if (Ffmpeg.text(context.iformat().name()).equals("tty")) {
                throw new FfmpegException(CoreError.INPUT_UNREADABLE, input + " is plain text");
            }
            result = avformat_find_stream_info(context, (AVDictionary) null);
            if (result < 0) {
                throw unreadable(input, result, wait);
            }
            int index = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
            boolean cover = index >= 0 && (context.streams(index).disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
            if (index < 0 || cover) {
                throw new FfmpegException(CoreError.INPUT_WITHOUT_VIDEO, input + " has no video stream");
            }
            return new Demuxer(
                    input, context, context.streams(index), series.isPresent(), access.live(), wait, bytes, pipe);
        } catch (RuntimeException e) {
            avformat_close_input(context);
            throw e;
        }
    }

    private static int openInput(
            AVFormatContext context, String input, Optional<PictureSeries> series, Map<String, String> given) {
        AVDictionary options = new AVDictionary(null);
        series.map(PictureSeries::options)
                .orElse(ONE_FILE)
                .forEach((key, value) -> av_dict_set(options, key, value, 0));
        given.forEach((key, value) -> av_dict_set(options, key, value, 0));
        AVInputFormat format = series.isPresent() ? av_find_input_format("image2") : null;
        String name = series.map(PictureSeries::place).orElseGet(() -> InputFile.place(input));
        try (BytePointer place = new BytePointer(name, StandardCharsets.UTF_8)) {
            int result = avformat_open_input(context, place, format, options);
            if (result >= 0) {
                requireTaken(context, options, given.keySet());
            }
            return result;
        } finally {
            av_dict_free(options);
        }
    }

    /** What FFmpeg took it has removed. */
    private static void requireTaken(AVFormatContext context, AVDictionary left, Set<String> given) {
        for (String key : given) {
            if (av_dict_get(left, key, null, 0) != null) {
                avformat_close_input(context);
                throw InvalidValueException.of("input_options", "This input has no option \"" + key + "\"");
            }
        }
    }

    private static FfmpegException unreadable(String input, int error, @Nullable InputWait wait) {
        if (wait != null && wait.isOver()) {
            return silent(input, wait);
        }
        ErrorId code = error == ENOENT ? CoreError.INPUT_MISSING : CoreError.INPUT_UNREADABLE;
        String detail = FfmpegLog.takeFirstError();
        String words = Ffmpeg.words(error) + (detail.isEmpty() ? "" : " (" + detail + ")");
        return new FfmpegException(code, "Opening " + input + ": " + words);
    }

    private static FfmpegException silent(String input, InputWait wait) {
        return new FfmpegException(
                CoreError.INPUT_SILENT,
                "Reading " + input + ": nothing came for " + wait.patience().toMillis() / 1e3 + " s");
    }

    AVCodecParameters parameters() {
        return stream.codecpar();
    }

    AVStream stream() {
        return stream;
    }

    private String format() {
        return Ffmpeg.text(context.iformat().name());
    }

    /** How long a frame is shown, usually. */
    double periodSeconds() {
        double claim = perSecond(av_guess_frame_rate(context, stream, null));
        return claim > 0 ? 1 / claim : 1 / USUAL.perSecond();
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
        String format = format();
        boolean still = !series && (format.equals("image2") || format.endsWith("_pipe"));
        boolean jpeg = parameters.codec_id() == AV_CODEC_ID_MJPEG;
        AVRational guess = av_guess_frame_rate(context, stream, null);
        double average = perSecond(stream.avg_frame_rate());
        boolean steady = average <= 0 || Math.abs(average / perSecond(guess) - 1) < EVEN;
        AVRational aspect = av_guess_sample_aspect_ratio(context, stream, null);
        double pixelAspect = perSecond(aspect) > 0 ? perSecond(aspect) : 1;
        return new FrameProducer.Video(
                size, pixelFormat, rate(guess, average), jpeg, still, isLive(), steady, pixelAspect);
    }

    /** Whether frames come when they are made, so that what is late stays late; files from a server are none of that. */
    boolean isLive() {
        if (live != null) {
            return live;
        }
        boolean endless = LIVE_FORMATS.contains(format()) && stream.duration() <= 0;
        return LIVE_URLS.matcher(input).lookingAt() || (wait != null && endless);
    }

    /** The rate that the file claims, if that is one that cameras have, else its average in whole frames. */
    private static FrameRate rate(AVRational claim, double average) {
        double claimed = perSecond(claim);
        if (claimed >= LOWEST && (claimed <= HIGHEST || (claimed <= HIGHEST_EVEN && average > claimed * (1 - EVEN)))) {
            return new FrameRate(claim.num(), claim.den());
        }
        if (average >= LOWEST && average <= HIGHEST) {
            return FrameRate.of((int) Math.max(1, Math.round(average)));
        }
        return claimed > 0 && claimed < LOWEST ? FrameRate.of(SLOW) : USUAL;
    }

    private static double perSecond(AVRational rational) {
        return rational.den() == 0 ? 0 : (double) rational.num() / rational.den();
    }

    /** Reads the stream's next packet; false at the end, even if the file ends too early. */
    boolean read(AVPacket packet) {
        while (true) {
            if (wait != null && pipe != null) {
                wait.beginEndless(); // whoever has it open may take their time
            } else if (wait != null) {
                wait.begin();
            }
            int result = av_read_frame(context, packet);
            if (result < 0 && wait != null && wait.isOver()) {
                throw silent(input, wait);
            }
            if (result < 0) {
                truncated |= result != AVERROR_EOF || endsEarly();
                return false;
            }
            if (packet.stream_index() == stream.index()) {
                packets++;
                long time = packet.dts() == AV_NOPTS_VALUE ? packet.pts() : packet.dts();
                reached = time == AV_NOPTS_VALUE ? reached : Math.max(reached, time + 2 * packet.duration());
                truncated |= (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0;
                return true;
            }
            av_packet_unref(packet);
        }
    }

    /** Fewer packets than promised, and not because some are empty, as dropped frames in an AVI are. */
    private boolean endsEarly() {
        long begin = stream.start_time() == AV_NOPTS_VALUE ? 0 : stream.start_time();
        boolean reachesItsEnd = stream.duration() > 0 && reached >= begin + stream.duration();
        return promised > 0 && packets < promised && !reachesItsEnd;
    }

    /** Whether the file ended before its promise, as far as it was read. */
    boolean isTruncated() {
        return truncated;
    }

    /** Whether its bytes come once, by themselves. */
    boolean isPipe() {
        return pipe != null;
    }

    /** After its end: what reads the next part of the pipe, if there is one, in place of this. Fails with one of the INPUT ids. */
    Optional<Demuxer> nextPart(InputAccess access) {
        PipeBytes rest = bytes;
        if (rest == null || !rest.nextPart()) {
            return Optional.empty();
        }
        bytes = null;
        return Optional.of(open(input, access, wait, rest));
    }

    /** Whether it reads from the start again; else it has to be opened again. */
    boolean seekToStart() {
        long start = Math.min(0, stream.start_time());
        if (wait != null) {
            wait.begin();
        }
        packets = 0;
        reached = 0;
        boolean timed = pipe == null && (context.iformat().flags() & AVFMT_NOTIMESTAMPS) == 0;
        return timed && isSeekable() && av_seek_frame(context, stream.index(), start, AVSEEK_FLAG_BACKWARD) >= 0;
    }

    /** Servers may give a file from its begin alone, which FFmpeg finds out when it is too late. */
    private boolean isSeekable() {
        AVIOContext io = context.pb();
        return io == null || io.seekable() != 0;
    }

    @Override
    public void close() {
        avformat_close_input(context);
        close(pipe, bytes);
    }
}
