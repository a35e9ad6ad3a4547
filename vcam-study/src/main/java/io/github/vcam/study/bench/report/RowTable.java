// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import io.github.vcam.study.bench.Clock;
import io.github.vcam.study.bench.Metric;
import io.github.vcam.study.bench.Row;
import io.github.vcam.study.bench.Scenario;
import io.github.vcam.study.bench.Spread;
import io.github.vcam.study.page.Html;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables with a line for each row: some of its figures, or why there are none. */
final class RowTable {
    private final Html html;
    private final Rows rows;
    private final Clock clock;

    RowTable(Html html, Rows rows, Clock clock) {
        this.html = html;
        this.rows = rows;
        this.clock = clock;
    }

    /**
     * One table.
     *
     * @param suffix of the rows' anchors; empty for the table that links lead to
     */
    void write(String name, String remark, String suffix, List<Metric> metrics) {
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", name)
                .open("table")
                .open("caption")
                .open("span")
                .element("b", name)
                .text(" " + remark)
                .close()
                .close();
        html.open("thead").open("tr");
        List.of("path", "module").forEach(head -> html.element("th", head, "scope", "col", "class", "name"));
        metrics.forEach(this::head);
        html.element("th", "runs", "scope", "col").close().close();
        for (Map.Entry<String, List<Row>> size : rows.bySize(clock).entrySet()) {
            html.open("tbody");
            sizeHead(html, size.getValue().get(0).scenario(), 3 + metrics.size());
            size.getValue().forEach(row -> row(row, suffix, metrics));
            html.close();
        }
        html.close().close();
    }

    static void sizeHead(Html html, Scenario scenario, int columns) {
        html.open("tr")
                .open("th", "scope", "rowgroup", "colspan", String.valueOf(columns))
                .element(
                        "span",
                        scenario.size() + ", "
                                + Figures.of(Metric.MEMORY, Clock.TIME).text((double) scenario.frameBytes())
                                + " a frame")
                .close()
                .close();
    }

    private void head(Metric metric) {
        String unit = Figures.unit(metric, clock);
        html.open("th", "scope", "col").text(Figures.title(metric, clock));
        if (unit.contains("/") || unit.equals("frames")) {
            html.element("small", unit.replaceFirst("^(ns|B)?/", "per "));
        }
        html.close();
    }

    private void row(Row row, String suffix, List<Metric> metrics) {
        html.open("tr", "id", row.id() + suffix);
        scenario(html, row.scenario());
        html.element("td", row.module(), "class", "name");
        int runs = row.runs().size();
        if (runs == 0) {
            html.element("td", Rows.failures(row), "class", "reason", "colspan", String.valueOf(metrics.size()));
        } else {
            metrics.forEach(metric -> cell(html, Figures.of(metric, clock), row.figure(metric), ""));
        }
        html.element(
                        "td",
                        runs
                                + (row.failures().isEmpty()
                                        ? ""
                                        : " of " + (runs + row.failures().size())))
                .close();
        if (runs > 0 && !row.failures().isEmpty() && suffix.isEmpty()) {
            html.open("tr")
                    .element("td", Rows.failures(row), "class", "reason", "colspan", String.valueOf(3 + metrics.size()))
                    .close();
        }
    }

    static void scenario(Html html, Scenario scenario) {
        html.open("th", "scope", "row")
                .text(arrow(scenario.path()))
                .element(
                        "small",
                        counted(scenario.buffers(), "buffer") + ", " + counted(scenario.consumers(), "consumer"))
                .close();
    }

    static String counted(int number, String of) {
        return number + " " + of + (number == 1 ? "" : "s");
    }

    static void cell(Html html, Figures figures, Optional<Spread> spread, String look) {
        html.open("td", "class", look).text(figures.text(spread));
        spread.map(figures::range).filter(range -> !range.isEmpty()).ifPresent(range -> html.element("small", range));
        html.close();
    }

    static String arrow(String path) {
        return path.endsWith("->") ? path.replace("->", " alone") : path.replace("->", "→");
    }
}
