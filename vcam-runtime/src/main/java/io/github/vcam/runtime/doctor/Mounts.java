// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is mounted where. */
record Mounts(List<String> lines) {
    private static final int POINT = 1;
    private static final int OPTIONS = 3;

    /** Of a machine with this root directory. */
    static Mounts read(Path root) {
        try {
            return new Mounts(Files.readAllLines(root.resolve("proc/self/mounts")));
        } catch (IOException e) {
            return new Mounts(List.of());
        }
    }

    /** The mount point of the file system where something lies, when nothing that lies there can be executed. */
    Optional<Path> forbiddingExecution(Path path) {
        Path found = Path.of("/");
        String options = "";
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            Path point = words.length > OPTIONS ? Path.of(words[POINT].replace("\\040", " ")) : Path.of("none");
            if (path.startsWith(point) && point.getNameCount() >= found.getNameCount()) {
                found = point; // a later line covers an earlier one
                options = words[OPTIONS];
            }
        }
        return List.of(options.split(",", -1)).contains("noexec") ? Optional.of(found) : Optional.empty();
    }
}
