// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The scale of plots that belong together.
 *
 * @param logarithmic whether it goes by powers of ten; {@code from} and {@code to} are such powers then
 */
record Scale(double from, double to, boolean logarithmic) {
    private static final int STEPS = 5;

    /** One in which all values of a group have their place. */
    static Scale of(List<Plot> group) {
        double max = group.stream().flatMap(Plot::values).max(Double::compare).orElse(1.0);
        switch (group.get(0).look()) {
            case DOTS, LINES -> {
                double min = group.stream()
                        .flatMap(Plot::values)
                        .min(Double::compare)
                        .orElse(1.0);
                double from = Math.floor(Math.log10(min));
                return new Scale(
                        Math.pow(10, from), Math.pow(10, Math.max(Math.ceil(Math.log10(max)), from + 1)), true);
            }
            case STACK -> {
                return new Scale(0, 1.05 * highestStack(group), false);
            }
            default -> {
                return new Scale(0, 1.1 * Math.max(1.5, max), false);
            }
        }
    }

    private static double highestStack(List<Plot> group) {
        double highest = 0;
        for (Plot plot : group) {
            for (int i = 0; i < plot.categories().size(); i++) {
                int category = i;
                highest = Math.max(
                        highest,
                        plot.series().values().stream()
                                .map(values -> values.get(category))
                                .mapToDouble(value -> value == null ? 0 : value)
                                .sum());
            }
        }
        return highest;
    }

    /** Where a value lies, from 0 to 1. */
    double share(double value) {
        return logarithmic ? Math.log10(value / from) / Math.log10(to / from) : (value - from) / (to - from);
    }

    /** Powers of ten; in a single one 2 and 5 too; else about five round numbers. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (!logarithmic) {
            double step = step((to - from) / STEPS);
            for (int i = 0; from + i * step <= to; i++) {
                ticks.add(from + i * step);
            }
            return ticks;
        }
        long decades = Math.round(Math.log10(to / from));
        for (int i = 0; i <= decades; i++) {
            double power = from * Math.pow(10, i);
            ticks.add(power);
            if (decades == 1 && i == 0) {
                ticks.add(2 * power);
                ticks.add(5 * power);
            }
        }
        return ticks;
    }

    /** The next of 1, 2, 5, 10, 20 … that is not smaller. */
    private static double step(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (int digit : new int[] {1, 2, 5}) {
            if (digit * power >= least * 0.999) {
                return digit * power;
            }
        }
        return 10 * power;
    }
}
