// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import io.github.vcam.study.bench.Metric;
import io.github.vcam.study.bench.Row;
import io.github.vcam.study.bench.Spread;
import java.util.Locale;
import java.util.Optional;

/**
 * A row's median over that of the report's first module.
 *
 * @param overlap whether the two spreads have something in common, so that chance may have made the difference
 */
record Ratio(double value, boolean overlap) {
    /** Empty for the first module itself, and where one of the two has no figure. */
    static Optional<Ratio> of(Rows rows, Row row, Metric metric) {
        String first = rows.modules().isEmpty() ? row.module() : rows.modules().get(0);
        if (row.module().equals(first)) {
            return Optional.empty();
        }
        return rows.with(first, row)
                .flatMap(base -> base.figure(metric))
                .flatMap(base -> row.figure(metric).map(spread -> of(base, spread)))
                .filter(ratio -> Double.isFinite(ratio.value));
    }

    private static Ratio of(Spread base, Spread spread) {
        return new Ratio(spread.median() / base.median(), spread.min() <= base.max() && base.min() <= spread.max());
    }

    /** Whether nobody can say which of the two costs less. */
    boolean even() {
        return overlap || Math.abs(value - 1) < 0.005;
    }

    String text() {
        return (overlap ? "~" : "") + String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value) + "×";
    }
}
