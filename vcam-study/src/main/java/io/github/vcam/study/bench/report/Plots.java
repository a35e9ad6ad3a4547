// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import io.github.vcam.study.bench.Clock;
import io.github.vcam.study.bench.Metric;
import io.github.vcam.study.bench.Row;
import io.github.vcam.study.bench.Scenario;
import io.github.vcam.study.bench.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Chooses which figures are plotted against what: groups of plots that share a scale, for they belong side by side. */
final class Plots {
    private static final Map<Metric, String> PROCESSOR = new LinkedHashMap<>();
    private static final Map<Metric, String> LATENCY = new LinkedHashMap<>();

    static {
        PROCESSOR.put(Metric.PRODUCER_KERNEL, "producer, kernel");
        PROCESSOR.put(Metric.PRODUCER_USER, "producer, user");
        PROCESSOR.put(Metric.CONSUMER_KERNEL, "consumer, kernel");
        PROCESSOR.put(Metric.CONSUMER_USER, "consumer, user");
        LATENCY.put(Metric.LATENCY_P50, "p50");
        LATENCY.put(Metric.LATENCY_P95, "p95");
        LATENCY.put(Metric.LATENCY_P99, "p99");
        LATENCY.put(Metric.LATENCY_MAX, "max");
    }

    private final Rows rows;
    private final Clock clock;
    /** Rows that differ in path, size and module alone. */
    private final List<Row> usual;

    private final List<List<Plot>> groups = new ArrayList<>();

    private Plots(Rows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
        this.usual = rows.usual(clock);
    }

    /** Those of one clock; none is empty. */
    static List<List<Plot>> of(Rows rows, Clock clock) {
        return new Plots(rows, clock).choose();
    }

    private List<List<Plot>> choose() {
        if (usual.isEmpty()) {
            return groups;
        }
        switch (clock) {
            case INSTRUCTIONS -> {
                bySize(Metric.USUAL_FRAME, "Instructions for a frame");
                byConsumers(Metric.USUAL_FRAME, "Instructions for a frame");
                byBuffers(Metric.USUAL_FRAME, "Instructions for a frame");
                ratios("Instructions");
            }
            case TIME -> {
                bySize(Metric.FRAMES_PER_SECOND, "Throughput");
                for (String size : Rows.ends(Rows.sizes(usual))) {
                    parts(
                            "processor",
                            size,
                            PROCESSOR,
                            Plot.Look.STACK,
                            "Processor time for a frame",
                            "time per frame");
                }
                for (String size : Rows.ends(Rows.sizes(usual))) {
                    parts("latency", size, LATENCY, Plot.Look.DOTS, "Latency", "latency");
                }
                byConsumers(Metric.KERNEL, "Kernel time for a frame");
                byBuffers(Metric.FRAMES_PER_SECOND, "Throughput");
                ratios("Time");
            }
            case FREE -> {
                byConsumers(Metric.FRAMES_PER_SECOND, "Throughput");
                byConsumers(Metric.DROPPED, "Frames not delivered");
                byConsumers(Metric.LATENCY_P99, "Latency of 99 in 100 frames");
            }
            case PACED, LOADED -> byConsumers(Metric.LATENCY_P99, "Latency of 99 in 100 frames");
        }
        return groups;
    }

    private void byConsumers(Metric metric, String title) {
        Plot.Look look = metric == Metric.DROPPED ? Plot.Look.SHARES : Plot.Look.LINES;
        against("consumers", Scenario::consumers, Scenario::buffers, metric, title, look);
    }

    private void byBuffers(Metric metric, String title) {
        against("buffers", Scenario::buffers, Scenario::consumers, metric, title, Plot.Look.LINES);
    }

    private void bySize(Metric metric, String title) {
        group(module -> new Plot(
                id(module, key(metric) + "-size"),
                title + " by path and size" + of(module),
                fixed(usual),
                "",
                axis(metric),
                tick(metric),
                Plot.Look.DOTS,
                arrows(Rows.paths(usual)),
                bySize(Plot.Look.DOTS, row -> row.module().equals(module), row -> median(row, metric))));
    }

    private void parts(
            String name, String size, Map<Metric, String> metrics, Plot.Look look, String title, String axis) {
        List<Row> here =
                usual.stream().filter(row -> row.scenario().size().equals(size)).toList();
        List<String> paths = Rows.paths(here);
        group(module -> {
            Map<String, List<@Nullable Double>> series = new LinkedHashMap<>();
            metrics.forEach((metric, part) -> series.put(
                    part,
                    values(
                            look,
                            paths,
                            path -> find(
                                            here,
                                            module,
                                            row -> row.scenario().path().equals(path))
                                    .map(row -> median(row, metric)))));
            Metric any = metrics.keySet().iterator().next();
            return new Plot(
                    id(module, name + "-" + size),
                    title + ", " + size + of(module),
                    fixed(here),
                    "",
                    axis,
                    tick(any),
                    look,
                    arrows(paths),
                    series);
        });
    }

