// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import io.github.vcam.study.page.Html;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws plots by XChart, as SVG that is part of a page. */
final class SvgPlot {
    private static final int WIDTH = 500;
    private static final int HEIGHT = 350;
    private static final Marker[] MARKERS = {
        SeriesMarkers.CIRCLE,
        SeriesMarkers.SQUARE,
        SeriesMarkers.DIAMOND,
        SeriesMarkers.TRIANGLE_UP,
        SeriesMarkers.TRIANGLE_DOWN,
        SeriesMarkers.PLUS,
        SeriesMarkers.CROSS
    };
    /** The same as characters. */
    private static final String SIGNS = "●■◆▲▼✚✖";

    private SvgPlot() {}

    /**
     * Plots need no screen, but the Java that draws them would look for one; the first question settles it for good,
     * so a setting that somebody made stays.
     */
    private static void withoutScreen() {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
            try {
                GraphicsEnvironment.isHeadless();
            } finally {
                System.clearProperty("java.awt.headless");
            }
        }
    }

    /**
     * Draws a plot.
     *
     * @param min of the scale
     * @param max of the scale
     */
    static String draw(Plot plot, double min, double max) {
        withoutScreen();
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle(plot.across())
                .yAxisTitle(plot.axis())
                .build();
        style(chart.getStyler(), plot);
        chart.getStyler().setYAxisMin(min);
        chart.getStyler().setYAxisMax(max);
        int n = 0;
        for (Map.Entry<String, List<@Nullable Double>> series : plot.series().entrySet()) {
            Color color = Ink.series(n).color();
            CategorySeries drawn = chart.addSeries(series.getKey(), plot.categories(), series.getValue());
            drawn.setFillColor(color);
            drawn.setLineColor(color);
            drawn.setLineStyle(new BasicStroke(1.6f));
            drawn.setMarker(MARKERS[n % MARKERS.length]);
            drawn.setMarkerColor(color);
            n++;
        }
        SvgCanvas canvas = new SvgCanvas(WIDTH, HEIGHT);
        chart.paint(canvas, WIDTH, HEIGHT);
        return new Html()
                .open(
                        "svg",
                        "class",
                        "plot",
                        "xmlns",
                        "http://www.w3.org/2000/svg",
                        "viewBox",
                        "0 0 " + WIDTH * SvgCanvas.GRID + " " + HEIGHT * SvgCanvas.GRID,
                        "role",
                        "img",
                        "aria-labelledby",
                        plot.id() + "-title " + plot.id() + "-desc")
                .element("title", plot.title(), "id", plot.id() + "-title")
                .element("desc", plot.description(), "id", plot.id() + "-desc")
                .raw(canvas.paths())
                .close()
                .toString();
    }

    private static void style(CategoryStyler style, Plot plot) {
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
        style.setBaseFont(font)
                .setChartFontColor(Ink.INK.color())
                .setChartBackgroundColor(Ink.NOTHING)
                .setPlotBackgroundColor(Ink.NOTHING)
                .setPlotBorderColor(Ink.RULE.color())
                .setLegendVisible(false)
                .setChartPadding(4)
                .setMarkerSize(9);
        style.setAxisTitleFont(font)
                .setAxisTickLabelsFont(font)
                .setAxisTickLabelsColor(Ink.INK.color())
                .setAxisTickMarksColor(Ink.SOFT.color())
                .setPlotGridLinesColor(Ink.RULE.color())
                .setPlotGridLinesStroke(new BasicStroke(0.6f))
                .setPlotGridVerticalLinesVisible(false)
                .setYAxisLogarithmic(plot.look().logarithmic())
                .setYAxisLogarithmicDecadeOnly(true)
                .setXAxisTitleVisible(!plot.across().isEmpty())
                .setXAxisMaxLabelCount(Math.max(2, plot.categories().size()))
                .setXAxisLabelRotation(
                        longest(plot.categories()) * plot.categories().size() > 55 ? 45 : 0)
                .setYAxisTickLabelsFormattingFunction(value -> plot.tick().apply(value));
        style.setXAxisTitleColor(Ink.INK.color()).setYAxisTitleColor(Ink.INK.color());
        style.setStacked(plot.look() == Plot.Look.STACK)
                .setAvailableSpaceFill(0.7)
                .setOverlapped(plot.look() != Plot.Look.STACK)
                .setDefaultSeriesRenderStyle(
                        switch (plot.look()) {
                            case DOTS, RATIOS -> CategorySeriesRenderStyle.Scatter;
                            case LINES, SHARES -> CategorySeriesRenderStyle.Line;
                            case STACK -> CategorySeriesRenderStyle.Bar;
                        });
    }

    /** What the marks and colours of a plot mean, as text that wraps. */
    static void legend(Html html, Plot plot) {
        html.open("ul", "class", "legend");
        int n = 0;
        for (String series : plot.series().keySet()) {
            boolean bars = plot.look() == Plot.Look.STACK;
            html.open("li")
                    .element(
                            "span",
                            bars ? "■" : SIGNS.substring(n % MARKERS.length, n % MARKERS.length + 1),
                            "class",
                            Ink.series(n).style(),
                            "aria-hidden",
                            "true")
                    .text(" " + series)
                    .close();
            n++;
        }
        html.close();
    }

    private static int longest(List<String> names) {
        return names.stream()
                .flatMapToInt(name -> IntStream.of(name.length()))
                .max()
                .orElse(0);
    }
}
