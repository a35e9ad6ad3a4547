// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import io.github.vcam.consumer.CaptureMethod;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.feed.BackgroundWorker;
import io.github.vcam.runtime.feed.FeedSession;
import io.github.vcam.runtime.feed.LifeLine;
import io.github.vcam.runtime.feed.WorkerLauncher;
import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.worker.WatchOrder;
import io.github.vcam.runtime.worker.WorkerEvent;
import io.github.vcam.study.StudyError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One method: a feed, somebody who watches it perhaps, and perf. */
final class MethodRun {
    private static final Logger LOG = LoggerFactory.getLogger(MethodRun.class);

    /** Names for compiled methods, callers by frame pointers, and our own methods compiled soon: names need it. */
    private static final List<String> JAVA_OPTIONS = List.of(
            "-XX:+PreserveFramePointer",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:+DumpPerfMapAtExit",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=CompileThresholdScaling,io.github.vcam.*::*,0.0005");

    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration ROUND = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(200);

    private final Machine place;
    private final WorkerLauncher workers;
    private final Perf perf;
    private final ProfilePlan plan;
    private final ProfileFiles files;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable LifeLine recording;

    MethodRun(Machine place, WorkerLauncher workers, Perf perf, ProfilePlan plan, ProfileFiles files) {
        this.place = place;
        this.workers = workers.with(JAVA_OPTIONS);
        this.perf = perf;
        this.plan = plan;
        this.files = files;
    }

    /** Ends what is being looked at and lets nothing more begin; any thread. */
    void end() {
        ended.countDown();
        LifeLine now = recording;
        if (now != null) {
            now.close();
        }
    }

    boolean ended() {
        return ended.getCount() == 0;
    }

    MethodProfile profile(FeedRequest order) {
        FeedRequest there = FeedSession.asSeenFrom(place, order);
        String directory = perf.temporaryDirectory();
        List<Long> pids = new ArrayList<>();
        try (BackgroundWorker feed =
                        BackgroundWorker.start("feed", workers, "FeedWorker", WorkerEvent.GSON.toJson(there));
                @Nullable
                        BackgroundWorker consumer = plan.consumer()
                                .map(method -> consumer(feed, order.device(), method))
                                .orElse(null)) {
            WorkerEvent.Started fed = feed.awaitStarted(START);
            pids.add(fed.pid());
            WorkerEvent.Started watched = consumer == null ? null : consumer.awaitStarted(START);
            if (watched != null) {
                pids.add(watched.pid());
            }
            LOG.info(
                    "profiling {}: {} into {}, by {}{}",
                    fed.method(),
                    fed.format(),
                    fed.device(),
                    perf.event(),
                    watched == null ? "" : ", watched by " + watched.method());
            warmUp(feed, order);
            return look(fed, watched, feed, consumer, directory + "/perf.data", pids);
        } finally {
            perf.remove(directory, pids);
        }
    }

    private BackgroundWorker consumer(BackgroundWorker feed, String device, CaptureMethod method) {
        feed.awaitStarted(START);
        String order = WorkerEvent.GSON.toJson(new WatchOrder(device, method));
        return BackgroundWorker.start("consumer", workers, "WatchWorker", order);
    }

    /** Every buffer is touched once before perf looks: a page's first touch is no part of a feed that runs. */
    private void warmUp(BackgroundWorker feed, FeedRequest order) {
        long begun = System.nanoTime();
        long limit = ROUND.toNanos();
        while (!ended() && feed.sent() < 2L * order.buffers() && System.nanoTime() - begun < limit) {
            feed.throwIfEnded();
            pause(GLANCE);
        }
        pause(Duration.ofMillis(Math.round(plan.warmup() * 1000)));
        feed.throwIfEnded();
    }

    private void pause(Duration time) {
        try {
            ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VcamException(RuntimeError.PROGRAM_FAILED, "the profile was interrupted", e);
        }
    }

    private MethodProfile look(
            WorkerEvent.Started fed,
            WorkerEvent.@Nullable Started watched,
            BackgroundWorker feed,
            @Nullable BackgroundWorker consumer,
            String file,
            List<Long> pids) {
        int frequency = perf.frequency(plan.frequency());
        long from = System.nanoTime();
        String said = record(new Recording(pids, plan.seconds(), frequency, plan.callGraph()), file);
        long to = System.nanoTime();
        feed.throwIfEnded();
        double pace = feed.pace(from, to);
        double seen = consumer == null ? 0 : consumer.pace(from, to);
        feed.stop();
        if (consumer != null) {
            consumer.stop();
        }
        Samples samples = perf.read(file);
        perf.fetch(file, files.recorded(fed.method()));
        if (samples.count() == 0) {
            throw new VcamException(
                    StudyError.PROFILE_EMPTY,
                    "perf saw nothing of the feed by " + fed.method() + " in " + plan.seconds() + " s; it said: "
                            + said);
        }
        double seconds = ended() ? Math.min(plan.seconds(), samples.seconds()) : plan.seconds();
        List<ProfiledProcess> parts = new ArrayList<>();
        parts.add(new ProfiledProcess("producer", fed.method(), samples.of(fed.pid()), pace * seconds, frequency));
        if (watched != null) {
            parts.add(new ProfiledProcess(
                    "consumer", watched.method(), samples.of(watched.pid()), seen * seconds, frequency));
        }
        return new MethodProfile(
                fed.method(), fed.device(), fed.format(), seconds, pace, parts, notes(said, samples, seconds), null);
    }

    private String record(Recording wanted, String file) {
        LifeLine input = new LifeLine();
        recording = input;
        if (ended()) { // before it could be closed from outside
            input.close();
        }
        try {
            return perf.record(wanted, input, file);
        } finally {
            recording = null;
            input.close();
        }
    }

    private List<String> notes(String said, Samples samples, double seconds) {
        List<String> notes = new ArrayList<>();
        if (samples.lost() > 0) {
            notes.add(samples.lost() + " samples were lost, "
                    + new Fraction(samples.lost(), samples.lost() + samples.count())
                    + " of all: perf was too slow to write them down.");
        }
        said.lines()
                .filter(line -> line.contains("lost") || line.contains("overload"))
                .map(line -> "perf: " + line.strip())
                .forEach(notes::add);
        if (ended()) {
            notes.add(String.format(Locale.ROOT, "It was ended after %.1f of %.1f s.", seconds, plan.seconds()));
        }
        return notes;
    }
}
