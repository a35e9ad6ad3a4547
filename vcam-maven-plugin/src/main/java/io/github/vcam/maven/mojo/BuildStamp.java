// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which build of the plugin this is; {@code mvn vcam:…} runs the installed one, not the working tree. */
final class BuildStamp {
    private static final int MINUTE = "2026-11-22T10:15".length();

    private BuildStamp() {}

    static String line(String version) {
        return "vcam " + version + " (" + commit() + "built " + time() + ")";
    }

    private static String commit() {
        try (InputStream in = BuildStamp.class.getResourceAsStream("commit.txt")) {
            String commit = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            return commit.isEmpty() ? "" : commit + ", ";
        } catch (IOException e) {
            return "";
        }
    }

    private static String time() {
        try {
            Path file = Path.of(BuildStamp.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            String time = Files.getLastModifiedTime(file).toInstant().toString();
            return time.substring(0, MINUTE).replace('T', ' ') + "Z";
        } catch (IOException | URISyntaxException e) {
            return "at an unknown time";
        }
    }
}