    /** One number of the scenario varies; of the rest the combination is shown that has most rows of the kind. */
    private void against(
            String name,
            Function<Scenario, Integer> varied,
            Function<Scenario, Integer> kept,
            Metric metric,
            String title,
            Plot.Look look) {
        Function<Row, String> rest = row -> row.scenario().size() + " " + kept.apply(row.scenario());
        Map<String, List<Row>> varying = rows.watched(clock).stream()
                .collect(Collectors.groupingBy(
                        row -> rest.apply(row) + " " + row.scenario().path(), LinkedHashMap::new, Collectors.toList()));
        varying.values()
                .removeIf(row -> row.stream()
                                .map(of -> varied.apply(of.scenario()))
                                .distinct()
                                .count()
                        < 2);
        Optional<String> most =
                Rows.most(varying.values().stream().flatMap(List::stream).map(rest));
        List<Row> here = varying.values().stream()
                .flatMap(List::stream)
                .filter(row -> most.filter(rest.apply(row)::equals).isPresent())
                .toList();
        if (here.isEmpty()) {
            return;
        }
        List<Integer> steps = here.stream()
                .map(row -> varied.apply(row.scenario()))
                .distinct()
                .sorted()
                .toList();
        Scenario some = here.get(0).scenario();
        String unchanged = name.equals("consumers")
                ? RowTable.counted(some.buffers(), "buffer")
                : RowTable.counted(some.consumers(), "consumer");
        group(module -> {
            Map<String, List<@Nullable Double>> series = new LinkedHashMap<>();
            for (String path : Rows.paths(here)) {
                series.put(
                        RowTable.arrow(path),
                        values(
                                look,
                                steps,
                                step -> find(
                                                here,
                                                module,
                                                row -> row.scenario().path().equals(path)
                                                        && varied.apply(row.scenario())
                                                                .equals(step))
                                        .map(row -> median(row, metric))));
            }
            return new Plot(
                    id(module, key(metric) + "-" + name),
                    title + " by number of " + name + of(module),
                    some.size() + ", " + unchanged,
                    name,
                    axis(metric),
                    tick(metric),
                    look,
                    steps.stream().map(String::valueOf).toList(),
                    series);
        });
    }

    private void ratios(String what) {
        for (String module : rows.modules().stream().skip(1).toList()) {
            String first = rows.modules().get(0);
            add(List.of(new Plot(
                    id(module, "ratio"),
                    what + " for a frame: " + module + " over " + first,
                    fixed(usual) + "; above 1 " + first + " costs less",
                    "",
                    module + " / " + first,
                    value -> trimmed(String.format(Locale.ROOT, value < 1 ? "%.2f" : "%.1f", value)) + "×",
                    Plot.Look.RATIOS,
                    arrows(Rows.paths(usual)),
                    bySize(
                            Plot.Look.RATIOS,
                            row -> row.module().equals(module),
                            row -> Ratio.of(rows, row, Metric.USUAL_FRAME)
                                    .map(Ratio::value)
                                    .orElse(null)))));
        }
    }

    private void group(Function<String, Plot> plot) {
        add(rows.modules().stream().map(plot).toList());
    }

    private void add(List<Plot> group) {
        List<Plot> filled = Plot.filled(group);
        if (!filled.isEmpty()) {
            groups.add(filled);
        }
    }

    private Map<String, List<@Nullable Double>> bySize(
            Plot.Look look, Predicate<Row> which, Function<Row, @Nullable Double> value) {
        Map<String, List<@Nullable Double>> series = new LinkedHashMap<>();
        for (String size : Rows.sizes(usual)) {
            series.put(
                    size,
                    values(
                            look,
                            Rows.paths(usual),
                            path -> usual.stream()
                                    .filter(which)
                                    .filter(row -> row.scenario().size().equals(size)
                                            && row.scenario().path().equals(path))
                                    .findFirst()
                                    .map(value)));
        }
        return series;
    }

    private static List<String> arrows(List<String> paths) {
        return paths.stream().map(RowTable::arrow).toList();
    }

    private static <T> List<@Nullable Double> values(
            Plot.Look look, List<T> categories, Function<T, Optional<Double>> value) {
        List<@Nullable Double> values = new ArrayList<>();
        categories.forEach(category -> values.add(value.apply(category)
                .filter(v -> Double.isFinite(v) && (v > 0 || !look.logarithmic()))
                .orElse(null)));
        return values;
    }

    private static Optional<Row> find(List<Row> here, String module, Predicate<Row> which) {
        return here.stream()
                .filter(row -> row.module().equals(module))
                .filter(which)
                .findFirst();
    }

    private static @Nullable Double median(Row row, Metric metric) {
        return row.figure(metric).map(Spread::median).orElse(null);
    }

    private String axis(Metric metric) {
        return switch (metric) {
            case USUAL_FRAME -> clock == Clock.INSTRUCTIONS ? "instructions per frame" : "time per frame";
            case KERNEL -> "kernel time per frame";
            default -> metric.title();
        };
    }

    private DoubleFunction<String> tick(Metric metric) {
        Figures figures = Figures.of(metric, clock);
        return value -> trimmed(figures.text(value));
    }

    /** A scale says 2 ms, not 2.00 ms. */
    private static String trimmed(String figure) {
        return figure.replaceFirst("\\.0+(?!\\d)", "").replaceFirst("(\\.\\d*[1-9])0+(?!\\d)", "$1");
    }

    private static String key(Metric metric) {
        return metric.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String id(String module, String name) {
        return ("plot-" + clock.name().toLowerCase(Locale.ROOT) + "-" + name + "-" + module)
                .replaceAll("[^A-Za-z0-9._-]+", "-");
    }

    private String of(String module) {
        return rows.modules().size() > 1 ? ": " + module : "";
    }

    private static String fixed(List<Row> here) {
        Scenario some = here.get(0).scenario();
        return RowTable.counted(some.buffers(), "buffer") + ", " + RowTable.counted(some.consumers(), "consumer");
    }
}
