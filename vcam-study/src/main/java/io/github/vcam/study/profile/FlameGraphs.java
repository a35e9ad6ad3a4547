// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import one.convert.Arguments;
import one.convert.FlameGraph;

/** Interactive pictures of call stacks, each a page of its own without a title. */
final class FlameGraphs {
    private FlameGraphs() {}

    static String page(Samples samples) {
        return page(graph(samples.collapsed()));
    }

    /** Where {@code part} spends more (red) or less (blue) than {@code base}, whose samples count for as many frames. */
    static String difference(ProfiledProcess part, ProfiledProcess base) {
        double frames = part.frames() > 0 && base.frames() > 0
                ? part.frames() / base.frames()
                : (double) part.samples().count() / Math.max(1, base.samples().count());
        FlameGraph graph = graph(part.samples().collapsed());
        graph.diff(graph(base.samples().collapsed(frames)));
        return page(graph);
    }

    private static FlameGraph graph(String collapsed) {
        Arguments arguments = new Arguments();
        arguments.title = "\u00a0"; // it stands above; a line of no height would cut off the buttons
        arguments.inverted = true; // roots at the top, where a small window begins
        FlameGraph graph = new FlameGraph(arguments);
        try {
            graph.parseCollapsed(new StringReader(collapsed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return graph;
    }

    private static String page(FlameGraph graph) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            graph.dump(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
