// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.signal.CtrlC;
import io.github.vcam.study.StudyError;
import io.github.vcam.study.page.Fact;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures a plan and reports while it does: whatever ends it, the last report holds what was found until then and says
 * that it is not all.
 */
public final class Bench {
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(5);

    private final BenchPlan plan;
    private final Path loopbench;
    private final List<Candidate> candidates;
    private final Consumer<BenchResult> report;
    private final Results notebook = new Results();
    private final List<Fact> machine = new ArrayList<>();
    private final Instant begin = Instant.now();
    private Instant reported = Instant.EPOCH;
    private volatile boolean stopped;

    /**
     * A bench.
     *
     * @param loopbench the program
     * @param candidates the builds of the module, with names of their own
     * @param report is given results, the last one at the end
     */
    public Bench(
            BenchPlan plan,
            Path loopbench,
            List<Candidate> candidates,
            List<Fact> facts,
            Consumer<BenchResult> report) {
        this.plan = plan;
        this.loopbench = loopbench;
        this.candidates = candidates;
        this.report = report;
        machine.addAll(facts);
    }

    /**
     * The program that moves the frames, compiled on this machine.
     *
     * @param directory for it and its source
     */
    public static Path program(CommandExecutor here, Path directory) {
        return Loopbench.compile(here, directory);
    }

    /** Called after each run. */
    public interface Listener {
        void done(boolean counting, int runs, int of);
    }

    /**
     * Measures all of the plan that the place can.
     *
     * @return what was found
     * @throws VcamException when it cannot go on; what was found by then is reported
     */
    @SuppressWarnings("try") // Ctrl-C is held, not used
    public BenchResult run(Machine place, Listener listener) {
        for (Clock clock : Clock.values()) {
            expect(clock);
        }
        report(result("stopped before its end"));
        Thread measuring = Thread.currentThread();
        try (CtrlC ctrlC = CtrlC.handledBy(() -> {
            stopped = true;
            measuring.interrupt();
        })) {
            measure(place, false, List.of(Clock.TIME, Clock.FREE, Clock.PACED, Clock.LOADED), listener);
            measure(place, true, List.of(Clock.INSTRUCTIONS), listener);
        } catch (VcamException e) {
            report(result(stopped ? "stopped by Ctrl-C" : String.valueOf(e.getMessage())));
            throw stopped ? new VcamException(StudyError.BENCH_STOPPED, "measuring was stopped by Ctrl-C", e) : e;
        }
        BenchResult all = result(null);
        report(all);
        return all;
    }

    private void measure(Machine place, boolean counting, List<Clock> clocks, Listener listener) {
        if (clocks.stream().allMatch(clock -> plan.scenarios(clock).isEmpty())) {
            return;
        }
        Optional<Machine> bench = place.bench(counting);
        if (bench.isEmpty()) {
            notebook.rows().stream()
                    .filter(row -> clocks.contains(row.clock()))
                    .forEach(row -> notebook.fail(
                            row.scenario(), row.module(), row.clock(), "only a micro-VM can count instructions"));
            return;
        }
        try (Machine there = bench.get()) {
            machine.addAll(MachineDescription.of(there, counting ? ", counting" : ""));
            try {
                new Measuring(there, loopbench, candidates, plan, notebook).run(clocks, (done, of) -> {
                    listener.done(counting, done, of);
                    reportNowAndThen();
                });
            } finally {
                stopped |= Thread.interrupted(); // the place is still to be closed
            }
        }
    }

    private void expect(Clock clock) {
        for (Scenario scenario : plan.scenarios(clock)) {
            for (Candidate candidate : candidates) {
                notebook.expect(scenario, candidate.name(), clock);
            }
        }
    }

    private void reportNowAndThen() {
        if (Duration.between(reported, Instant.now()).compareTo(BETWEEN_REPORTS) > 0) {
            report(result("stopped before its end"));
        }
    }

    private void report(BenchResult result) {
        reported = Instant.now();
        report.accept(result);
    }

    private BenchResult result(@Nullable String stoppedBy) {
        return new BenchResult(
                begin.truncatedTo(ChronoUnit.SECONDS).toString(),
                Duration.between(begin, Instant.now()).toMillis() / 1000.0,
                stoppedBy,
                plan.rounds(),
                machine,
                candidates.stream().map(Candidate::described).toList(),
                notebook.rows());
    }
}
