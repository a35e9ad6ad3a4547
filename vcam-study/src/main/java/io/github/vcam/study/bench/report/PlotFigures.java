// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import io.github.vcam.study.bench.Clock;
import io.github.vcam.study.page.Html;
import java.util.List;

/** Puts plots on a page. */
final class PlotFigures {
    private PlotFigures() {}

    /** Those of one clock. */
    static void write(Html html, Rows rows, Clock clock) {
        List<List<Plot>> groups = Plots.of(rows, clock);
        if (groups.isEmpty()) {
            return;
        }
        html.open("div", "class", "plots");
        for (List<Plot> group : groups) {
            Scale scale = Scale.of(group);
            group.forEach(plot -> figure(html, plot, scale));
        }
        html.close();
    }

    private static void figure(Html html, Plot plot, Scale scale) {
        html.open("figure", "id", plot.id())
                .open("figcaption")
                .element("b", plot.title())
                .element("small", plot.remark())
                .close()
                .raw(SvgPlot.draw(plot, scale));
        SvgPlot.legend(html, plot);
        html.close();
    }
}
