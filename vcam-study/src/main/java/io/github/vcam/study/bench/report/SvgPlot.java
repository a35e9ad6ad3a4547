// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import io.github.vcam.study.page.Html;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Draws a plot as SVG that is part of a page: shapes and text in the page's own colours, as wide as a phone, so that
 * letters are never smaller than the page's. Categories with names are rows; those that are numbers are columns.
 */
final class SvgPlot {
    private static final int WIDTH = 360;
    private static final int ROW = 24;
    private static final int BAR = 14;
    private static final int COLUMN_HEIGHT = 190;
    private static final int END = 26; // half of the last tick's words stands beyond the scale
    private static final int GAP = 7;
    private static final int LINE = 15;
    private static final int COLOURS = 8;

    /** Marks around a point, one after the other for the series. */
    private static final String[] MARKS = {
        "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
        "m-3.5-3.5h7v7h-7z",
        "m0-5l5 5l-5 5l-5-5z",
        "m0-4.5l4.8 8.5h-9.6z",
        "m0 4.5l4.8-8.5h-9.6z",
        "m-1.5-4.5h3v3h3v3h-3v3h-3v-3h-3v-3h3z",
        "m0-2.2l2.4-2.4l2.2 2.2l-2.4 2.4l2.4 2.4l-2.2 2.2l-2.4-2.4l-2.4 2.4l-2.2-2.2l2.4-2.4l-2.4-2.4l2.2-2.2z"
    };
    /** The same as characters. */
    private static final String SIGNS = "●■◆▲▼✚✖";

    private final Plot plot;
    private final Scale scale;
    private final boolean rows;
    private final int left;
    private final int top;
    private final int right = WIDTH - END;
    private final int bottom;
    private final Html html = new Html();

    private SvgPlot(Plot plot, Scale scale) {
        this.plot = plot;
        this.scale = scale;
        this.rows = plot.look() != Plot.Look.LINES && plot.look() != Plot.Look.SHARES;
        Collection<String> names = rows
                ? plot.categories()
                : scale.ticks().stream().map(plot.tick()::apply).toList();
        this.left = GAP + names.stream().mapToInt(SvgPlot::width).max().orElse(0) + GAP;
        this.top = rows ? GAP : GAP + LINE;
        this.bottom = top + (rows ? ROW * plot.categories().size() : COLUMN_HEIGHT);
    }

    /** How wide words are at most, in the widest of the usual fonts at a plot's size. */
    private static int width(String words) {
        return words.chars().map(SvgPlot::width).sum();
    }

    private static int width(int letter) {
        if (letter > 0x7e || "mwMW%".indexOf(letter) >= 0) {
            return 11;
        }
        return "fijlrt .,:".indexOf(letter) >= 0 ? 5 : 7;
    }

    static String draw(Plot plot, Scale scale) {
        return new SvgPlot(plot, scale).draw();
    }

    private String draw() {
        boolean titleBelow = rows || !plot.across().isEmpty();
        int height = bottom + LINE + (titleBelow ? LINE : 0) + GAP;
        html.open(
                        "svg",
                        "class",
                        "plot",
                        "xmlns",
                        "http://www.w3.org/2000/svg",
                        "viewBox",
                        "0 0 " + WIDTH + " " + height,
                        "role",
                        "img",
                        "aria-labelledby",
                        plot.id() + "-title " + plot.id() + "-desc")
                .element("title", plot.title(), "id", plot.id() + "-title")
                .element("desc", plot.description(), "id", plot.id() + "-desc");
        scale();
        categories();
        if (rows) {
            text("middle", (left + right) / 2.0, bottom + 2 * LINE, plot.axis());
        } else {
            text("start", GAP, LINE - 2, plot.axis());
            text("middle", (left + right) / 2.0, bottom + 2 * LINE, plot.across());
        }
        if (plot.look() == Plot.Look.STACK) {
            bars();
        } else {
            marks();
        }
        return html.close().toString();
    }

