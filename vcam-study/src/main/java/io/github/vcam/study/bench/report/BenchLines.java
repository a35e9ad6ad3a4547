// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import io.github.vcam.study.bench.BenchResult;
import io.github.vcam.study.bench.Clock;
import io.github.vcam.study.bench.Metric;
import io.github.vcam.study.bench.Row;
import io.github.vcam.study.bench.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The main figures as lines for a terminal. */
public final class BenchLines {
    private static final int WIDTH = 110;
    private static final int MODULE = 12;
    private static final List<Metric> TIME = List.of(
            Metric.FRAMES_PER_SECOND,
            Metric.USUAL_FRAME,
            Metric.KERNEL,
            Metric.USER,
            Metric.COPIES,
            Metric.LATENCY_P50,
            Metric.LATENCY_P99);
    private static final List<Metric> FREE = List.of(
            Metric.FRAMES_PER_SECOND,
            Metric.USUAL_FRAME,
            Metric.KERNEL,
            Metric.LATENCY_P50,
            Metric.LATENCY_P99,
            Metric.LATENCY_MAX,
            Metric.DROPPED,
            Metric.TORN);
    private static final List<Metric> LATENCY = List.of(
            Metric.LATENCY_P50,
            Metric.LATENCY_P95,
            Metric.LATENCY_P99,
            Metric.LATENCY_MAX,
            Metric.DROPPED,
            Metric.TORN);
    private static final List<Metric> INSTRUCTIONS =
            List.of(Metric.USUAL_FRAME, Metric.COPIES, Metric.SYSTEM_CALLS, Metric.CONTEXT_SWITCHES);

    private final BenchResult result;
    private final Rows rows;
    private final List<String> lines = new ArrayList<>();

    private BenchLines(BenchResult result) {
        this.result = result;
        this.rows = new Rows(result);
    }

    /** None is wider than 110 columns, apart from a failed run's reason. */
    public static List<String> of(BenchResult result) {
        return new BenchLines(result).write();
    }

    private List<String> write() {
        table(Clock.TIME, "time in lock-step, medians; kernel, user and copies for a frame sent", TIME);
        table(Clock.FREE, "time of a producer that waits for nobody, medians", FREE);
        table(Clock.PACED, "latency of a camera of 30 frames/s, medians", LATENCY);
        table(Clock.LOADED, "the same while every processor is wanted by others", LATENCY);
        table(Clock.INSTRUCTIONS, "exact: instructions for a frame in all, medians", INSTRUCTIONS);
        if (result.rows().isEmpty()) {
            lines.add("nothing was measured");
        }
        if (result.stoppedBy() != null) {
            lines.add("");
            lines.add("This result is partial: " + result.stoppedBy() + ".");
        }
        return List.copyOf(lines);
    }

    private void table(Clock clock, String title, List<Metric> metrics) {
        if (!rows.any(clock)) {
            return;
        }
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add(title);
        List<List<String>> table = new ArrayList<>();
        table.add(head(clock, metrics));
        List<Row> shown =
                rows.bySize(clock).values().stream().flatMap(List::stream).toList();
        shown.forEach(row -> table.add(cells(row, metrics)));
        int[] widths = widths(table);
        lines.add(line(table.get(0), widths));
        for (int i = 0; i < shown.size(); i++) {
            boolean sameAsBefore =
                    i > 0 && shown.get(i - 1).scenario().equals(shown.get(i).scenario());
            add(shown.get(i), sameAsBefore, table.get(i + 1), widths);
        }
    }

    private void add(Row row, boolean sameAsBefore, List<String> cells, int[] widths) {
        List<String> written = new ArrayList<>(cells);
        if (sameAsBefore) {
            written.set(0, "");
        }
        String line = line(written, widths);
        if (row.runs().isEmpty()) {
            lines.add(line(List.of(written.get(0), written.get(1)), widths) + "  " + Rows.failures(row));
            return;
        }
        lines.add(line);
        if (!row.failures().isEmpty()) {
            lines.add(" ".repeat(widths[0] + 2) + Rows.failures(row));
        }
    }

    private List<String> head(Clock clock, List<Metric> metrics) {
        List<String> head = new ArrayList<>(List.of("", "module"));
        for (Metric metric : metrics) {
            head.add(
                    switch (metric) {
                        case USUAL_FRAME -> clock == Clock.INSTRUCTIONS ? Figures.title(metric, clock) : "frame";
                        case LATENCY_P50 -> "p50";
                        case LATENCY_P95 -> "p95";
                        case LATENCY_P99 -> "p99";
                        case LATENCY_MAX -> "max";
                        case TORN -> "torn";
                        case DROPPED -> "lost";
                        case SYSTEM_CALLS -> "calls";
                        case CONTEXT_SWITCHES -> "switches";
                        default -> metric.title();
                    });
        }
        if (compares(clock)) {
            head.add("ratio");
        }
        return head;
    }

    private List<String> cells(Row row, List<Metric> metrics) {
        Scenario scenario = row.scenario();
        List<String> cells = new ArrayList<>();
        cells.add(scenario.path() + " " + scenario.size() + " b" + scenario.buffers() + " c" + scenario.consumers());
        cells.add(row.module().length() <= MODULE ? row.module() : row.module().substring(0, MODULE - 1) + "…");
        metrics.forEach(metric -> cells.add(Figures.of(metric, row.clock()).text(row.figure(metric))));
        if (compares(row.clock())) {
            cells.add(Ratio.of(rows, row, Metric.USUAL_FRAME).map(Ratio::text).orElse(""));
        }
        return cells;
    }

    /** A producer that waits for nobody is as fast as its consumers let it, and a paced one as slow: that compares nothing. */
    private boolean compares(Clock clock) {
        return (clock == Clock.TIME || clock == Clock.INSTRUCTIONS)
                && result.modules().size() > 1;
    }

    private static int[] widths(List<List<String>> table) {
        int[] widths = new int[table.get(0).size()];
        for (List<String> cells : table) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cells.get(i).length());
            }
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        int wide = 2 * (widths.length - 1);
        for (int width : widths) {
            wide += width;
        }
        String gap = wide > WIDTH ? " " : "  ";
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String format = (i == 0 ? "" : gap) + "%" + (i < 2 ? "-" : "") + Math.max(1, widths[i]) + "s";
            line.append(String.format(Locale.ROOT, format, cells.get(i)));
        }
        return line.toString().stripTrailing();
    }
}
