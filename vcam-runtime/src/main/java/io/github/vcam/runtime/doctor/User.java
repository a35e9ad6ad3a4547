// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whom this process runs as, and the groups of the machine.
 *
 * @param number the user's
 * @param name empty where the number has none, as in a container
 * @param groups that this process is in
 * @param table the lines of {@code /etc/group}, each in its four parts
 */
record User(int number, Optional<String> name, Set<Integer> groups, List<List<String>> table) {
    private static final int NUMBER = 2;
    private static final int MEMBERS = 3;

    /** The user of this process, on a machine with this root directory. */
    static User read(Path root) {
        List<String> status = lines(root.resolve("proc/self/status"));
        int number = numbers(status, "Uid:").findFirst().orElse(0);
        Set<Integer> groups = new HashSet<>(numbers(status, "Groups:").toList());
        numbers(status, "Gid:").findFirst().ifPresent(groups::add);
        return new User(
                number,
                table(root.resolve("etc/passwd"))
                        .filter(parts -> parts.get(NUMBER).equals(Integer.toString(number)))
                        .map(parts -> parts.get(0))
                        .findFirst(),
                groups,
                table(root.resolve("etc/group"))
                        .filter(parts -> parts.size() > MEMBERS)
                        .toList());
    }

    /** The name of a group; its number where it has none. */
    String groupName(int group) {
        return table.stream()
                .filter(parts -> parts.get(NUMBER).equals(Integer.toString(group)))
                .map(parts -> parts.get(0))
                .findFirst()
                .orElse(Integer.toString(group));
    }

    boolean hasGroup(String group) {
        return table.stream().anyMatch(parts -> parts.get(0).equals(group));
    }

    /** Whether a login from now on will be in a group. */
    boolean isListedIn(int group) {
        return name.isPresent()
                && table.stream()
                        .filter(parts -> parts.get(NUMBER).equals(Integer.toString(group)))
                        .anyMatch(parts ->
                                List.of(parts.get(MEMBERS).split(",", -1)).contains(name.get()));
    }

    private static Stream<Integer> numbers(List<String> status, String field) {
        return status.stream()
                .filter(line -> line.startsWith(field))
                .flatMap(line ->
                        Arrays.stream(line.substring(field.length()).strip().split("\\s+", -1)))
                .filter(word -> word.matches("[0-9]{1,9}"))
                .map(Integer::valueOf);
    }

    private static Stream<List<String>> table(Path file) {
        return lines(file).stream().map(line -> List.of(line.split(":", -1))).filter(parts -> parts.size() > NUMBER);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
