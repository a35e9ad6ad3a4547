// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import io.github.vcam.study.page.Fact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a bench found, and under which circumstances.
 *
 * @param started when, in ISO 8601
 * @param seconds that it took
 * @param stoppedBy null when everything was measured; else why not, in a few words: then rows miss runs
 * @param rounds how often each row was to be measured
 * @param machine facts on where it ran, in order: what, value
 * @param modules the builds of the module, the first is the one that the others are compared with
 */
public record BenchResult(
        String started,
        double seconds,
        @Nullable String stoppedBy,
        int rounds,
        List<Fact> machine,
        List<Module> modules,
        List<Row> rows) {

    public BenchResult {
        machine = List.copyOf(machine);
        modules = List.copyOf(modules);
        rows = List.copyOf(rows);
    }

    /**
     * A build of the module.
     *
     * @param name short, unique within the report
     * @param origin where it came from: the project's own, a file, a package and its version
     * @param parameters with which it was loaded
     */
    public record Module(String name, String origin, String parameters) {}
}
