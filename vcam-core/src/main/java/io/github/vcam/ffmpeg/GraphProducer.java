// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_format;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame_rate;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_h;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_time_base;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_w;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_get_by_name;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_create_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse_ptr;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_strdup;

import io.github.vcam.error.CoreError;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import java.util.List;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/** Frames out of a filter graph without input, as "testsrc2=size=320x240:rate=30". */
final class GraphProducer implements FrameProducer {
    private static final double SECOND = 1e9;

    private final String description;
    private final String running;
    private Graph graph;
    private final Video video;
    private final double tick;
    private long frames;

    /** A configured graph and the sink at its end, which the graph owns. */
    private record Graph(AVFilterGraph graph, AVFilterContext sink) {}

    private GraphProducer(String description, Graph graph) {
        this.description = description;
        this.running = "Running the filter graph \"" + description + "\"";
        this.graph = graph;
        AVRational rate = av_buffersink_get_frame_rate(graph.sink());
        AVRational base = av_buffersink_get_time_base(graph.sink());
        this.tick = SECOND * base.num() / base.den();
        boolean steady = rate.num() > 0 && rate.den() > 0;
        this.video = new Video(
                new FrameSize(av_buffersink_get_w(graph.sink()), av_buffersink_get_h(graph.sink())),
                av_buffersink_get_format(graph.sink()),
                steady ? new FrameRate(rate.num(), rate.den()) : FrameRate.of(25),
                false,
                false,
                steady);
    }

    static GraphProducer open(String description) {
        Ffmpeg.load();
        Graph graph = build(description);
        try {
            return new GraphProducer(description, graph);
        } catch (RuntimeException e) {
            avfilter_graph_free(graph.graph());
            throw e;
        }
    }

    private static Graph build(String description) {
        FfmpegLog.takeFirstError();
        AVFilterGraph graph = avfilter_graph_alloc();
        AVFilterContext sink = new AVFilterContext(null);
        AVFilterInOut end = new AVFilterInOut(null);
        try (BytePointer name = new BytePointer("out")) {
            check(
                    avfilter_graph_create_filter(sink, avfilter_get_by_name("buffersink"), "out", null, null, graph),
                    description);
            end = avfilter_inout_alloc();
            end.name(av_strdup(name)).filter_ctx(sink).pad_idx(0).next(null);
            AVFilterInOut start = new AVFilterInOut(null);
            check(avfilter_graph_parse_ptr(graph, description, end, start, null), description);
            check(avfilter_graph_config(graph, null), description);
            return new Graph(graph, sink);
        } catch (RuntimeException e) {
            avfilter_graph_free(graph);
            throw e;
        } finally {
            avfilter_inout_free(end);
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

    @Override
    public Video video() {
        return video;
    }

    @Override
    public boolean produce(NativeFrame into) {
        into.clear();
        int result = av_buffersink_get_frame(graph.sink(), into.frame());
        if (result == AVERROR_EOF) {
            return false;
        }
        Ffmpeg.check(result, CoreError.INPUT_DECODING_FAILED, running);
        long pts = into.frame().pts();
        long nanos = pts == AV_NOPTS_VALUE ? video.rate().nanosAt(frames) : Math.round(pts * tick);
        into.place(0, 0, nanos);
        frames++;
        return true;
    }

    @Override
    public void rewind() {
        avfilter_graph_free(graph.graph());
        graph = build(description);
        frames = 0;
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public void close() {
        avfilter_graph_free(graph.graph());
    }
}
