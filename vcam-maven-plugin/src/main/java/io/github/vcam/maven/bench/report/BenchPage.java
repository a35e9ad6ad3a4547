// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.bench.report;

import io.github.vcam.maven.bench.BenchResult;
import io.github.vcam.maven.bench.Clock;
import io.github.vcam.maven.bench.Metric;
import io.github.vcam.maven.bench.Row;
import io.github.vcam.maven.page.Html;
import io.github.vcam.maven.page.Page;
import java.util.List;
import java.util.Locale;

/** The page: what was measured, on what, how to read it, plots, tables. */
final class BenchPage {
    private static final String TITLE = "What streaming frames costs";

    private final BenchResult result;
    private final Rows rows;
    private final Html html = new Html();

    private BenchPage(BenchResult result) {
        this.result = result;
        this.rows = new Rows(result);
    }

    static String of(BenchResult result) {
        return Page.of(TITLE, new BenchPage(result).write());
    }

    private Html write() {
        head();
        reading();
        if (rows.any(Clock.INSTRUCTIONS)) {
            exact();
        }
        if (rows.any(Clock.TIME)) {
            ordinary();
        }
        machine();
        terms();
        return html;
    }

    private void head() {
        html.open("p", "class", "soft")
                .text("vcam:bench, " + result.started() + ", took " + duration(result.seconds()) + ", "
                        + count(result.rows().size(), "row") + ", " + count(result.rounds(), "round") + ", "
                        + (result.stoppedBy() == null ? "complete" : "partial"))
                .close();
        if (result.stoppedBy() != null) {
            html.open("div", "class", "warning", "role", "note", "id", "partial")
                    .open("p")
                    .element("b", "This result is partial: ")
                    .text(result.stoppedBy() + ". Rows miss runs, or are missing.")
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
            link("ordinary", "ordinary time");
        }
        link("machine", "where it ran");
        link("terms", "what each figure is");
        html.close();
    }

    private void link(String anchor, String text) {
        html.element("a", text, "href", "#" + anchor);
    }

    private void failures() {
        List<Row> failed = result.rows().stream()
                .filter(row -> !row.failures().isEmpty() || row.runs().isEmpty())
                .toList();
        if (failed.isEmpty()) {
            return;
        }
        html.open("details", "class", "warning", "id", "failures")
                .element(
                        "summary",
                        count(failed.size(), "row") + " of " + result.rows().size()
                                + " had runs that failed; the tables say why");
        html.open("ul");
        failed.forEach(row -> html.open("li")
                .element("a", row.id(), "href", "#" + row.id())
                .text(" " + Rows.failures(row))
                .close());
        html.close().close();
    }

    private void reading() {
        html.element("h2", "How to read it", "id", "how")
                .open("p")
                .text(
                        "A producer fills frames (YUYV, two bytes a pixel) and sends them into the virtual camera as fast as it")
                .text(" can, consumers take them out, both by the method that the row's path names: ")
                .element("b", "write→mmap")
                .text(
                        " is a producer that calls write() and a consumer that maps the module's buffers. Rows of all builds")
                .text(
                        " and methods take turns, round by round, so that a slow minute of the machine does not fall on one of")
                .text(
                        " them; warm-up is left out. Figures are medians over the rounds with the smallest and the largest below")
                .text(" them. What is not known is " + Figures.NONE + ".")
                .close()
                .open("dl", "class", "terms")
                .element("dt", "Ordinary time")
                .element(
                        "dd",
                        "is measured on a free-running stream with the machine's own clock. It depends on the machine and on"
                                + " what else runs there: compare rows within one report.")
                .element("dt", "Exact instructions")
                .element(
                        "dd",
                        "are counted in a guest with one processor whose clock advances by one for every instruction, producer"
                                + " and consumers in lock-step. The figure is every instruction of both programs, the kernel"
                                + " and its interrupts for one frame. It repeats to a percent on any machine, busy or not,"
                                + " but knows nothing of caches and memory: an instruction that waits for them counts"
                                + " like one that does not.")
                .close();
    }

    private void exact() {
        html.element("h2", "Exact cost: instructions for a frame", "id", "exact");
        PlotFigures.write(html, rows, Clock.INSTRUCTIONS);
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
                                Metric.DROPPED,
                                Metric.TORN));
    }

    private void ordinary() {
        html.element("h2", "Ordinary time", "id", "ordinary");
        PlotFigures.write(html, rows, Clock.TIME);
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
                "Latency and delivery.",
                "From the producer's call to the consumer's return.",
                "-latency",
                List.of(Metric.LATENCY_P50, Metric.LATENCY_P99, Metric.LATENCY_MAX, Metric.DROPPED, Metric.TORN));
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

    private void terms() {
        html.element("h2", "What each figure is", "id", "terms").open("dl", "class", "terms");
        for (Metric metric : Metric.values()) {
            html.element("dt", metric.title()).element("dd", Definitions.of(metric));
        }
        html.close();
        html.open("p", "class", "soft")
                .text("The same figures and every single run are in ")
                .element("a", BenchReport.JSON, "href", BenchReport.JSON)
                .text(", which ")
                .element("a", BenchJson.SCHEMA, "href", BenchJson.SCHEMA)
                .text(" describes. Each table row has an anchor: path, size, buffers, consumers, module, clock.")
                .close();
    }

    private static String count(int number, String of) {
        return number + " " + of + (number == 1 ? "" : "s");
    }

    private static String duration(double seconds) {
        long whole = Math.round(seconds);
        return whole < 120 ? whole + " s" : String.format(Locale.ROOT, "%d min %d s", whole / 60, whole % 60);
    }
}
