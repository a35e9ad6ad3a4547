// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What perf saw.
 *
 * @param stacks how often each call stack was met
 * @param lost samples that perf says it could not keep
 * @param idle samples of an idle processor, which are not among the stacks
 * @param seconds from the first sample to the last
 */
record Samples(Map<CallStack, Long> stacks, long lost, long idle, double seconds) {
    Samples {
        stacks = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(stacks));
    }

    long count() {
        return stacks.values().stream().mapToLong(Long::longValue).sum();
    }

    long count(Predicate<CallStack> which) {
        return stacks.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    Fraction share(Predicate<CallStack> which) {
        return new Fraction(count(which), count());
    }

    /** One process's part. */
    Samples of(long pid) {
        return new Samples(
                stacks.entrySet().stream()
                        .filter(entry -> entry.getKey().pid() == pid)
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, Map.Entry::getValue, Long::sum, LinkedHashMap::new)),
                lost,
                idle,
                seconds);
    }

    /** One line for each call stack, as flame graphs want them. */
    String collapsed() {
        return collapsed(1);
    }

    /** The same, every number multiplied; what becomes less than a half is left out. */
    String collapsed(double factor) {
        return stacks.entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.getKey().collapsed(),
                        LinkedHashMap::new,
                        Collectors.summingLong(Map.Entry::getValue)))
                .entrySet()
                .stream()
                .map(entry -> Map.entry(entry.getKey(), Math.round(entry.getValue() * factor)))
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
