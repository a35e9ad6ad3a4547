// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import io.github.vcam.study.bench.BenchResult;
import io.github.vcam.study.bench.Clock;
import io.github.vcam.study.bench.Metric;
import io.github.vcam.study.bench.Row;
import io.github.vcam.study.page.Html;
import io.github.vcam.study.page.Page;
import java.util.List;
import java.util.Locale;

/** The page: what was measured, on what, how to read it, plots, tables. */
final class BenchPage {
    private static final String TITLE = "What it costs to stream frames";

    private final BenchResult result;
    private final boolean plots;
    private final Rows rows;
    private final Html html = new Html();

    private BenchPage(BenchResult result, boolean plots) {
        this.result = result;
        this.plots = plots;
        this.rows = new Rows(result);
    }

    /**
     * The whole page.
     *
     * @param plots whether there are any
     */
    static String of(BenchResult result, boolean plots) {
        return Page.of(TITLE, new BenchPage(result, plots).write());
    }

    private Html write() {
        head();
        Explanation.how(html);
        if (rows.any(Clock.INSTRUCTIONS)) {
            exact();
        }
        if (rows.any(Clock.TIME)) {
            lockStep();
        }
        if (rows.any(Clock.FREE)) {
            free();
        }
        if (rows.any(Clock.PACED)) {
            paced(Clock.PACED, "Latency of a camera of 30 frames a second", "Nothing else runs.");
        }
        if (rows.any(Clock.LOADED)) {
            paced(
                    Clock.LOADED,
                    "The same under load",
                    "For each processor there is another program that takes all the time that it gets.");
        }
        machine();
        Explanation.terms(html);
        return html;
    }

    private void head() {
        html.open("p", "class", "soft")
                .text("a bench, " + result.started() + ", took " + duration(result.seconds()) + ", "
                        + RowTable.counted(result.rows().size(), "row") + ", "
                        + RowTable.counted(result.rounds(), "round") + ", "
                        + (result.stoppedBy() == null ? "complete" : "partial"))
                .close();
        if (result.stoppedBy() != null) {
            html.open("div", "class", "warning", "role", "note", "id", "partial")
                    .open("p")
                    .element("b", "This result is partial: ")
                    .text(result.stoppedBy() + ". " + RowTable.counted(rows.unmeasured(), "row") + " of "
                            + result.rows().size() + " not measured at all, others may miss runs.")
                    .close()
                    .close();
        }
        failures();
        html.open("nav", "aria-label", "On this page");
        link("how", "how to read it");
        if (rows.any(Clock.INSTRUCTIONS)) {
            link("exact", "exact cost");
        }
        if (rows.any(Clock.TIME)) {
            link("time", "time in lock-step");
        }
        if (rows.any(Clock.FREE)) {
            link("free", "without waiting");
        }
        if (rows.any(Clock.PACED)) {
            link("paced", "latency");
        }
        if (rows.any(Clock.LOADED)) {
            link("loaded", "latency under load");
        }
        link("machine", "where it ran");
        link("terms", "what each figure is");
        html.close();
    }

    private void link(String anchor, String text) {
        html.element("a", text, "href", "#" + anchor);
    }

    private void failures() {
        List<Row> failed =
                result.rows().stream().filter(row -> !row.failures().isEmpty()).toList();
        if (failed.isEmpty()) {
            return;
        }
        html.open("details", "class", "warning", "id", "failures")
                .element(
                        "summary",
                        RowTable.counted(failed.size(), "row") + " of "
                                + result.rows().size() + " had runs that failed; the tables say why");
        html.open("ul");
        failed.forEach(row -> html.open("li")
                .element("a", row.id(), "href", "#" + row.id())
                .text(" " + Rows.failures(row))
                .close());
        html.close().close();
    }

    private void exact() {
        html.element("h2", "Exact cost: instructions for a frame", "id", "exact");
        plots(Clock.INSTRUCTIONS);
        sideBySide(Clock.INSTRUCTIONS, List.of(Metric.USUAL_FRAME, Metric.COPIES));
        new RowTable(html, rows, Clock.INSTRUCTIONS)
                .write(
                        "Instructions.",
                        "Both programs, the kernel and its interrupts, for one frame.",
                        "",
                        List.of(
                                Metric.USUAL_FRAME,
                                Metric.COPIES,
                                Metric.BYTES_COPIED,
                                Metric.SYSTEM_CALLS,
                                Metric.CONTEXT_SWITCHES,
                                Metric.TORN));
    }

