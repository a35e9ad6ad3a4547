// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.frame.FrameRate;
import java.util.List;
import java.util.Optional;

/** Frames out of a filter graph without input, as "testsrc2=size=320x240:rate=30". */
final class GraphProducer implements FrameProducer {
    private static final FrameRate USUAL = FrameRate.of(25);

    private final String description;
    private FilterGraph graph;
    private final Video video;
    private long frames;

    private GraphProducer(String description, FilterGraph graph) {
        this.description = description;
        this.graph = graph;
        Optional<FrameRate> rate = graph.rate();
        this.video =
                new Video(graph.size(), graph.format(), rate.orElse(USUAL), false, false, false, rate.isPresent(), 1);
    }

    static GraphProducer open(String description) {
        FilterGraph graph = FilterGraph.making(description);
        try {
            return new GraphProducer(description, graph);
        } catch (RuntimeException e) {
            graph.close();
            throw e;
        }
    }

    @Override
    public Video video() {
        return video;
    }

    @Override
    public boolean produce(NativeFrame into) {
        into.clear();
        if (graph.receive(into, video.rate().nanosAt(frames)) != FilterGraph.Outcome.FRAME) {
            return false;
        }
        frames++;
        return true;
    }

    @Override
    public void rewind() {
        graph.close();
        graph = FilterGraph.making(description);
        frames = 0;
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public void close() {
        graph.close();
    }
}
