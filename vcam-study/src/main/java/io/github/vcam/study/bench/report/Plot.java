// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a plot shows, yet to be drawn.
 *
 * @param id its anchor
 * @param remark below its title: what was held fixed
 * @param across what the categories are; empty when they say it themselves
 * @param axis what is plotted
 * @param tick writes a value of it
 * @param series names and their values, one for each category; null where there is none
 */
record Plot(
        String id,
        String title,
        String remark,
        String across,
        String axis,
        DoubleFunction<String> tick,
        Look look,
        List<String> categories,
        Map<String, List<@Nullable Double>> series) {

    /** How values are shown. */
    enum Look {
        /** Marks over a scale of powers of ten. */
        DOTS,
        /** The same, joined. */
        LINES,
        /** Marks over a scale from zero. */
        RATIOS,
        /** The same, joined. */
        SHARES,
        /** Bars on top of each other over a scale from zero. */
        STACK;

        boolean logarithmic() {
            return this == DOTS || this == LINES;
        }
    }

    /** Plots that belong together with those categories alone in which one of them has a value, and without empty series. */
    static List<Plot> filled(List<Plot> group) {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < group.get(0).categories.size(); i++) {
            int category = i;
            if (group.stream()
                    .anyMatch(plot -> plot.series.values().stream().anyMatch(values -> values.get(category) != null))) {
                kept.add(category);
            }
        }
        return group.stream()
                .map(plot -> plot.with(kept))
                .filter(plot -> !plot.series.isEmpty())
                .toList();
    }

    private Plot with(List<Integer> kept) {
        Map<String, List<@Nullable Double>> filled = new LinkedHashMap<>();
        series.forEach((name, values) -> {
            if (values.stream().anyMatch(Objects::nonNull)) {
                filled.put(name, pick(kept, values));
            }
        });
        return new Plot(id, title, remark, across, axis, tick, look, pick(kept, categories), filled);
    }

    private static <T> List<T> pick(List<Integer> kept, List<T> of) {
        List<T> picked = new ArrayList<>();
        kept.forEach(index -> picked.add(of.get(index)));
        return picked;
    }

    Stream<Double> values() {
        return series.values().stream().flatMap(Collection::stream).filter(Objects::nonNull);
    }

    /** The values in words, for those who do not see the plot. */
    String description() {
        StringBuilder said = new StringBuilder(axis).append('.');
        series.forEach((name, values) -> {
            said.append(' ').append(name).append(':');
            for (int i = 0; i < values.size(); i++) {
                Double value = values.get(i);
                if (value != null) {
                    said.append(' ')
                            .append(categories.get(i))
                            .append(' ')
                            .append(tick.apply(value))
                            .append(',');
                }
            }
            said.setCharAt(said.length() - 1, '.');
        });
        return said.toString();
    }
}
