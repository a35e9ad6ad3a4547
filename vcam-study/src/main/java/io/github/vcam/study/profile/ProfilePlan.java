// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import io.github.vcam.consumer.CaptureMethod;
import io.github.vcam.error.InvalidValueException;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.FeedRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to profile and how.
 *
 * @param orders one feed for each method, checked; without end
 * @param consumer how somebody watches meanwhile; empty: nobody does
 * @param seconds how long perf looks at each
 * @param warmup seconds from the first frame until it begins to
 * @param frequency samples a second
 * @param callGraph how callers are found: fp or dwarf
 * @param event what perf samples, or auto
 */
public record ProfilePlan(
        Scenario scenario,
        List<FeedRequest> orders,
        Optional<CaptureMethod> consumer,
        double seconds,
        double warmup,
        int frequency,
        String callGraph,
        String event) {
    private static final String NOBODY = "none";
    private static final List<String> CALL_GRAPHS = List.of("fp", "dwarf");
    private static final int MOST_HERTZ = 20_000;

    public ProfilePlan {
        orders = List.copyOf(orders);
        callGraph = among("call_graph", callGraph, CALL_GRAPHS);
        if (!(seconds > 0 && seconds <= 3600)) {
            throw invalid("duration", seconds, "seconds above 0, at most 3600");
        }
        if (!(warmup >= 0 && warmup <= 3600)) {
            throw invalid("warmup", warmup, "0 to 3600 seconds");
        }
        if (frequency < 1 || frequency > MOST_HERTZ) {
            throw invalid("frequency", frequency, "1 to " + MOST_HERTZ + " samples a second");
        }
    }

    /** The same on one device. */
    public ProfilePlan on(String device) {
        return new ProfilePlan(
                scenario,
                orders.stream().map(order -> order.withDevice(device)).toList(),
                consumer,
                seconds,
                warmup,
                frequency,
                callGraph,
                event);
    }

    /** Reads how somebody watches: a method's name, or none. */
    public static Optional<CaptureMethod> consumer(String name) {
        List<CaptureMethod> methods = List.of(CaptureMethod.values());
        List<String> known = Stream.concat(Stream.of(NOBODY), methods.stream().map(CaptureMethod::title))
                .toList();
        String word = among("consumer", name, known);
        return methods.stream().filter(method -> method.title().equals(word)).findFirst();
    }

    private static String among(String parameter, String value, List<String> known) {
        String word = value.strip().toLowerCase(Locale.ROOT);
        if (!known.contains(word)) {
            throw invalid(parameter, "'" + value + "'", String.join(", ", known));
        }
        return word;
    }

    private static VcamException invalid(String parameter, Object value, String possible) {
        return InvalidValueException.of(parameter, parameter + " is " + value + "; it can be " + possible);
    }

    /** How somebody watches, in a word. */
    String watcher() {
        return consumer.map(CaptureMethod::title).orElse(NOBODY);
    }
}
