// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import io.github.vcam.consumer.CaptureMethod;
import io.github.vcam.error.CoreError;
import io.github.vcam.error.InvalidValueException;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.Buffers;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.producer.StreamingMethod;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a user wants measured, checked. The first number of buffers and the first of consumers go with every pair and
 * size, the others with a few.
 */
record BenchOptions(
        List<FrameSize> sizes,
        List<Pair> pairs,
        List<Pair> sweptPairs,
        List<Integer> buffers,
        List<Integer> consumers,
        int rounds,
        double seconds) {
    private static final List<StreamingMethod> OUTPUTS = Stream.of(StreamingMethod.values())
            .filter(method -> method != StreamingMethod.AUTO)
            .toList();
    private static final List<CaptureMethod> INPUTS = List.of(CaptureMethod.values());
    private static final List<Pair> QUICK = List.of(
            new Pair(StreamingMethod.WRITE, CaptureMethod.READ),
            new Pair(StreamingMethod.WRITE, CaptureMethod.MMAP),
            new Pair(StreamingMethod.MMAP, CaptureMethod.READ),
            new Pair(StreamingMethod.MMAP, CaptureMethod.MMAP),
            new Pair(StreamingMethod.USERPTR, CaptureMethod.MMAP),
            new Pair(StreamingMethod.DMABUF, CaptureMethod.MMAP));
    private static final List<Pair> SWEPT = List.of(
            new Pair(StreamingMethod.MMAP, CaptureMethod.MMAP), new Pair(StreamingMethod.WRITE, CaptureMethod.READ));
    private static final String ALL = "all";
    private static final int MOST_CONSUMERS = 16;
    private static final int LARGEST = 16_384;

    FrameSize middleSize() {
        return sizes.get(sizes.size() / 2);
    }

    record Pair(StreamingMethod producer, CaptureMethod consumer) {}

    /**
     * Reads what the user wrote; what is left out is as usual.
     *
     * @param quick whether the usual is to be short
     */
    static BenchOptions of(
            boolean quick,
            Optional<String> sizes,
            Optional<String> pairs,
            Optional<String> buffers,
            Optional<String> consumers,
            Optional<Integer> rounds,
            Optional<Double> seconds) {
        List<Pair> wanted = pairs.isEmpty() && quick ? QUICK : list(pairs.orElse(ALL), BenchOptions::pairs);
        List<Pair> swept = wanted.stream().filter(SWEPT::contains).toList();
        return new BenchOptions(
                list(
                        sizes.orElse(quick ? "640x480,1920x1080" : "640x480,1920x1080,4096x4096"),
                        size -> Stream.of(size(size))),
                wanted,
                swept.isEmpty() ? wanted.subList(0, 1) : swept,
                list(
                        buffers.orElse(Buffers.USUAL + (quick ? "" : ",2,8," + Buffers.MOST)),
                        text -> Stream.of(number("buffers", text, 1, Buffers.MOST))),
                list(
                        consumers.orElse(quick ? "1,3" : "1,0,2,4,8"),
                        text -> Stream.of(number("consumers", text, 0, MOST_CONSUMERS))),
                number("rounds", String.valueOf(rounds.orElse(quick ? 2 : 3)), 1, 1000),
                positive(seconds.orElse(quick ? 0.4 : 1.0)));
    }

    static List<Clock> clocks(String text) {
        return list(text, name -> {
            try {
                return Stream.of(Clock.valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw invalid("clocks", name, "it can be time, free, paced, loaded and instructions");
            }
        });
    }

    private static <T> List<T> list(String text, Function<String, Stream<T>> parse) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .flatMap(parse)
                .distinct()
                .toList();
    }

    private static FrameSize size(String text) {
        FrameSize size = FrameSize.of(text);
        if (size.width() % 2 != 0
                || size.width() < 16
                || size.height() < 16
                || size.width() > LARGEST
                || size.height() > LARGEST) {
            throw new InvalidValueException(
                    CoreError.SIZE_INVALID,
                    "sizes",
                    "sizes has " + text + ": frames are YUYV, of an even width, sides go from 16 to " + LARGEST);
        }
        return size;
    }

    private static Stream<Pair> pairs(String text) {
        if (text.equals(ALL)) {
            return OUTPUTS.stream().flatMap(output -> INPUTS.stream().map(input -> new Pair(output, input)));
        }
        String[] sides = text.split(":", -1);
        Optional<Pair> pair = sides.length != 2
                ? Optional.empty()
                : named(OUTPUTS, StreamingMethod::title, sides[0])
                        .flatMap(output ->
                                named(INPUTS, CaptureMethod::title, sides[1]).map(input -> new Pair(output, input)));
        return Stream.of(pair.orElseThrow(() -> new InvalidValueException(
                CoreError.METHOD_UNKNOWN,
                "pairs",
                "pairs has '" + text + "': write all, or pairs of " + names(OUTPUTS, StreamingMethod::title) + " and "
                        + names(INPUTS, CaptureMethod::title) + ", as in write:mmap")));
    }

    private static <M> Optional<M> named(List<M> methods, Function<M, String> title, String name) {
        return methods.stream()
                .filter(method -> title.apply(method).equals(name))
                .findFirst();
    }

    private static <M> String names(List<M> methods, Function<M, String> title) {
        return methods.stream().map(title).collect(Collectors.joining(", "));
    }

    private static int number(String name, String text, int least, int most) {
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw invalid(name, text, "it is not a number");
        }
        if (number < least || number > most) {
            throw invalid(name, text, "it can be " + least + " to " + most);
        }
        return number;
    }

    private static double positive(double seconds) {
        if (!(seconds > 0 && seconds <= 600)) {
            throw invalid("duration", seconds + " s", "it can be up to 10 minutes, more than nothing");
        }
        return seconds;
    }

    private static VcamException invalid(String name, String text, String why) {
        return InvalidValueException.of(name, name + " has '" + text + "': " + why);
    }
}
