// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a guest is, in one line: a running guest of another line is not this one. */
record Fingerprint(String line) {
    private static final List<String> NAMES =
            List.of("machine", "accelerator", "cpus", "memory", "counting", "share", "kernel", "kernel arguments");
    private static final Pattern LINE = Pattern.compile(
            "(\\S+) (\\S+) cpus=(\\S+) memory=(\\S+) counting=(\\S+) share=(.*?) kernel=(\\S*) (.*)", Pattern.DOTALL);

    /** The line of settings and the kernel's release; {@link #LINE} reads it back. */
    static Fingerprint of(VmSettings settings, String release) {
        VmSettings.Hardware hardware = settings.hardware();
        return new Fingerprint(String.join(
                " ",
                hardware.type().name(),
                hardware.accelerator().name(),
                "cpus=" + hardware.cpus(),
                "memory=" + hardware.memoryMiB(),
                "counting=" + hardware.countsInstructions(),
                "share=" + settings.share(),
                "kernel=" + release,
                String.join(" ", settings.kernel().arguments())));
    }

    /** Each setting in which the other one differs, with both values: the other's, not this one's. */
    List<String> differencesOf(Fingerprint other) {
        Map<String, String> ours = values();
        Map<String, String> theirs = other.values();
        List<String> differences = new ArrayList<>();
        theirs.forEach((name, value) -> {
            String wanted = ours.getOrDefault(name, "");
            if (!wanted.equals(value)) {
                differences.add(name + " '" + value + "', not '" + wanted + "'");
            }
        });
        return differences;
    }

    /** By name; a line of another version is one value. */
    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Map.of("settings", line);
        }
        for (int i = 0; i < NAMES.size(); i++) {
            values.put(NAMES.get(i), matcher.group(i + 1));
        }
        return values;
    }
}
