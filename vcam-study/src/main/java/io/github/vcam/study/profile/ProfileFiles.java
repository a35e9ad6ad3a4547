// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import io.github.vcam.runtime.file.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The directory of a report. */
final class ProfileFiles {
    private final Path directory;

    ProfileFiles(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    /** Makes the directory, and takes away what an earlier profile left in it. */
    void begin() {
        try {
            Files.createDirectories(directory);
            try (Stream<Path> old = Files.list(directory)) {
                for (Path file : old.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("making " + directory, e);
        }
    }

    Path page() {
        return directory.resolve("index.html");
    }

    /** What perf recorded of a method. */
    Path recorded(String method) {
        return directory.resolve(method + ".perf.data");
    }

    void write(ProfileReport report) {
        try {
            for (MethodProfile profile : report.methods()) {
                for (ProfiledProcess part : profile.parts()) {
                    WholeFile.write(
                            directory.resolve(profile.id(part) + ".collapsed"),
                            part.samples().collapsed());
                }
            }
            WholeFile.write(directory.resolve("profile.json"), ProfileJson.of(report));
            WholeFile.write(page(), ProfilePage.of(report));
        } catch (IOException e) {
            throw new UncheckedIOException("writing the report to " + directory, e);
        }
    }
}
