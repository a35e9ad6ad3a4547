// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vcam.runtime.resource.Resource;
import io.github.vcam.study.page.Html;
import io.github.vcam.study.page.Page;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SvgPlotTest {
    private final Map<String, List<@Nullable Double>> series = new LinkedHashMap<>();

    private Plot plot(Plot.Look look, String... categories) {
        return new Plot(
                "id",
                "Title",
                "remark",
                "steps",
                "what is plotted",
                value -> String.valueOf(Math.round(value)),
                look,
                List.of(categories),
                series);
    }

    private static Element drawn(Plot plot) {
        return Jsoup.parse(SvgPlot.draw(plot, Scale.of(List.of(plot))))
                .select("svg")
                .get(0);
    }

    private static List<String> marks(Element svg, String colour) {
        String steps = svg.select("path.f." + colour).attr("d");
        return Arrays.stream(steps.split("(?=M)", -1))
                .map(step -> step.substring(0, step.indexOf('m')))
                .toList();
    }

    @Test
    void categoriesHaveNames_theyAreRowsOneBelowTheOther() {
        series.put("a", Arrays.asList(1.0, null, 100.0));
        Element svg = drawn(plot(Plot.Look.DOTS, "write→read", "x", "y"));

        assertThat(svg.select("text").eachText())
                .containsExactly("1", "10", "100", "write→read", "x", "y", "what is plotted");
        assertThat(svg.select("text:matches(^(write→read|x|y)$)").eachAttr("y")).containsExactly("23", "47", "71");
        // the smallest lies where the scale begins, the largest where it ends, the missing one nowhere
        assertThat(marks(svg, "c-s1")).containsExactly("M84 19", "M334 67");
        assertThat(svg.select("desc").text()).isEqualTo("what is plotted. a: write→read 1, y 100.");
    }

    @Test
    void categoriesAreSteps_lineBreaksWhereAValueIsMissing() {
        series.put("a", Arrays.asList(1.0, 10.0, null, 1.0, 2.0));
        Element svg = drawn(plot(Plot.Look.LINES, "1", "2", "4", "8", "16"));

        assertThat(svg.select("path.l.c-s1").attr("d").replaceAll("[^ML]", "")).isEqualTo("MLML");
        assertThat(marks(svg, "c-s1")).hasSize(4);
        assertThat(svg.select("text").eachText()).contains("what is plotted", "steps", "1", "2", "5", "10", "16");
    }

    @Test
    void barsAreStacked_theSecondBeginsWhereTheFirstEnds() {
        series.put("a", Arrays.asList(10.0, 20.0));
        series.put("b", Arrays.asList(30.0, null));
        Element svg = drawn(plot(Plot.Look.STACK, "x", "y"));
        String first = svg.select("path.f.c-s1").attr("d");
        String second = svg.select("path.f.c-s2").attr("d");

        double from = Double.parseDouble(first.replaceFirst("M([0-9.]+) .*", "$1"));
        double width = Double.parseDouble(first.replaceFirst("M[^h]*h([0-9.]+)v.*", "$1"));
        assertThat(Double.parseDouble(second.replaceFirst("M([0-9.]+) .*", "$1")))
                .isEqualTo(from + width, within(0.1));
        assertThat(first.chars().filter(c -> c == 'M').count()).isEqualTo(2);
        assertThat(second.chars().filter(c -> c == 'M').count()).isEqualTo(1);
    }

    @Test
    void plotIsOfRatios_oneIsMarked() {
        series.put("a", Arrays.asList(0.5, 3.0));
        assertThat(drawn(plot(Plot.Look.RATIOS, "x", "y")).select("path.c-soft"))
                .hasSize(1);
    }

    @Test
    void everythingLiesInside_whateverThePlotIs() {
        for (Plot.Look look : Plot.Look.values()) {
            series.put("a", Arrays.asList(17.0, 250.0));
            series.put("b", Arrays.asList(99_000.0, 3.0));
            Element svg = drawn(plot(look, "userptr→userptr", "b"));
            double height = Double.parseDouble(svg.attr("viewBox").split(" ", -1)[3]);

            assertThat(svg.select("text").eachAttr("x"))
                    .allSatisfy(x -> assertThat(Double.parseDouble(x)).isBetween(0.0, 360.0));
            assertThat(svg.select("text").eachAttr("y"))
                    .allSatisfy(y -> assertThat(Double.parseDouble(y)).isBetween(8.0, height));
            assertThat(svg.outerHtml()).doesNotContain("NaN", "Infinity");
        }
    }

    /** A plot that had any of its own would be lost on a dark screen or on paper. */
    @Test
    void colours_areThePagesAlone() {
        String css = new Resource(Page.class, "page.css").text();
        for (Plot.Look look : Plot.Look.values()) {
            series.put("a", Arrays.asList(0.5, 3.0));
            series.put("b", Arrays.asList(1.0, 2.0));
            Element svg = drawn(plot(look, "x", "y"));

            assertThat(svg.outerHtml()).doesNotContain("fill=", "stroke=", "style=", "color=", "#");
            assertThat(svg.select("path"))
                    .isNotEmpty()
                    .allSatisfy(path -> assertThat(path.classNames())
                            .filteredOn(name -> name.startsWith("c-"))
                            .hasSize(1)
                            .allSatisfy(name -> assertThat(css)
                                    .contains("." + name + " { --c: var(--" + name.substring(2) + "); }")));
        }
    }

    @Test
    void legend_showsTheMarksOfThePlot() {
        series.put("a", List.of(1.0));
        series.put("b", List.of(2.0));
        Html html = new Html();
        SvgPlot.legend(html, plot(Plot.Look.DOTS, "x"));

        assertThat(Jsoup.parse(html.toString()).select("li").eachText()).containsExactly("● a", "■ b");
    }

    @Test
    void scale_hasRoundNumbers() {
        assertThat(new Scale(1, 1000, true).ticks()).containsExactly(1.0, 10.0, 100.0, 1000.0);
        assertThat(new Scale(10, 100, true).ticks()).containsExactly(10.0, 20.0, 50.0, 100.0);
        assertThat(new Scale(0, 11, false).ticks()).containsExactly(0.0, 5.0, 10.0);
        assertThat(new Scale(0, 1.65, false).ticks()).containsExactly(0.0, 0.5, 1.0, 1.5);
    }
}
