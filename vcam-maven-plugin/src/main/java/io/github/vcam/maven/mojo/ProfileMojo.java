// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.feed.Durations;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.runtime.Place;
import io.github.vcam.study.profile.ProfilePlan;
import io.github.vcam.study.profile.ProfileSession;
import io.github.vcam.study.profile.Scenario;
import java.util.Optional;
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

    /** How long perf looks at each method. */
    @Parameter(property = "vcam.duration", defaultValue = "10s")
    private String duration;

    /** How long after the first frames perf begins to look. */
    @Parameter(property = "vcam.warmup", defaultValue = "2s")
    private String warmup;

    /** Samples a second. */
    @Parameter(property = "vcam.frequency", defaultValue = "999")
    private int frequency;

    /** How callers are found: <code>fp</code>, frame pointers; <code>dwarf</code>, debug information and a copy of the stack. */
    @Parameter(property = "vcam.callGraph", defaultValue = "fp")
    private String callGraph;

    /** What perf samples. Default: the processor's cycles, else the kernel's cpu-clock. */
    @Parameter(property = "vcam.event", defaultValue = "auto")
    private String event;

    @Override
    Work work() {
        ProfilePlan plan = plan();
        return place -> profile(plan, place);
    }

    private void profile(ProfilePlan plan, Place place) {
        place.setUpProfile();
        new ProfileSession(place, place.options().directory().resolve("vcam/profile")).run(plan.on(device(place)));
    }

    private ProfilePlan plan() {
        Scenario chosen = Scenario.of(scenario);
        FeedRequest feed = chosen.usual().map(this::request).orElseGet(this::request);
        return new ProfilePlan(
                chosen,
                chosen.feeds(feed, Optional.ofNullable(methods), this::method),
                ProfilePlan.consumer(consumer),
                Durations.seconds(Durations.parse("duration", duration)),
                Durations.seconds(Durations.parse("warmup", warmup)),
                frequency,
                callGraph,
                event);
    }
}
