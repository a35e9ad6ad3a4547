// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.runtime.process.LastLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** What the guest's kernel said on its serial console since it was started. Immutable; reads the file each time. */
public record ConsoleLog(Path file) {
    private static final String PANIC = "Kernel panic - not syncing";

    /** The whole text; empty when there is none. */
    public String text() {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace("\r", "");
        } catch (IOException e) {
            return "";
        }
    }

    /** The last lines, for a message; before them the line that says why the kernel gave up, if it did. */
    public String tail() {
        List<String> lines = text().lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            return "(the console is empty)";
        }
        List<String> last = LastLines.of(lines);
        String reason = lines.subList(0, lines.size() - last.size()).stream()
                .filter(line -> line.contains(PANIC))
                .map(line -> line + "\n")
                .findFirst()
                .orElse("");
        return reason + String.join("\n", last);
    }

    /** Keeps the log of the guest before under another name. */
    void rotate() throws IOException {
        if (Files.exists(file)) {
            Files.move(file, Path.of(file + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
