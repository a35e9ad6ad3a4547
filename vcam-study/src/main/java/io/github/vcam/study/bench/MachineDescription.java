// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.study.page.Fact;
import java.util.ArrayList;
import java.util.List;

/** Says on what the figures were taken. */
final class MachineDescription {
    private static final String SCRIPT = """
        echo "kernel	$(uname -srvm)"
        sed -n 's/^model name[[:space:]]*: /processor	/p' /proc/cpuinfo | head -n 1
        echo "processors	$(nproc)"
        sed -n 's/^MemTotal: *\\([0-9]*\\) kB/memory	\\1 KiB/p' /proc/meminfo
        echo "load	$(cut -d' ' -f1-3 /proc/loadavg)"
        """;

    private MachineDescription() {}

    /** Where the module runs. */
    static List<Fact> of(Machine place, String suffix) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("place" + suffix, place.description()));
        place.executor()
                .call(Command.of("sh", "-c", SCRIPT))
                .lines()
                .map(line -> line.split("\t", 2))
                .filter(parts -> parts.length == 2)
                .map(parts -> new Fact(parts[0] + suffix, parts[1].strip()))
                .forEach(facts::add);
        return facts;
    }
}
