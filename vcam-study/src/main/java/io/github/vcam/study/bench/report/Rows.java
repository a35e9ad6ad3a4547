// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import io.github.vcam.study.bench.BenchResult;
import io.github.vcam.study.bench.Clock;
import io.github.vcam.study.bench.Row;
import io.github.vcam.study.bench.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A result's rows as a report goes through them. */
final class Rows {
    private final BenchResult result;

    Rows(BenchResult result) {
        this.result = result;
    }

    boolean any(Clock clock) {
        return of(clock).findAny().isPresent();
    }

    Stream<Row> of(Clock clock) {
        return result.rows().stream().filter(row -> row.clock() == clock);
    }

    /** How many were not even tried. */
    int unmeasured() {
        return (int) result.rows().stream()
                .filter(row -> row.runs().isEmpty() && row.failures().isEmpty())
                .count();
    }

    /** Small frames first; within a size by scenario in the order in which these were measured, then by module. */
    Map<String, List<Row>> bySize(Clock clock) {
        List<String> scenarios =
                of(clock).map(row -> row.scenario().id()).distinct().toList();
        Map<String, Integer> order = new LinkedHashMap<>();
        scenarios.forEach(scenario -> order.put(scenario, order.size()));
        List<String> modules = modules();
        Map<String, List<Row>> bySize = new LinkedHashMap<>();
        of(clock)
                .sorted(Comparator.comparing((Row row) -> row.scenario().frameBytes())
                        .thenComparing(row -> order.getOrDefault(row.scenario().id(), 0))
                        .thenComparing(row -> modules.indexOf(row.module())))
                .forEach(row -> bySize.computeIfAbsent(row.scenario().size(), size -> new ArrayList<>())
                        .add(row));
        return bySize;
    }

    List<String> modules() {
        return result.modules().stream().map(BenchResult.Module::name).toList();
    }

    /** The same scenario on the same clock with another build of the module. */
    Optional<Row> with(String module, Row row) {
        return of(row.clock())
                .filter(other ->
                        other.module().equals(module) && other.scenario().equals(row.scenario()))
                .findFirst();
    }

    /** Those that somebody watches. */
    List<Row> watched(Clock clock) {
        return of(clock).filter(row -> row.scenario().consumers() > 0).toList();
    }

    /** Rows that differ in path, size and module alone: few consumers, and the number of buffers that is most frequent. */
    List<Row> usual(Clock clock) {
        List<Row> watched = watched(clock);
        int consumers = watched.stream()
                .mapToInt(row -> row.scenario().consumers())
                .min()
                .orElse(0);
        int buffers =
                most(watched.stream().map(row -> row.scenario().buffers())).orElse(0);
        return watched.stream()
                .filter(row -> row.scenario().consumers() == consumers
                        && row.scenario().buffers() == buffers)
                .toList();
    }

    /** The most frequent one. */
    static <T> Optional<T> most(Stream<T> things) {
        return things
                .collect(Collectors.groupingBy(thing -> thing, LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    /** Small ones first. */
    static List<String> sizes(List<Row> rows) {
        return rows.stream()
                .map(Row::scenario)
                .sorted(Comparator.comparing(Scenario::frameBytes))
                .map(Scenario::size)
                .distinct()
                .toList();
    }

    /** The first and the last. */
    static List<String> ends(List<String> all) {
        return all.size() < 2 ? all : List.of(all.get(0), all.get(all.size() - 1));
    }

    static List<String> paths(List<Row> rows) {
        return rows.stream().map(row -> row.scenario().path()).distinct().toList();
    }

    /** What the runs that did not go well said, each once: {@code 2 of 3 runs failed: no such device}. */
    static String failures(Row row) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        row.failures().forEach(failure -> counts.merge(failure.strip(), 1, Integer::sum));
        int runs = row.runs().size() + row.failures().size();
        List<String> said = new ArrayList<>();
        counts.forEach((failure, count) -> said.add(counts.size() == 1 ? failure : failure + " (" + count + "×)"));
        return row.failures().isEmpty()
                ? "not measured"
                : (row.runs().isEmpty() ? "failed" : row.failures().size() + " of " + runs + " runs failed") + ": "
                        + String.join("; ", said);
    }
}
