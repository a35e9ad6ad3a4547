// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import io.github.vcam.study.bench.Clock;
import io.github.vcam.study.page.Html;
import java.util.ArrayList;
import java.util.List;

/** Puts plots on a page. */
final class PlotFigures {
    private PlotFigures() {}

    /** Makes SVG of a plot with a scale from the first number to the second. */
    interface Drawing {
        String of(Plot plot, double from, double to);
    }

    /** Those of one clock. */
    static void write(Html html, Rows rows, Clock clock) {
        write(html, Plots.of(rows, clock), SvgPlot::draw);
    }

    /** A sentence instead where this Java cannot draw: without fonts it throws errors of many kinds. */
    static void write(Html html, List<List<Plot>> groups, Drawing drawing) {
        if (groups.isEmpty()) {
            return;
        }
        List<String> figures = new ArrayList<>();
        try {
            groups.forEach(group -> figures.addAll(drawn(group, drawing)));
        } catch (RuntimeException | Error e) {
            html.open("div", "class", "warning", "role", "note")
                    .open("p")
                    .text("The plots could not be drawn: " + e + ". If it is fonts that are missing, on Debian"
                            + " apt install fontconfig fonts-dejavu-core brings them.")
                    .close()
                    .close();
            return;
        }
        html.open("div", "class", "plots");
        figures.forEach(html::raw);
        html.close();
    }

    /** Plots that belong together have one scale. */
    private static List<String> drawn(List<Plot> group, Drawing drawing) {
        double min = group.stream().flatMap(Plot::values).min(Double::compare).orElse(1.0);
        double max = group.stream().flatMap(Plot::values).max(Double::compare).orElse(1.0);
        boolean logarithmic = group.get(0).look().logarithmic();
        double from = logarithmic ? Math.pow(10, Math.floor(Math.log10(min))) : 0;
        double to =
                logarithmic ? Math.pow(10, Math.max(Math.ceil(Math.log10(max)), Math.log10(from) + 1)) : highest(group);
        return group.stream()
                .map(plot -> figure(plot, drawing.of(plot, from, to)))
                .toList();
    }

    private static String figure(Plot plot, String svg) {
        Html html = new Html()
                .open("figure", "id", plot.id())
                .open("figcaption")
                .element("b", plot.title())
                .element("small", plot.remark())
                .close()
                .raw(svg);
        SvgPlot.legend(html, plot);
        return html.close().toString();
    }

    /** Bars add up; other scales from zero have room above 1. */
    private static double highest(List<Plot> group) {
        if (group.get(0).look() != Plot.Look.STACK) {
            return 1.1
                    * Math.max(
                            1.5,
                            group.stream()
                                    .flatMap(Plot::values)
                                    .max(Double::compare)
                                    .orElse(1.0));
        }
        double highest = 0;
        for (Plot plot : group) {
            for (int i = 0; i < plot.categories().size(); i++) {
                int category = i;
                highest = Math.max(
                        highest,
                        plot.series().values().stream()
                                .map(values -> values.get(category))
                                .mapToDouble(value -> value == null ? 0 : value)
                                .sum());
            }
        }
        return highest * 1.05;
    }
}
