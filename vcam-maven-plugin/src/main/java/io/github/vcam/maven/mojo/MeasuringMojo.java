// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.feed.Durations;
import io.github.vcam.study.bench.BenchPlan;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What a bench measures, as a user says it. */
abstract class MeasuringMojo extends VcamMojo {
    private static final Set<String> PLANNED =
            Set.of("sizes", "pairs", "buffers", "consumers", "rounds", "duration", "clocks", "burden");

    /** At most three minutes: fewer methods, sizes and rounds. */
    @Parameter(property = "vcam.bench.quick", defaultValue = "false")
    private boolean quick;

    /** Frame sizes, separated by commas. Default: 640x480,1920x1080,4096x4096. */
    @Parameter(property = "vcam.bench.sizes")
    private @Nullable String sizes;

    /**
     * How frames go in and come out, separated by commas, as in <code>write:mmap,mmap:mmap</code>: write, mmap, userptr or
     * dmabuf; read, mmap, userptr or dmabuf. Default: all.
     */
    @Parameter(property = "vcam.bench.pairs")
    private @Nullable String pairs;

    /** Buffers of each side; the first number for every row, the others for a few. Default: 4,2,8,32. */
    @Parameter(property = "vcam.bench.buffers")
    private @Nullable String buffers;

    /** How many watch; the first number for every row, the others for a few. Default: 1,0,2,4,8. */
    @Parameter(property = "vcam.bench.consumers")
    private @Nullable String consumers;

    /** How often every row is measured. Default: 3. */
    @Parameter(property = "vcam.bench.rounds")
    private @Nullable Integer rounds;

    /** How long a timed run lasts, for instance 500ms. Default: 1s. */
    @Parameter(property = "vcam.bench.duration")
    private @Nullable String duration;

    /**
     * What is measured: <code>time</code>, frame by frame; <code>free</code>, a producer that waits for nobody;
     * <code>paced</code>, how long a frame of a camera of 30 a second is on its way; <code>loaded</code>, the same while every
     * processor is wanted by others; <code>instructions</code>, which repeat anywhere but need a micro-VM. Default: all,
     * separated by commas; quickly: without <code>paced</code> and <code>loaded</code>.
     */
    @Parameter(property = "vcam.bench.clocks")
    private @Nullable String clocks;

    /** Lets the producer of this method copy each frame once more, for nothing: to see that a bench would show it. */
    @Parameter(property = "vcam.bench.burden", defaultValue = "")
    private @Nullable String burden;

    /** The plan; fails with the name of what is wrong in it. */
    final BenchPlan plan() {
        return BenchPlan.of(
                quick,
                Optional.ofNullable(clocks),
                Optional.ofNullable(sizes),
                Optional.ofNullable(pairs),
                Optional.ofNullable(buffers),
                Optional.ofNullable(consumers),
                Optional.ofNullable(rounds),
                Optional.ofNullable(duration).map(text -> Durations.seconds(Durations.parse("duration", text))),
                Optional.ofNullable(burden));
    }

    @Override
    final String property(String name) {
        return PLANNED.contains(name) ? "vcam.bench." + name : super.property(name);
    }
}