    private void lockStep() {
        html.element("h2", "Time in lock-step", "id", "time");
        plots(Clock.TIME);
        sideBySide(Clock.TIME, List.of(Metric.USUAL_FRAME, Metric.KERNEL, Metric.COPIES, Metric.LATENCY_P99));
        RowTable table = new RowTable(html, rows, Clock.TIME);
        table.write(
                "Throughput and processor time.",
                "The consumers' time is for a frame delivered, all else for a frame sent.",
                "",
                List.of(
                        Metric.FRAMES_PER_SECOND,
                        Metric.USUAL_FRAME,
                        Metric.PRODUCER_KERNEL,
                        Metric.PRODUCER_USER,
                        Metric.CONSUMER_KERNEL,
                        Metric.CONSUMER_USER,
                        Metric.KERNEL,
                        Metric.USER));
        table.write(
                "Work and memory.",
                "What was done for a frame sent, and what the buffers hold.",
                "-work",
                List.of(
                        Metric.COPIES,
                        Metric.BYTES_COPIED,
                        Metric.SYSTEM_CALLS,
                        Metric.CONTEXT_SWITCHES,
                        Metric.MEMORY));
        table.write(
                "Latency.",
                "From the producer's call to the consumer's return.",
                "-latency",
                List.of(Metric.LATENCY_P50, Metric.LATENCY_P95, Metric.LATENCY_P99, Metric.LATENCY_MAX, Metric.TORN));
    }

    private void free() {
        html.element("h2", "Time of a producer that waits for nobody", "id", "free");
        plots(Clock.FREE);
        new RowTable(html, rows, Clock.FREE)
                .write(
                        "Delivery.",
                        "The producer overtakes consumers that are slower.",
                        "",
                        List.of(
                                Metric.FRAMES_PER_SECOND,
                                Metric.USUAL_FRAME,
                                Metric.KERNEL,
                                Metric.USER,
                                Metric.LATENCY_P50,
                                Metric.LATENCY_P95,
                                Metric.LATENCY_P99,
                                Metric.LATENCY_MAX,
                                Metric.DROPPED,
                                Metric.TORN));
    }

    private void paced(Clock clock, String title, String how) {
        html.element("h2", title, "id", clock.name().toLowerCase(Locale.ROOT));
        plots(clock);
        new RowTable(html, rows, clock)
                .write(
                        "Latency.",
                        how + " From the producer's call to the consumer's return.",
                        "",
                        List.of(
                                Metric.LATENCY_P50,
                                Metric.LATENCY_P95,
                                Metric.LATENCY_P99,
                                Metric.LATENCY_MAX,
                                Metric.DROPPED,
                                Metric.TORN));
    }

    private void plots(Clock clock) {
        if (plots) {
            PlotFigures.write(html, rows, clock);
        }
    }

    private void sideBySide(Clock clock, List<Metric> metrics) {
        if (result.modules().size() > 1) {
            new SideBySide(html, rows, clock).write("Side by side.", metrics);
        }
    }

    private void machine() {
        html.element("h2", "Where it ran", "id", "machine").open("dl", "class", "facts");
        result.machine().forEach(fact -> html.element("dt", fact.what()).element("dd", fact.value()));
        html.close().element("h3", "Builds of the module");
        html.open("dl", "class", "facts");
        result.modules()
                .forEach(module -> html.element("dt", module.name())
                        .open("dd")
                        .text(module.origin() + (module.parameters().isBlank() ? "" : ", loaded with "))
                        .element("code", module.parameters())
                        .close());
        html.close();
    }

    private static String duration(double seconds) {
        long whole = Math.round(seconds);
        return whole < 120 ? whole + " s" : String.format(Locale.ROOT, "%d min %d s", whole / 60, whole % 60);
    }
}
