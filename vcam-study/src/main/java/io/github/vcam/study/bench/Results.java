// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers runs into rows, in the order in which the rows were asked for. One thread writes, another may read. */
final class Results {
    private record Key(Scenario scenario, String module, Clock clock) {}

    private record Entry(List<Run> runs, List<String> failures) {}

    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    synchronized void expect(Scenario scenario, String module, Clock clock) {
        entries.putIfAbsent(new Key(scenario, module, clock), new Entry(new ArrayList<>(), new ArrayList<>()));
    }

    synchronized void add(Scenario scenario, String module, Clock clock, Run run) {
        entry(scenario, module, clock).runs.add(run);
    }

    synchronized void fail(Scenario scenario, String module, Clock clock, String why) {
        entry(scenario, module, clock).failures.add(why);
    }

    synchronized List<Row> rows() {
        return entries.entrySet().stream()
                .map(entry -> new Row(
                        entry.getKey().scenario,
                        entry.getKey().module,
                        entry.getKey().clock,
                        entry.getValue().runs,
                        entry.getValue().failures))
                .toList();
    }

    private Entry entry(Scenario scenario, String module, Clock clock) {
        Key key = new Key(scenario, module, clock);
        return entries.computeIfAbsent(key, k -> new Entry(new ArrayList<>(), new ArrayList<>()));
    }
}
