// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.kernel;

import io.github.vcam.maven.process.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A shell script that comes with the plugin and runs where the camera is. */
enum Script {
    PROBE("probe.sh"),
    LOAD("load.sh"),
    TRACE("trace.sh");

    private final String file;

    Script(String file) {
        this.file = file;
    }

    Command with(List<String> arguments) {
        List<String> line = new ArrayList<>(List.of("sh", "-c", text(), file));
        line.addAll(arguments);
        return Command.of(line);
    }

    private String text() {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new AssertionError(file + " is missing from the plugin");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
