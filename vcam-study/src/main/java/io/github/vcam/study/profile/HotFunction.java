// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A function and what it costs.
 *
 * @param self samples in it
 * @param total samples in it and in what it called
 * @param paths the ways by which it was reached most often when it ran itself, leaf first
 */
record HotFunction(Call frame, CostGroup group, Fraction self, Fraction total, List<Path> paths) {
    private static final int PATHS = 3;

    /** A way to the function. */
    record Path(List<String> frames, Fraction share) {}

    /** The functions that ran most often, of the kernel or of user space. */
    static List<HotFunction> top(Samples samples, boolean kernel, int most) {
        Map<Call, List<Map.Entry<CallStack, Long>>> byLeaf = samples.stacks().entrySet().stream()
                .filter(entry -> entry.getKey().leaf().kernel() == kernel)
                .collect(
                        Collectors.groupingBy(entry -> entry.getKey().leaf(), LinkedHashMap::new, Collectors.toList()));
        Map<Call, Long> totals = totals(samples);
        long all = samples.count();
        List<HotFunction> functions = new ArrayList<>();
        byLeaf.forEach((leaf, entries) -> functions.add(new HotFunction(
                leaf,
                CostGroup.of(entries.stream()
                        .max(Map.Entry.comparingByValue())
                        .orElseThrow()
                        .getKey()),
                new Fraction(sum(entries), all),
                new Fraction(totals.getOrDefault(leaf, 0L), all),
                paths(entries, all))));
        functions.sort(
                Comparator.comparingLong((HotFunction f) -> f.self().part()).reversed());
        return functions.subList(0, Math.min(most, functions.size()));
    }

    private static Map<Call, Long> totals(Samples samples) {
        Map<Call, Long> totals = new LinkedHashMap<>();
        samples.stacks().forEach((stack, count) -> {
            Set<Call> once = new HashSet<>(stack.frames());
            once.forEach(frame -> totals.merge(frame, count, Long::sum));
        });
        return totals;
    }

    private static List<Path> paths(List<Map.Entry<CallStack, Long>> entries, long all) {
        Map<List<String>, Long> ways = new LinkedHashMap<>();
        entries.forEach(entry -> ways.merge(entry.getKey().path(), entry.getValue(), Long::sum));
        return ways.entrySet().stream()
                .sorted(Map.Entry.<List<String>, Long>comparingByValue().reversed())
                .limit(PATHS)
                .map(way -> new Path(way.getKey(), new Fraction(way.getValue(), all)))
                .toList();
    }

    private static long sum(List<Map.Entry<CallStack, Long>> entries) {
        return entries.stream().mapToLong(Map.Entry::getValue).sum();
    }
}
