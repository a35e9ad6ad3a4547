// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import io.github.vcam.study.bench.Metric;
import io.github.vcam.study.page.Html;

/** The parts of the page that explain the others. */
final class Explanation {
    private Explanation() {}

    static void how(Html html) {
        html.element("h2", "How to read it", "id", "how")
                .open("p")
                .text("A producer fills frames (YUYV, two bytes a pixel) and sends them into the virtual camera,"
                        + " consumers take them out, both by the method that the row's path names: ")
                .element("b", "write→mmap")
                .text(" is a producer that calls write() and a consumer that maps the module's buffers. Rows of all"
                        + " builds and methods take turns, round by round, so that a slow minute of the machine"
                        + " does not fall on one of them; warm-up is left out. Figures are medians over the"
                        + " rounds, below them the smallest and the largest where these differ. What is not known"
                        + " is " + Figures.NONE + ".")
                .close()
                .open("dl", "class", "terms")
                .element("dt", "Exact instructions")
                .element(
                        "dd",
                        "In lock-step: the producer sends the next frame when every consumer has the last. Counted in"
                                + " a guest with one processor whose clock advances by one for every instruction, so the"
                                + " figure is every instruction of all programs, the kernel and its interrupts for one"
                                + " frame. It repeats to a percent on any machine, busy or not, but knows nothing of"
                                + " caches and memory: an instruction that waits for them counts like one that does not.")
                .element("dt", "Time in lock-step")
                .element(
                        "dd",
                        "The same exchange in nanoseconds of an ordinary clock. They depend on the machine and on what"
                                + " else runs there: compare rows within one report.")
                .element("dt", "Time of a producer that waits for nobody")
                .element(
                        "dd",
                        "The ordinary clock again. It shows what consumers miss, how late they are, and whether what"
                                + " they get is whole.")
                .element("dt", "Latency of a camera of 30 frames a second")
                .element(
                        "dd",
                        "The ordinary clock, and a producer that sends as a camera does: how long a frame is on its way"
                                + " while the machine does nothing else, and under load, while for each processor"
                                + " another program takes all the time that it gets.")
                .close();
    }

    static void terms(Html html) {
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
}
