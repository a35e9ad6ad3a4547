// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What was measured of one scenario with one build of the module.
 *
 * @param module its name, one of the report's modules
 * @param runs that went well, by round
 * @param failures what the other runs said, in their order; a row may have both, or nothing but these
 */
public record Row(Scenario scenario, String module, Clock clock, List<Run> runs, List<String> failures) {

    public Row {
        runs = List.copyOf(runs);
        failures = List.copyOf(failures);
    }

    /** A name without blanks that is the same in every report: {@code write-read-640x480-b4-c1-ours-time}. */
    public String id() {
        return (scenario.id() + "-" + module + "-" + clock.name().toLowerCase(Locale.ROOT))
                .replaceAll("[^A-Za-z0-9._-]+", "-");
    }

    /** Empty when no run has the figure. */
    public Optional<Spread> figure(Metric metric) {
        return Spread.of(runs.stream().mapToDouble(run -> metric.of(run, scenario)));
    }
}