    private void scale() {
        StringBuilder lines = new StringBuilder();
        for (double tick : scale.ticks()) {
            double at = along(tick);
            lines.append(rows ? line(at, top, at, bottom) : line(left, at, right, at));
            if (rows) {
                text("middle", at, bottom + LINE, plot.tick().apply(tick));
            } else {
                text("end", left - GAP, at + 4, plot.tick().apply(tick));
            }
        }
        path("l c-rule", lines);
        if (plot.look() == Plot.Look.RATIOS) {
            path("l c-soft", line(along(1), top, along(1), bottom));
        }
    }

    private void categories() {
        StringBuilder guides = new StringBuilder();
        for (int i = 0; i < plot.categories().size(); i++) {
            if (rows) {
                text("end", left - GAP, across(i) + 4, plot.categories().get(i));
                guides.append(line(left, across(i), right, across(i)));
            } else {
                text("middle", across(i), bottom + LINE, plot.categories().get(i));
            }
        }
        if (rows && plot.look() != Plot.Look.STACK) {
            path("l c-rule dotted", guides);
        }
    }

    /** Marks, joined where the categories are steps. */
    private void marks() {
        int n = 0;
        for (List<@Nullable Double> values : plot.series().values()) {
            StringBuilder joined = new StringBuilder();
            StringBuilder marks = new StringBuilder();
            boolean follows = false;
            for (int i = 0; i < values.size(); i++) {
                Double value = values.get(i);
                if (value != null) {
                    String at = rows ? point(along(value), across(i)) : point(across(i), along(value));
                    marks.append('M').append(at).append(MARKS[n % MARKS.length]);
                    joined.append(follows ? 'L' : 'M').append(at);
                }
                follows = value != null;
            }
            if (!rows) {
                path("l " + colour(n), joined);
            }
            path("f " + colour(n), marks);
            n++;
        }
    }

    private void bars() {
        double[] ends = new double[plot.categories().size()];
        int n = 0;
        for (List<@Nullable Double> values : plot.series().values()) {
            StringBuilder bars = new StringBuilder();
            for (int i = 0; i < values.size(); i++) {
                Double value = values.get(i);
                if (value != null) {
                    double from = along(ends[i]);
                    ends[i] += value;
                    String width = number(along(ends[i]) - from);
                    bars.append('M').append(point(from, across(i) - BAR / 2.0));
                    bars.append('h')
                            .append(width)
                            .append('v')
                            .append(BAR)
                            .append('H')
                            .append(number(from))
                            .append('z');
                }
            }
            path("f " + colour(n), bars);
            n++;
        }
    }

    /** Where a value lies on its axis. */
    private double along(double value) {
        double share = scale.share(value);
        return rows ? left + share * (right - left) : bottom - share * (bottom - top);
    }

    /** Where a category lies on its own. */
    private double across(int category) {
        double share = (category + 0.5) / plot.categories().size();
        return rows ? top + share * (bottom - top) : left + share * (right - left);
    }

    private void text(String anchor, double x, double y, String text) {
        html.element("text", text, "x", number(x), "y", number(y), "text-anchor", anchor);
    }

    private void path(String style, CharSequence steps) {
        html.empty("path", "class", style, "d", steps.toString());
    }

    private static String line(double fromX, double fromY, double toX, double toY) {
        return "M" + point(fromX, fromY) + "L" + point(toX, toY);
    }

    private static String point(double x, double y) {
        return number(x) + " " + number(y);
    }

    private static String number(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate).replace(".0", "");
    }

    private static String colour(int series) {
        return "c-s" + (series % COLOURS + 1);
    }

    /** What the marks and colours of a plot mean, as text that wraps. */
    static void legend(Html html, Plot plot) {
        html.open("ul", "class", "legend");
        List<String> names = new ArrayList<>(plot.series().keySet());
        for (int n = 0; n < names.size(); n++) {
            int sign = plot.look() == Plot.Look.STACK ? 1 : n % MARKS.length;
            html.open("li")
                    .element("span", SIGNS.substring(sign, sign + 1), "class", colour(n), "aria-hidden", "true")
                    .text(" " + names.get(n))
                    .close();
        }
        html.close();
    }
}
