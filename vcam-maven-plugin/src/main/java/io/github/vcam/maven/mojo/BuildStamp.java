// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Which build of the plugin this is; {@code mvn vcam:…} runs the installed one, not the working tree. */
final class BuildStamp {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm'Z'").withZone(ZoneOffset.UTC);

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
            return MINUTE.format(Files.getLastModifiedTime(file).toInstant());
        } catch (IOException | URISyntaxException e) {
            return "at an unknown time";
        }
    }
}
