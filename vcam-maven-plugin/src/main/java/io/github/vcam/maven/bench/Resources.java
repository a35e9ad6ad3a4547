// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that the plugin brings along for the bench. */
final class Resources {
    private Resources() {}

    /** Copies a file into a directory, under its own path; returns it. */
    static Path copy(String name, Path directory) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream in = open(name)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    static String text(String name) throws IOException {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream open(String name) {
        InputStream in = Resources.class.getResourceAsStream(name);
        if (in == null) {
            throw new AssertionError(name + " is missing from the plugin");
        }
        return in;
    }
}
