// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import io.github.vcam.error.InvalidValueException;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.frame.Buffers;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.producer.StreamingMethod;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A profile with everything chosen. */
public enum Scenario {
    /** Nothing chosen but by the user. */
    NONE,
    /**
     * What this project grew from: on bare metal, 4096x4096 YUYV and max_buffers=32, perf at 999 Hz saw a feeder by
     * write() spend near 10 % of its time in _copy_from_user and near 10 % in do_syscall_64, and one by MMAP 3 % and
     * none.
     */
    STUDY;

    /** A picture that costs its producer one copy. */
    private static final FeedRequest STUDIED = FeedRequest.of("pattern:bars", "any")
            .withFormat(PixelFormat.YUYV)
            .withSize(new FrameSize(4096, 4096))
            .withRate(FrameRate.of(60))
            .withBuffers(Buffers.MOST);

    /** Reads a name; fails with PARAMETER_INVALID. */
    public static Scenario of(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "", "none" -> NONE;
            case "study" -> STUDY;
            default ->
                throw InvalidValueException.of("scenario", "scenario is '" + name + "'; it can be none or study");
        };
    }

    /** What is played as far as the user does not say, into a device that is not chosen yet. */
    public Optional<FeedRequest> usual() {
        return this == STUDY ? Optional.of(STUDIED) : Optional.empty();
    }

    /**
     * One feed without end for each method.
     *
     * @param methods that the user wants, separated by commas
     * @param one that counts where neither the user nor the scenario has more
     */
    public List<FeedRequest> feeds(FeedRequest feed, Optional<String> methods, Supplier<StreamingMethod> one) {
        return methods.map(Scenario::listed)
                .orElseGet(() -> this == STUDY ? all() : Stream.of(one.get()))
                .map(method -> feed.withMethod(method).withLoop(true))
                .toList();
    }

    private static Stream<StreamingMethod> listed(String methods) {
        return Stream.of(methods.split(",", -1)).map(StreamingMethod::of).distinct();
    }

    private static Stream<StreamingMethod> all() {
        return Stream.of(StreamingMethod.values()).filter(method -> method != StreamingMethod.AUTO);
    }
}
