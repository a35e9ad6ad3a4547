// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import io.github.vcam.runtime.Place;
import io.github.vcam.runtime.kernel.KernelTree;
import io.github.vcam.study.bench.Bench;
import io.github.vcam.study.bench.BenchPlan;
import io.github.vcam.study.bench.BenchResult;
import io.github.vcam.study.bench.Candidate;
import io.github.vcam.study.page.Fact;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A bench from its builds of the module to its report. */
public final class BenchSession {
    private final Place place;
    private final Path directory;
    private final Fact who;

    /**
     * A bench in a place.
     *
     * @param directory for the report, and for what is built
     * @param who measures, for the report
     */
    public BenchSession(Place place, Path directory, Fact who) {
        this.place = place;
        this.directory = directory;
        this.who = who;
    }

    /**
     * Measures; what was found is reported, also before something went wrong.
     *
     * @param others builds of the module beside ours: a file's path, or Debian's package
     * @param lines is given the table, line by line
     */
    public void run(BenchPlan plan, List<String> others, Bench.Listener listener, Consumer<String> lines) {
        AtomicReference<BenchResult> found = new AtomicReference<>();
        Bench bench = new Bench(
                plan,
                Bench.program(place.here(), directory.resolve("program")),
                candidates(others),
                List.of(who),
                result -> {
                    BenchReport.keep(directory, result);
                    found.set(result);
                });
        try {
            bench.run(place.machine(), listener);
        } finally {
            BenchResult last = found.get();
            if (last != null) {
                BenchReport.write(directory, last);
                BenchLines.of(last).forEach(lines);
            }
        }
    }

    private List<Candidate> candidates(List<String> others) {
        KernelTree tree = place.tree();
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(Candidate.ours(place.builds().build(place.source(), tree)));
        for (String wish : others) {
            candidates.add(
                    Candidate.of(wish.strip(), tree.release(), tree.path(), place.here(), directory.resolve("other")));
        }
        return Candidate.named(candidates);
    }
}
