// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import io.github.vcam.study.bench.Clock;
import io.github.vcam.study.bench.Metric;
import io.github.vcam.study.bench.Row;
import io.github.vcam.study.bench.Scenario;
import io.github.vcam.study.page.Html;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table with a line for each scenario, the builds of the module beside each other. */
final class SideBySide {
    private final Html html;
    private final Rows rows;
    private final Clock clock;
    private final List<String> modules;

    SideBySide(Html html, Rows rows, Clock clock) {
        this.html = html;
        this.rows = rows;
        this.clock = clock;
        this.modules = rows.modules();
    }

    void write(String name, List<Metric> metrics) {
        List<Integer> spans = metrics.stream().map(this::columns).toList();
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", name)
                .open("table")
                .open("caption")
                .open("span")
                .element("b", name)
                .text(" Ratios are over " + modules.get(0) + ": above 1 " + modules.get(0)
                        + " costs less. A ~ marks ratios of spreads that overlap: chance may have made them.")
                .close()
                .close();
        html.open("thead").open("tr");
        html.element("th", "path", "scope", "col", "class", "name", "rowspan", "2");
        for (int i = 0; i < metrics.size(); i++) {
            String title = Figures.title(metrics.get(i), clock);
            html.element("th", title, "scope", "colgroup", "class", "first", "colspan", String.valueOf(spans.get(i)));
        }
        html.close().open("tr");
        metrics.forEach(this::heads);
        html.close().close();
        int columns = 1 + spans.stream().mapToInt(Integer::intValue).sum();
        for (Map.Entry<String, List<Row>> size : rows.bySize(clock).entrySet()) {
            html.open("tbody");
            RowTable.sizeHead(html, size.getValue().get(0).scenario(), columns);
            size.getValue().stream().map(Row::scenario).distinct().forEach(scenario -> line(scenario, metrics));
            html.close();
        }
        html.close().close();
    }

    /** Durations have one; of copies, none over none is no number. */
    private static boolean hasRatio(Metric metric) {
        return metric.unit().startsWith("ns");
    }

    private int columns(Metric metric) {
        return hasRatio(metric) ? 2 * modules.size() - 1 : modules.size();
    }

    private void heads(Metric metric) {
        for (String module : modules) {
            boolean first = module.equals(modules.get(0));
            html.element("th", module, "scope", "col", "class", first ? "first" : "");
            if (!first && hasRatio(metric)) {
                html.element("th", "ratio", "scope", "col");
            }
        }
    }

    private void line(Scenario scenario, List<Metric> metrics) {
        html.open("tr");
        RowTable.scenario(html, scenario);
        metrics.forEach(metric -> figures(scenario, metric));
        html.close();
    }

    private void figures(Scenario scenario, Metric metric) {
        for (String module : modules) {
            boolean first = module.equals(modules.get(0));
            Optional<Row> row = rows.with(module, new Row(scenario, module, clock, List.of(), List.of()));
            if (row.isPresent()
                    && row.get().runs().isEmpty()
                    && !row.get().failures().isEmpty()) {
                html.open("td", "class", first ? "first" : "")
                        .element("a", "failed", "href", "#" + row.get().id())
                        .close();
            } else {
                RowTable.cell(
                        html,
                        Figures.of(metric, clock),
                        row.flatMap(found -> found.figure(metric)),
                        first ? "first" : "");
            }
            if (!first && hasRatio(metric)) {
                ratio(row.flatMap(found -> Ratio.of(rows, found, metric)));
            }
        }
    }

    private void ratio(Optional<Ratio> ratio) {
        String look = ratio.filter(found -> !found.even())
                .map(found -> found.value() > 1 ? "more" : "less")
                .orElse("even");
        html.element("td", ratio.map(Ratio::text).orElse(Figures.NONE), "class", look);
    }
}
