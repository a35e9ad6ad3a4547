// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import java.util.Locale;

/** A part of samples, and how sure it is. */
record Fraction(long part, long whole) {
    /** Of a normal distribution, for 95 of 100 cases. */
    private static final double SURE = 1.96;

    double percent() {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }

    /**
     * Half the width of the 95 % interval in percent points, as sampling alone makes it (Wilson's, so that it is above
     * zero when nothing was met).
     */
    double plusMinus() {
        if (whole == 0) {
            return 100;
        }
        double n = whole;
        double p = part / n;
        double square = SURE * SURE;
        return 100 * SURE * Math.sqrt(p * (1 - p) / n + square / (4 * n * n)) / (1 + square / n);
    }

    /** Whether it is above the other one by more than chance makes likely. */
    boolean clearlyAbove(Fraction other) {
        return percent() - other.percent() > Math.hypot(plusMinus(), other.plusMinus());
    }

    @Override
    public String toString() {
        if (part > 0 && percent() < 0.05) {
            return "< 0.1 %";
        }
        return String.format(Locale.ROOT, percent() < 9.95 ? "%.1f %%" : "%.0f %%", percent());
    }

    /** With its uncertainty. */
    String precisely() {
        return String.format(Locale.ROOT, "%.1f ± %.1f %%", percent(), plusMinus());
    }
}
