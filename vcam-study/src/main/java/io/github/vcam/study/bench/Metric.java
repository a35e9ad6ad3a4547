// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import org.jspecify.annotations.Nullable;

/** The figures of a report, each from one run. */
public enum Metric {
    /** Of the producer. On the clock that counts instructions it is meaningless. */
    FRAMES_PER_SECOND("frames/s", ""),
    /** The distance of two frames that is usual; on the clock that counts instructions: what a frame costs in all. */
    USUAL_FRAME("usual frame", "ns"),
    PRODUCER_KERNEL("producer, kernel", "ns/frame"),
    PRODUCER_USER("producer, user", "ns/frame"),
    CONSUMER_KERNEL("consumer, kernel", "ns/frame"),
    CONSUMER_USER("consumer, user", "ns/frame"),
    /** Of both sides for a frame that the producer sent. */
    KERNEL("kernel", "ns/frame"),
    USER("user", "ns/frame"),
    COPIES("copies", "/frame"),
    BYTES_COPIED("copied", "B/frame"),
    LATENCY_P50("latency p50", "ns"),
    LATENCY_P95("latency p95", "ns"),
    LATENCY_P99("latency p99", "ns"),
    LATENCY_MAX("latency max", "ns"),
    SYSTEM_CALLS("system calls", "/frame"),
    CONTEXT_SWITCHES("context switches", "/frame"),
    DROPPED("not delivered", "%"),
    TORN("torn or changed", "frames"),
    MEMORY("memory", "B");

    private final String title;
    private final String unit;

    Metric(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    public String title() {
        return title;
    }

    /** What one is; empty when the title says it. */
    public String unit() {
        return unit;
    }

    /** The figure of a run, or NaN where the run has none. */
    public double of(Run run, Scenario scenario) {
        return switch (this) {
            case FRAMES_PER_SECOND -> 1e9 / run.nsPerFrame();
            case USUAL_FRAME -> run.nsUsual();
            case PRODUCER_KERNEL -> each(run.producerKernelNs(), run.frames());
            case PRODUCER_USER -> each(run.producerUserNs(), run.frames());
            case CONSUMER_KERNEL -> each(run.consumerKernelNs(), run.delivered());
            case CONSUMER_USER -> each(run.consumerUserNs(), run.delivered());
            case KERNEL -> each(run.producerKernelNs() + run.consumerKernelNs(), run.frames());
            case USER -> each(run.producerUserNs() + run.consumerUserNs(), run.frames());
            case COPIES -> each(run.framesCopied(), run.frames());
            case BYTES_COPIED -> each(run.framesCopied(), run.frames()) * scenario.frameBytes();
            case LATENCY_P50 ->
                number(run.latency() == null ? null : run.latency().p50());
            case LATENCY_P95 ->
                number(run.latency() == null ? null : run.latency().p95());
            case LATENCY_P99 ->
                number(run.latency() == null ? null : run.latency().p99());
            case LATENCY_MAX ->
                number(run.latency() == null ? null : run.latency().max());
            case SYSTEM_CALLS -> each(run.systemCalls(), run.frames());
            case CONTEXT_SWITCHES -> each(run.contextSwitches(), run.frames());
            case DROPPED -> 100 * each(run.dropped(), run.frames() * scenario.consumers());
            case TORN -> number(run.torn());
            case MEMORY -> number(run.memoryBytes());
        };
    }

    private static double each(@Nullable Long sum, long frames) {
        return frames == 0 ? Double.NaN : number(sum) / frames;
    }

    private static double number(@Nullable Long value) {
        return value == null ? Double.NaN : value.doubleValue();
    }
}
