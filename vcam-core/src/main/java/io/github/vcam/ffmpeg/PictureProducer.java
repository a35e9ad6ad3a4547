// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;

import io.github.vcam.error.CoreError;
import io.github.vcam.frame.Colours;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.Look;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * The frames of another producer, which it owns, as a viewer is to see them: upright, in square pixels, whole rows,
 * opaque, filtered as a user asks, and all of one shape. Frames that are right already go through untouched. For one
 * thread at a time.
 */
final class PictureProducer implements FrameProducer {
    private final FrameProducer inner;
    private final Look look;
    private final NativeFrame raw;
    private final Video video;
    private final Colours colours;
    private PictureKind kind;
    private final FrameSize shown;
    private @Nullable FrameSize target;
    private @Nullable FilterGraph graph;
    private boolean primed;
    private long frames;

    private PictureProducer(FrameProducer inner, Look look, NativeFrame raw) {
        this.inner = inner;
        this.look = look;
        this.raw = raw;
        PicturePlan.background(look); // what is wrong is said at once
        Video given = inner.video();
        if (!inner.produce(raw)) {
            throw new FfmpegException(CoreError.INPUT_DECODING_FAILED, "No frame could be decoded");
        }
        primed = true;
        AVFrame first = raw.frame();
        kind = PictureKind.of(first);
        List<String> filters = PicturePlan.filters(kind, given.pixelAspect(), look);
        if (filters.isEmpty()) {
            shown = new FrameSize(kind.width(), kind.height());
            video = given.as(shown, kind.format(), given.rate(), given.jpeg());
            colours = AvColours.of(first);
            return;
        }
        FilterGraph made = graphOf(filters);
        try {
            shown = made.size();
            video = given.as(shown, made.format(), rateOf(made), false);
            colours = AvColours.of(
                    made.format(),
                    shown.height(),
                    made.matrix(),
                    kind.hdr() ? AVCOL_PRI_BT709 : first.color_primaries(),
                    kind.hdr() ? AVCOL_TRC_BT709 : first.color_trc());
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
        graph = made;
    }

    /** A user's filter may change the rate. */
    private FrameRate rateOf(FilterGraph graph) {
        FrameRate given = inner.video().rate();
        return look.filter() == null ? given : graph.rate().orElse(given);
    }

    /** Takes a producer, also when it fails. Waits for the first frame. */
    static PictureProducer open(FrameProducer inner, Look look) {
        NativeFrame raw = new NativeFrame();
        try {
            return new PictureProducer(inner, look, raw);
        } catch (RuntimeException e) {
            raw.close();
            inner.close();
            throw e;
        }
    }

    @Override
    public Video video() {
        return video;
    }

    /** How the numbers of its frames stand for colours, where they are Y'CbCr. */
    Colours colours() {
        return colours;
    }

    /** Frames are to be of the shape of this size from now on; of the first one's where nobody says. */
    void shape(FrameSize size) {
        target = size;
        if (!PicturePlan.fitting(shown, size, look).isEmpty()) {
            adapt(kind);
        }
    }

    @Override
    public boolean produce(NativeFrame into) {
        boolean produced = (graph == null && !primed) ? pass(into) : filter(into);
        frames += produced ? 1 : 0;
        return produced;
    }

    /** A frame straight from the producer, unless it turns out to be of another kind. */
    private boolean pass(NativeFrame into) {
        if (!inner.produce(into)) {
            return false;
        }
        if (into.packet().size() > 0 || kind.fits(into.frame())) {
            return true;
        }
        into.moveTo(raw);
        primed = true;
        return filter(into);
    }

    private boolean filter(NativeFrame into) {
        into.clear();
        while (true) {
            FilterGraph running = graph;
            FilterGraph.Outcome outcome = running == null
                    ? FilterGraph.Outcome.NEEDS_FRAME
                    : running.receive(into, video.rate().nanosAt(frames));
            if (outcome == FilterGraph.Outcome.FRAME) {
                return true;
            }
            if (outcome == FilterGraph.Outcome.END) {
                if (!primed) {
                    return false;
                }
                adapt(PictureKind.of(raw.frame())); // the last frame of the old kind is out
            } else if (!primed && !inner.produce(raw)) {
                if (running == null) {
                    return false;
                }
                running.end();
            } else if (offer(running, into)) {
                return true;
            }
        }
    }

    /** Gives the raw frame to the graph, once that is for its kind; true when it needs none and is the next frame. */
    private boolean offer(@Nullable FilterGraph running, NativeFrame into) {
        boolean fits = raw.packet().size() > 0 || kind.fits(raw.frame());
        primed = !fits;
        if (raw.packet().size() > 0 || (fits && running == null)) {
            raw.moveTo(into);
            return true;
        }
        if (running == null) {
            adapt(PictureKind.of(raw.frame()));
        } else if (fits) {
            running.send(raw);
        } else {
            running.end();
        }
        return false;
    }

    private void adapt(PictureKind next) {
        close(graph);
        graph = null;
        kind = next;
        FrameSize to = target == null ? shown : target;
        List<String> filters =
                new ArrayList<>(PicturePlan.filters(kind, inner.video().pixelAspect(), look));
        FilterGraph made = filters.isEmpty() ? null : graphOf(filters);
        FrameSize from = made == null ? new FrameSize(kind.width(), kind.height()) : made.size();
        List<String> fitting = PicturePlan.fitting(from, to, look);
        if (!fitting.isEmpty()) {
            close(made);
            filters.addAll(fitting);
            made = graphOf(filters);
        }
        graph = made;
    }

    private FilterGraph graphOf(List<String> filters) {
        return FilterGraph.changing(kind, inner.video().rate(), String.join(",", filters));
    }

    private static void close(@Nullable FilterGraph graph) {
        if (graph != null) {
            graph.close();
        }
    }

    @Override
    public void passPackets() {
        inner.passPackets();
        primed = false;
        raw.clear();
    }

    @Override
    public void cancel() {
        inner.cancel();
    }

    @Override
    public void rewind() {
        inner.rewind();
        primed = false;
        raw.clear();
        frames = 0;
        if (graph != null) {
            adapt(kind);
        }
    }

    @Override
    public List<String> warnings() {
        return inner.warnings();
    }

    @Override
    public void close() {
        close(graph);
        graph = null;
        raw.close();
        inner.close();
    }
}
