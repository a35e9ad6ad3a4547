// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.feed.FeedRequest;
import io.github.vcam.frame.Buffers;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.producer.StreamingMethod;
import io.github.vcam.study.profile.ProfilePlan;
import io.github.vcam.study.profile.ProfileSession;
import io.github.vcam.study.profile.Scenario;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Shows where a feed's time goes: plays the input, lets perf look at it where the camera is, and writes a page with the
 * kernel's hot functions by meaning, the ways to them and flame graphs: <code>target/vcam/profile/index.html</code>.
 */
@Mojo(name = "profile", requiresProject = false, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
public final class ProfileMojo extends PlayingMojo {
    /** In the scenario study, a picture that costs its producer one copy. */
    private static final Usual STUDY =
            new Usual("pattern:bars", PixelFormat.YUYV, new FrameSize(4096, 4096), FrameRate.of(60), Buffers.MOST);

    /**
     * A profile with everything chosen: <code>study</code>, a still picture of 4096x4096 in YUYV and 32 buffers by all
     * four methods.
     */
    @Parameter(property = "vcam.scenario", defaultValue = "none")
    private String scenario;

    /** How frames travel, one profile for each: write, mmap, userptr, dmabuf, separated by commas. */
    @Parameter(property = "vcam.methods")
    private @Nullable String methods;

    /** Who watches meanwhile: none, read, mmap, userptr or dmabuf; it is profiled, too. */
    @Parameter(property = "vcam.consumer", defaultValue = "none")
    private String consumer;

    /** Seconds that perf looks at each method. */
    @Parameter(property = "vcam.duration", defaultValue = "10")
    private double duration;

    /** Seconds from the first frames until perf looks. */
    @Parameter(property = "vcam.warmup", defaultValue = "2")
    private double warmup;

    /** Samples a second. */
    @Parameter(property = "vcam.frequency", defaultValue = "999")
    private int frequency;

    /** How callers are found: <code>fp</code>, frame pointers; <code>dwarf</code>, debug information and a copy of the stack. */
    @Parameter(property = "vcam.callGraph", defaultValue = "fp")
    private String callGraph;

    /** What perf samples. Default: the processor's cycles, else the kernel's cpu-clock. */
    @Parameter(property = "vcam.event", defaultValue = "auto")
    private String event;

    @Inject
    public ProfileMojo(ModuleArtifact workshop) {
        super(workshop);
    }

    @Override
    void check() {
        plan(wish());
    }

    @Override
    void run(GoalContext context) {
        Path directory = context.build().resolve("vcam/profile");
        new ProfileSession(context.place(), context.workers(), directory).run(plan(device(context)));
    }

    private ProfilePlan plan(String device) {
        Scenario chosen = Scenario.of(scenario);
        boolean study = chosen == Scenario.STUDY;
        Usual usual = study ? STUDY : Usual.NOTHING;
        List<FeedRequest> requests = methods(study).stream()
                .map(method -> request(device, method, usual, true, null))
                .toList();
        return new ProfilePlan(
                chosen, requests, ProfilePlan.consumer(consumer), duration, warmup, frequency, callGraph, event);
    }

    private List<StreamingMethod> methods(boolean study) {
        if (methods != null) {
            return Stream.of(methods.split(",", -1))
                    .map(StreamingMethod::of)
                    .distinct()
                    .toList();
        }
        return study
                ? List.of(StreamingMethod.WRITE, StreamingMethod.MMAP, StreamingMethod.USERPTR, StreamingMethod.DMABUF)
                : List.of(method());
    }
}
