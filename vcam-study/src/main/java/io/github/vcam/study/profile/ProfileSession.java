// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.ErrorId;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.runtime.Place;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.signal.CtrlC;
import io.github.vcam.study.StudyError;
import io.github.vcam.study.page.Fact;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Profiles one method after the other; what is finished is on the disk before the next one begins. */
public final class ProfileSession {
    private static final Logger LOG = LoggerFactory.getLogger(ProfileSession.class);

    /** What one method may lack while another works. */
    private static final Set<ErrorId> OF_ONE_METHOD = Set.of(
            CoreError.METHOD_REFUSED,
            CoreError.DMABUF_UNAVAILABLE,
            CoreError.IOCTL_FAILED,
            CoreError.FRAME_TIMEOUT,
            CoreError.DEVICE_VANISHED,
            StudyError.PROFILE_EMPTY,
            RuntimeError.PROGRAM_FAILED,
            RuntimeError.PROGRAM_TIMED_OUT);

    private final Place place;
    private final ProfileFiles files;

    /**
     * A session.
     *
     * @param directory for the report
     */
    public ProfileSession(Place place, Path directory) {
        this.place = place;
        this.files = new ProfileFiles(directory);
    }

    /** Profiles all of it. Ctrl-C ends it after what was looked at so far; the report says so, and an error. */
    @SuppressWarnings("try") // two things are held, not used
    public void run(ProfilePlan plan) {
        Perf perf = Perf.find(place.machine(), plan.event());
        files.begin();
        List<MethodProfile> methods = new ArrayList<>();
        VcamException failure = null;
        MethodRun run = new MethodRun(place, perf, plan, files);
        try (CtrlC ctrlC = CtrlC.handledBy(run::end);
                StudyStage stage = StudyStage.set(place.machine(), plan)) {
            for (FeedRequest order : plan.orders()) {
                if (run.ended()) {
                    break;
                }
                try {
                    methods.add(run.profile(order));
                } catch (VcamException e) {
                    failure = failure == null ? e : failure;
                    boolean goesOn =
                            OF_ONE_METHOD.contains(e.code()) && plan.orders().size() > 1;
                    if (!goesOn && !run.ended()) {
                        keep(plan, perf, methods, false);
                        throw e;
                    }
                    LOG.warn("{}: {}", order.method().title(), e.getMessage());
                    methods.add(MethodProfile.failed(
                            order.method().title(), order.device(), String.valueOf(e.getMessage())));
                }
                keep(plan, perf, methods, run.ended());
            }
        }
        finish(plan, perf, methods, run.ended(), failure);
    }

    private void keep(ProfilePlan plan, Perf perf, List<MethodProfile> methods, boolean interrupted) {
        if (methods.stream().anyMatch(profile -> profile.failure() == null)) {
            files.write(report(plan, perf, methods, interrupted));
        }
    }

    private void finish(
            ProfilePlan plan,
            Perf perf,
            List<MethodProfile> methods,
            boolean interrupted,
            @Nullable VcamException failure) {
        if (methods.stream().allMatch(profile -> profile.failure() != null)) {
            throw failure != null
                    ? failure
                    : new VcamException(
                            StudyError.PROFILE_EMPTY, "the profile was interrupted before perf saw anything");
        }
        ProfileReport report = report(plan, perf, methods, interrupted);
        files.write(report);
        ProfileTable.lines(report).forEach(LOG::info);
        Evidence.of(report).forEach(LOG::info);
        report.partial().ifPresent(LOG::warn);
        LOG.info("wrote {}", files.page());
        if (interrupted) {
            throw new VcamException(
                    StudyError.PROFILE_STOPPED,
                    "profiling on " + place.description() + " was stopped by Ctrl-C; what perf saw until then is in "
                            + files.page());
        }
    }

    private ProfileReport report(ProfilePlan plan, Perf perf, List<MethodProfile> methods, boolean interrupted) {
        return new ProfileReport(
                plan.scenario(), facts(plan, perf), methods, plan.orders().size(), interrupted);
    }

    private List<Fact> facts(ProfilePlan plan, Perf perf) {
        FeedRequest order = plan.orders().get(0);
        String event = perf.event();
        int frequency = perf.frequency(plan.frequency());
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("input", order.input()));
        facts.add(new Fact("where", place.description()));
        facts.add(new Fact("processor", perf.fact("processors") + " × " + perf.fact("processor")));
        facts.add(new Fact("perf", perf.fact("version")));
        facts.add(new Fact(
                "samples of",
                event
                        + (event.equals("cpu-clock")
                                ? ": a timer, for this machine shows no counters of its processor; what runs with"
                                        + " interrupts off is met when they come on again"
                                : "")));
        facts.add(new Fact(
                "frequency",
                frequency + " Hz"
                        + (frequency < plan.frequency()
                                ? ", the most that this kernel allows; " + plan.frequency() + " were asked for"
                                : "")));
        facts.add(new Fact(
                "callers by",
                plan.callGraph().equals("fp")
                        ? "frame pointers"
                        : plan.callGraph().toUpperCase(Locale.ROOT)));
        facts.add(new Fact("consumer", plan.watcher()));
        return facts;
    }
}
