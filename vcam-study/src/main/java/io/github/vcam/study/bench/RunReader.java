// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import io.github.vcam.study.bench.Run.Latency;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Reads loopbench's results. */
final class RunReader {
    private static final Gson GSON = new Gson();
    private static final Pattern MODULE_MEMORY =
            Pattern.compile("(?m)^\\S+\\s+(\\d+) .*\\[v4l2loopback]"); // a line of /proc/vmallocinfo
    private static final long PAGE = 4096;
    private static final int DIGITS = 3;

    private RunReader() {}

    /** What loopbench prints, as far as it is of use; times are nanoseconds. */
    @SuppressWarnings("NullAway.Init") // Gson fills it
    private static final class Printed {
        String status;
        long timed;
        long delivered_timed;
        double ns_per_frame;
        double ns_median;
        long producer_user_ns;
        long producer_kernel_ns;
        long producer_calls;
        long producer_switches;
        long consumer_user_ns;
        long consumer_kernel_ns;
        long consumer_calls;
        long consumer_switches;
        long skipped;
        long torn;
        long changed_while_held;
        long repeated;
        long reordered;

        @Nullable
        List<Long> latencies_ns;

        @Nullable
        String probe0;

        @Nullable
        String probe1;
    }

    /**
     * Reads one.
     *
     * @param answer JSON, then perhaps a tab and what was said beside it
     * @throws FailedRun where it holds no figures
     */
    static Run read(String answer, int round) throws FailedRun {
        String[] parts = answer.split("\t", 2);
        Printed printed;
        try {
            printed = GSON.fromJson(parts[0], Printed.class);
        } catch (JsonSyntaxException e) {
            throw new FailedRun(answer.replace('\t', ' '), e);
        }
        if (!printed.status.equals("ok")) {
            throw new FailedRun(parts.length > 1 ? parts[1].strip() : printed.status, null);
        }
        if (printed.timed < 1) {
            throw new FailedRun("no frame went after the warm-up", null);
        }
        return run(printed, round);
    }

    private static Run run(Printed p, int round) {
        return new Run(
                round,
                p.timed,
                p.delivered_timed,
                p.ns_per_frame,
                p.ns_median,
                p.producer_user_ns,
                p.producer_kernel_ns,
                p.consumer_user_ns,
                p.consumer_kernel_ns,
                p.producer_calls + p.consumer_calls,
                p.producer_switches + p.consumer_switches,
                copied(p),
                p.skipped,
                p.torn + p.changed_while_held + p.repeated + p.reordered,
                memory(p),
                latency(p.latencies_ns));
    }

    /** The counters start when the module is loaded; their proportion is that of the timed frames, too. */
    private static @Nullable Long copied(Printed p) {
        Optional<Long> copied = counter(p.probe0, "copied");
        Optional<Long> frames = counter(p.probe0, "frames");
        if (copied.isEmpty() || frames.isEmpty() || frames.get() == 0) {
            return null;
        }
        return Math.round((double) copied.get() * p.timed / frames.get());
    }

    private static @Nullable Long memory(Printed p) {
        Optional<Long> pages = counter(p.probe0, "memory_pages");
        if (pages.isPresent()) {
            return pages.get() * PAGE;
        }
        if (p.probe1 == null) {
            return null;
        }
        long sum = 0;
        for (Matcher line = MODULE_MEMORY.matcher(p.probe1); line.find(); ) {
            sum += Long.parseLong(line.group(1));
        }
        return sum == 0 ? null : sum;
    }

    private static Optional<Long> counter(@Nullable String line, String name) {
        Matcher matcher = Pattern.compile("\\b" + name + "=(\\d+)").matcher(line == null ? "" : line);
        return matcher.find() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    }

    private static @Nullable Latency latency(@Nullable List<Long> nanoseconds) {
        if (nanoseconds == null || nanoseconds.isEmpty()) {
            return null;
        }
        Histogram histogram = new Histogram(DIGITS);
        for (long each : nanoseconds) {
            histogram.recordValue(each);
        }
        return new Latency(
                histogram.getTotalCount(),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(95),
                histogram.getValueAtPercentile(99),
                histogram.getMaxValue());
    }

    /** A run without figures, and why. */
    static final class FailedRun extends Exception {
        private static final long serialVersionUID = 1L;

        FailedRun(String why, @Nullable Throwable cause) {
            super(why, cause);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }
}
