// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import io.github.vcam.frame.FrameSize;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is measured, and how often.
 *
 * @param scenarios for each clock
 * @param rounds in which all of them are measured, so that a machine's moods meet each alike
 * @param seconds that a run lasts by the clock on the wall, warm-up left out
 * @param burdened the producer's method whose frames are copied once more for nothing; empty for none
 */
public record BenchPlan(Map<Clock, List<Scenario>> scenarios, int rounds, double seconds, String burdened) {
    private static final String QUICK = "time,free,instructions";
    private static final String ALL = "time,free,paced,loaded,instructions";

    public BenchPlan {
        scenarios = Map.copyOf(scenarios);
    }

    List<Scenario> scenarios(Clock clock) {
        return scenarios.getOrDefault(clock, List.of());
    }

    /**
     * Reads what a user wants; what is left out is as usual.
     *
     * @param quick whether the usual is to be short
     * @param clocks which: time, free, paced, loaded, instructions
     */
    public static BenchPlan of(
            boolean quick,
            Optional<String> clocks,
            Optional<String> sizes,
            Optional<String> pairs,
            Optional<String> buffers,
            Optional<String> consumers,
            Optional<Integer> rounds,
            Optional<Double> seconds,
            Optional<String> burden) {
        BenchOptions wishes = BenchOptions.of(quick, sizes, pairs, buffers, consumers, rounds, seconds);
        Map<Clock, List<Scenario>> scenarios = new EnumMap<>(Clock.class);
        for (Clock clock : BenchOptions.clocks(clocks.orElse(quick ? QUICK : ALL))) {
            scenarios.put(
                    clock,
                    switch (clock) {
                        case TIME, INSTRUCTIONS -> all(wishes);
                        case FREE -> free(wishes);
                        case PACED, LOADED -> paced(wishes);
                    });
        }
        return new BenchPlan(scenarios, wishes.rounds(), wishes.seconds(), burden.orElse(""));
    }

    /** Every way at every size, then a few at one size with more and fewer buffers and consumers. */
    private static List<Scenario> all(BenchOptions wishes) {
        Set<Scenario> all = new LinkedHashSet<>();
        for (FrameSize size : wishes.sizes()) {
            for (BenchOptions.Pair pair : wishes.pairs()) {
                all.add(scenario(
                        pair, size, wishes.buffers().get(0), wishes.consumers().get(0)));
            }
        }
        for (BenchOptions.Pair pair : wishes.sweptPairs()) {
            for (int buffers : wishes.buffers()) {
                all.add(scenario(
                        pair, wishes.middleSize(), buffers, wishes.consumers().get(0)));
            }
            for (int consumers : wishes.consumers()) {
                all.add(scenario(pair, wishes.middleSize(), wishes.buffers().get(0), consumers));
            }
        }
        return List.copyOf(all);
    }

    /** Those few again, where somebody watches. */
    private static List<Scenario> free(BenchOptions wishes) {
        return wishes.sweptPairs().stream()
                .flatMap(pair -> wishes.consumers().stream()
                        .filter(consumers -> consumers > 0)
                        .map(consumers -> scenario(
                                pair, wishes.middleSize(), wishes.buffers().get(0), consumers)))
                .toList();
    }

    /** Every way at one size, then a few with more consumers. */
    private static List<Scenario> paced(BenchOptions wishes) {
        Stream<Scenario> pairs = wishes.pairs().stream()
                .map(pair ->
                        scenario(pair, wishes.middleSize(), wishes.buffers().get(0), 1));
        return Stream.concat(pairs, free(wishes).stream()).distinct().toList();
    }

    private static Scenario scenario(BenchOptions.Pair pair, FrameSize size, int buffers, int consumers) {
        return new Scenario(
                pair.producer().title(), pair.consumer().title(), size.width(), size.height(), buffers, consumers);
    }
}
