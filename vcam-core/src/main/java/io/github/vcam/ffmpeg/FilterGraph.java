// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_colorspace;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_format;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame_rate;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_h;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_time_base;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_w;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_add_frame;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_get_by_name;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_create_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse_ptr;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_strdup;

import io.github.vcam.error.CoreError;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import java.util.Optional;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** A configured graph of FFmpeg's filters with one output and at most one input. For one thread. */
final class FilterGraph implements AutoCloseable {
    private static final double SECOND = 1e9;
    /** Of what goes in. */
    private static final int TICKS = 1_000_000;

    private static final long NANOS_PER_TICK = 1_000;

    private final String description;
    private final AVFilterGraph graph;
    private final @Nullable AVFilterContext source;
    private final AVFilterContext sink;
    private final double tick;
    private boolean ended;

    private FilterGraph(
            String description, AVFilterGraph graph, @Nullable AVFilterContext source, AVFilterContext sink) {
        this.description = description;
        this.graph = graph;
        this.source = source;
        this.sink = sink;
        AVRational base = av_buffersink_get_time_base(sink);
        this.tick = SECOND * base.num() / base.den();
    }

    /** A graph without input, as "testsrc2=size=320x240". Fails with INPUT_GRAPH_INVALID. */
    static FilterGraph making(String description) {
        return build(description, null);
    }

    /** A graph for frames like this one. Fails with INPUT_GRAPH_INVALID. */
    static FilterGraph changing(PictureKind kind, FrameRate rate, String description) {
        String input = String.format(
                "video_size=%dx%d:pix_fmt=%d:time_base=1/%d:pixel_aspect=1/1:frame_rate=%d/%d:colorspace=%d:range=%d:alpha_mode=%d",
                kind.width(),
                kind.height(),
                kind.format(),
                TICKS,
                rate.numerator(),
                rate.denominator(),
                kind.matrix(),
                kind.range(),
                kind.alphaMode());
        return build(description, input);
    }

    private static FilterGraph build(String description, @Nullable String input) {
        Ffmpeg.load();
        FfmpegLog.takeFirstError();
        AVFilterGraph graph = avfilter_graph_alloc();
        AVFilterInOut end = new AVFilterInOut(null);
        AVFilterInOut begin = new AVFilterInOut(null);
        try {
            AVFilterContext sink = add(graph, "buffersink", "out", null, description);
            end = open("out", sink);
            AVFilterContext source = null;
            if (input != null) {
                source = add(graph, "buffer", "in", input, description);
                begin = open("in", source);
            }
            check(avfilter_graph_parse_ptr(graph, description, end, begin, null), description);
            check(avfilter_graph_config(graph, null), description);
            return new FilterGraph(description, graph, source, sink);
        } catch (RuntimeException e) {
            avfilter_graph_free(graph);
            throw e;
        } finally {
            avfilter_inout_free(end);
            avfilter_inout_free(begin);
        }
    }

    private static AVFilterContext add(
            AVFilterGraph graph, String filter, String name, @Nullable String arguments, String description) {
        AVFilterContext made = new AVFilterContext(null);
        check(
                avfilter_graph_create_filter(made, avfilter_get_by_name(filter), name, arguments, null, graph),
                description);
        return made;
    }

    private static AVFilterInOut open(String name, AVFilterContext filter) {
        try (BytePointer text = new BytePointer(name)) {
            return avfilter_inout_alloc()
                    .name(av_strdup(text))
                    .filter_ctx(filter)
                    .pad_idx(0)
                    .next(null);
        }
    }

    private static void check(int result, String description) {
        if (result < 0) {
            String detail = FfmpegLog.takeFirstError();
            throw new FfmpegException(
                    CoreError.INPUT_GRAPH_INVALID,
                    "The filter graph \"" + description + "\" cannot be built: " + Ffmpeg.words(result)
                            + (detail.isEmpty() ? "" : " (" + detail + ")"));
        }
    }

    /** Of what comes out. */
    FrameSize size() {
        return new FrameSize(av_buffersink_get_w(sink), av_buffersink_get_h(sink));
    }

    /** FFmpeg's number of the pixel format that comes out. */
    int format() {
        return av_buffersink_get_format(sink);
    }

    /** FFmpeg's number (AVCOL_SPC) of what comes out. */
    int matrix() {
        return av_buffersink_get_colorspace(sink);
    }

    /** Of what comes out, as far as the graph knows. */
    Optional<FrameRate> rate() {
        AVRational rate = av_buffersink_get_frame_rate(sink);
        return rate.num() > 0 && rate.den() > 0 && rate.num() / rate.den() <= FrameRate.HIGHEST
                ? Optional.of(new FrameRate(rate.num(), rate.den()))
                : Optional.empty();
    }

    /** Gives a frame in, whose content goes to the graph. */
    void send(NativeFrame frame) {
        AVFrame given = frame.frame();
        given.pts(frame.ptsNanos() / NANOS_PER_TICK).duration(frame.durationNanos() / NANOS_PER_TICK);
        require(av_buffersrc_add_frame(input(), given), "Giving a frame to");
    }

    /** There will be no more. */
    void end() {
        require(av_buffersrc_add_frame(input(), null), "Ending");
    }

    private AVFilterContext input() {
        if (source == null) {
            throw new IllegalStateException("\"" + description + "\" has no input");
        }
        return source;
    }

    /** What {@link #receive} found. */
    enum Outcome {
        FRAME,
        NEEDS_FRAME,
        END
    }

    /**
     * Takes a frame.
     *
     * @param unsaid when it is to be shown if the graph does not say, in nanoseconds
     */
    Outcome receive(NativeFrame into, long unsaid) {
        if (ended) {
            return Outcome.END;
        }
        int result = av_buffersink_get_frame(sink, into.frame());
        if (result == AVERROR_EOF) {
            ended = true;
            return Outcome.END;
        }
        if (result == AVERROR_EAGAIN()) {
            return Outcome.NEEDS_FRAME;
        }
        require(result, "Running");
        long pts = into.frame().pts();
        into.stamp(
                pts == AV_NOPTS_VALUE ? unsaid : Math.round(pts * tick),
                Math.round(into.frame().duration() * tick));
        return Outcome.FRAME;
    }

    private void require(int result, String what) {
        if (result < 0) {
            Ffmpeg.check(result, CoreError.INPUT_DECODING_FAILED, what + " the filter graph \"" + description + "\"");
        }
    }

    @Override
    public void close() {
        avfilter_graph_free(graph);
    }
}
