// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.maven.feed.FeedOptions;
import io.github.vcam.maven.profile.ProfilePlan;
import io.github.vcam.maven.profile.ProfileSession;
import io.github.vcam.maven.profile.Scenario;
import io.github.vcam.maven.worker.FeedOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
public final class ProfileMojo extends DeviceMojo {
    private static final String STILL = "pattern:bars";

    /** What to play, as for the feed. Default in the scenario study: a picture that costs its producer one copy. */
    @Parameter(property = "input")
    private @Nullable String input;

    /** A profile with everything chosen: <code>study</code>, 4096x4096 YUYV in 32 buffers by all four methods. */
    @Parameter(property = "vcam.scenario", defaultValue = "none")
    private String scenario;

    /** How frames travel, one profile for each: write, mmap, userptr, dmabuf, separated by commas. */
    @Parameter(property = "vcam.methods")
    private @Nullable String methods;

    /** How frames travel when it is one method. */
    @Parameter(property = "vcam.method", defaultValue = "auto")
    private String method;

    /** Who watches meanwhile: none, read, mmap, userptr or dmabuf; it is profiled, too. */
    @Parameter(property = "vcam.consumer", defaultValue = "none")
    private String consumer;

    /** Pixel format as FourCC. Default: the input's own where the camera takes it. */
    @Parameter(property = "vcam.format")
    private @Nullable String format;

    /** Frame size in pixels, WxH. Default: the input's own. */
    @Parameter(property = "vcam.size")
    private @Nullable String size;

    /** Frames per second. Default: the input's own. */
    @Parameter(property = "vcam.fps")
    private @Nullable String fps;

    /** Buffers of the queue, 1 to 32. */
    @Parameter(property = "vcam.buffers")
    private @Nullable Integer buffers;

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
    public ProfileMojo(Workshop workshop) {
        super(workshop);
    }

    @Override
    void check() {
        plan(wish());
    }

    @Override
    void run(Site site) {
        Path directory = site.build().resolve("vcam/profile");
        new ProfileSession(site.target(), site.workers(), directory).run(plan(device(site)));
    }

    private ProfilePlan plan(String device) {
        Scenario chosen = Scenario.of(scenario);
        boolean study = chosen == Scenario.STUDY;
        List<FeedOrder> orders = wishes(study).stream()
                .map(wish -> FeedOptions.checked(
                        order(wish, device, study), Path.of("").toAbsolutePath()))
                .toList();
        return new ProfilePlan(chosen, orders, consumer, duration, warmup, frequency, callGraph, event);
    }

    private List<String> wishes(boolean study) {
        String list = Optional.ofNullable(methods).orElse(study ? "write,mmap,userptr,dmabuf" : method);
        return Arrays.stream(list.split(",", -1)).map(String::strip).distinct().toList();
    }

    private FeedOrder order(String wish, String device, boolean study) {
        return new FeedOrder(
                Optional.ofNullable(input).orElse(study ? STILL : ""),
                device,
                wish,
                Optional.ofNullable(format).orElse(study ? "YUYV" : null),
                Optional.ofNullable(size).orElse(study ? "4096x4096" : null),
                Optional.ofNullable(fps).orElse(study ? "60" : null),
                true,
                null,
                Optional.ofNullable(buffers).orElse(study ? Integer.valueOf(32) : null));
    }
}
