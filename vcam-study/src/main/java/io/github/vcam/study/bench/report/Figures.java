// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import io.github.vcam.study.bench.Clock;
import io.github.vcam.study.bench.Metric;
import io.github.vcam.study.bench.Spread;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;

/** Writes figures as engineers read them: three digits and a prefix; four where instructions are counted. */
final class Figures {
    /** Stands where there is no figure. */
    static final String NONE = "–";

    private enum Kind {
        DURATION,
        BYTES,
        COUNT
    }

    private record Scale(double factor, String unit) {}

    private final Kind kind;
    private final Clock clock;
    private final String unit;
    private final boolean whole;

    private Figures(Kind kind, Clock clock, String unit, boolean whole) {
        this.kind = kind;
        this.clock = clock;
        this.unit = unit;
        this.whole = whole;
    }

    static Figures of(Metric metric, Clock clock) {
        String unit = metric.unit();
        Kind kind = unit.startsWith("ns") ? Kind.DURATION : unit.startsWith("B") ? Kind.BYTES : Kind.COUNT;
        return new Figures(kind, clock, unit.equals("%") ? " %" : "", kind != Kind.COUNT || unit.equals("frames"));
    }

    static String title(Metric metric, Clock clock) {
        return metric == Metric.USUAL_FRAME && clock == Clock.INSTRUCTIONS ? "instructions" : metric.title();
    }

    /** What one is, where the clock has its say: {@code ns/frame} is {@code instructions/frame} when it counts these. */
    static String unit(Metric metric, Clock clock) {
        return clock == Clock.INSTRUCTIONS ? metric.unit().replaceFirst("^ns", "instructions") : metric.unit();
    }

    String text(Optional<Spread> spread) {
        return text(spread.map(Spread::median).orElse(Double.NaN));
    }

    String text(double figure) {
        if (!Double.isFinite(figure)) {
            return NONE;
        }
        Scale scale = scale(figure);
        return number(figure / scale.factor, decimals(figure, scale)) + scale.unit;
    }

    /** The smallest and the largest in the median's unit; empty when they look the same. */
    String range(Spread spread) {
        Scale scale = scale(spread.median());
        int decimals = decimals(spread.median(), scale);
        String min = number(spread.min() / scale.factor, decimals);
        String max = number(spread.max() / scale.factor, decimals);
        return min.equals(max) ? "" : min + NONE + max;
    }

    private Scale scale(double figure) {
        double size = Math.abs(rounded(figure));
        return switch (kind) {
            case DURATION ->
                clock == Clock.INSTRUCTIONS
                        ? prefixed(size, 1000, "", " k", " M", " G")
                        : prefixed(size, 1000, " ns", " µs", " ms", " s");
            case BYTES -> prefixed(size, 1024, " B", " KiB", " MiB", " GiB");
            case COUNT -> size < 1e4 ? new Scale(1, unit) : prefixed(size, 1000, unit, " k" + unit, " M" + unit);
        };
    }

    private static Scale prefixed(double size, int step, String... units) {
        double factor = 1;
        int i = 0;
        while (size >= factor * step && i < units.length - 1) {
            factor *= step;
            i++;
        }
        return new Scale(factor, units[i]);
    }

    private int digits() {
        return kind == Kind.DURATION && clock == Clock.INSTRUCTIONS ? 4 : 3;
    }

    /** So that 999.9 ns are 1.00 µs. */
    private double rounded(double figure) {
        return new BigDecimal(figure).round(new MathContext(digits())).doubleValue();
    }

    private int decimals(double figure, Scale scale) {
        double size = Math.abs(rounded(figure)) / scale.factor;
        if (size == 0 || (scale.factor == 1 && whole && size == Math.rint(size))) {
            return 0;
        }
        int before = (int) Math.floor(Math.log10(size)) + 1;
        return size < 0.01 ? 3 : Math.max(0, Math.min(digits() - before, digits() - 1));
    }

    private static String number(double figure, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", figure);
        return figure > 0 && Double.parseDouble(text) == 0 ? "<0.001" : text;
    }
}
