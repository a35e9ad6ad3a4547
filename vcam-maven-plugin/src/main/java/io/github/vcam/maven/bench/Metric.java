// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.bench;

import java.util.function.ToDoubleBiFunction;

/** The figures of a report, each from one run; NaN where the run has none. */
public enum Metric {
    /** On the clock that counts instructions it is meaningless. */
    FRAMES_PER_SECOND("frames/s", "", (run, scenario) -> 1e9 / run.nsPerFrame()),
    /** The distance of two frames that is usual; on the clock that counts instructions: what a frame costs in all. */
    USUAL_FRAME("usual frame", "ns", (run, scenario) -> run.nsUsual()),
    PRODUCER_KERNEL("producer, kernel", "ns/frame", (run, scenario) -> perFrame(run.producerKernelNs(), run)),
    PRODUCER_USER("producer, user", "ns/frame", (run, scenario) -> perFrame(run.producerUserNs(), run)),
    CONSUMER_KERNEL("consumers, kernel", "ns/frame", (run, scenario) -> perDelivery(run.consumerKernelNs(), run)),
    CONSUMER_USER("consumers, user", "ns/frame", (run, scenario) -> perDelivery(run.consumerUserNs(), run)),
    COPIES("copies", "/frame", (run, scenario) -> optional(run.framesCopied()) / run.frames()),
    BYTES_COPIED(
            "copied",
            "B/frame",
            (run, scenario) -> optional(run.framesCopied()) / run.frames() * scenario.frameBytes()),
    LATENCY_P50(
            "latency p50",
            "ns",
            (run, scenario) ->
                    run.latency() == null ? Double.NaN : run.latency().p50()),
    LATENCY_P99(
            "latency p99",
            "ns",
            (run, scenario) ->
                    run.latency() == null ? Double.NaN : run.latency().p99()),
    LATENCY_MAX(
            "latency max",
            "ns",
            (run, scenario) ->
                    run.latency() == null ? Double.NaN : run.latency().max()),
    SYSTEM_CALLS("system calls", "/frame", (run, scenario) -> perFrame(run.systemCalls(), run)),
    CONTEXT_SWITCHES("context switches", "/frame", (run, scenario) -> perFrame(run.contextSwitches(), run)),
    DROPPED(
            "not delivered",
            "%",
            (run, scenario) -> 100.0 * run.dropped() / Math.max(1, run.frames() * (double) scenario.consumers())),
    TORN("torn or changed", "frames", (run, scenario) -> run.torn()),
    MEMORY("memory", "B", (run, scenario) -> optional(run.memoryBytes()));

    private final String title;
    private final String unit;
    private final ToDoubleBiFunction<Run, Scenario> figure;

    Metric(String title, String unit, ToDoubleBiFunction<Run, Scenario> figure) {
        this.title = title;
        this.unit = unit;
        this.figure = figure;
    }

    public String title() {
        return title;
    }

    /** What one is; empty when the title says it. */
    public String unit() {
        return unit;
    }

    /** The figure of a run, or NaN. */
    public double of(Run run, Scenario scenario) {
        return figure.applyAsDouble(run, scenario);
    }

    private static double perFrame(double sum, Run run) {
        return run.frames() == 0 ? Double.NaN : sum / run.frames();
    }

    private static double perDelivery(double sum, Run run) {
        return run.delivered() == 0 ? Double.NaN : sum / run.delivered();
    }

    private static double optional(@org.jspecify.annotations.Nullable Long value) {
        return value == null ? Double.NaN : value;
    }
}
