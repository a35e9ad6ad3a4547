// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Chooses from the jars that came with vcam those that a worker needs. */
public final class WorkerClassPath {
    private static final Set<String> NEEDED = Set.of(
            "vcam-runtime",
            "vcam-agent",
            "vcam-core",
            "ffmpeg",
            "gson",
            "javacpp",
            "jna",
            "jspecify",
            "slf4j-api",
            "slf4j-simple");

    /**
     * A jar that came with vcam.
     *
     * @param classifier empty for most
     */
    public record Jar(String artifactId, String classifier, Path file) {}

    private WorkerClassPath() {}

    /** The jars to use, natives of other machines left out. */
    public static List<Path> of(List<Jar> jars, String architecture) {
        String natives = architecture.equals("aarch64") ? "linux-arm64" : "linux-x86_64";
        return jars.stream()
                .filter(jar -> NEEDED.contains(jar.artifactId()))
                .filter(jar -> jar.classifier().isEmpty() || jar.classifier().equals(natives))
                .map(Jar::file)
                .toList();
    }
}
