// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What has passed on the way from each producer's method to each consumer's, as a table for people. */
public final class MethodTable {
    private static final Map<String, Map<String, Integer>> PASSED = new TreeMap<>();
    private static final int WAYS = 2;

    private MethodTable() {}

    /** Frames in this format came whole in one of the two ways: in lock-step, or free-running. */
    public static synchronized void passed(ProducerMethod output, ConsumerMethod capture, String format) {
        PASSED.computeIfAbsent(output + ">" + capture, pair -> new TreeMap<>()).merge(format, 1, Integer::sum);
    }

    /** Writes what there is; a format is in a cell when it passed both ways. */
    public static synchronized void write() {
        String columns =
                Stream.of(ConsumerMethod.values()).map(ConsumerMethod::name).collect(Collectors.joining(" | "));
        StringBuilder table =
                new StringBuilder("Formats whose frames came whole and in order, in lock-step and free-running:"
                        + " producers down, consumers across.\n\n");
        table.append("| | ").append(columns).append(" |\n|").append("---|".repeat(ConsumerMethod.values().length + 1));
        for (ProducerMethod output : ProducerMethod.values()) {
            List<String> cells = Stream.of(ConsumerMethod.values())
                    .map(capture -> cell(output, capture))
                    .toList();
            table.append("\n| ")
                    .append(output)
                    .append(" | ")
                    .append(String.join(" | ", cells))
                    .append(" |");
        }
        try {
            Path share = Files.createDirectories(Camera.share());
            Files.writeString(share.resolve("streaming-methods.md"), table.append('\n'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String cell(ProducerMethod output, ConsumerMethod capture) {
        return PASSED.getOrDefault(output + ">" + capture, Map.of()).entrySet().stream()
                .filter(entry -> entry.getValue() >= WAYS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(", "));
    }
}
