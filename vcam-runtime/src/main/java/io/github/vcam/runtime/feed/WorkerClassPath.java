// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The jars with which programs beside the camera run. */
public final class WorkerClassPath {
    private WorkerClassPath() {}

    /** What this JVM itself runs with, class path and module path: right wherever vcam-runtime is one of its libraries. */
    public static List<Path> ofThisJvm() {
        return of(System.getProperty("java.class.path", ""), System.getProperty("jdk.module.path", ""));
    }

    static List<Path> of(String... paths) {
        return Stream.of(paths)
                .flatMap(path -> Stream.of(path.split(File.pathSeparator, -1)))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(Files::exists)
                .distinct()
                .toList();
    }

    /** The classifier of FFmpeg's native libraries for a processor that Java calls so ({@code os.arch}). */
    public static String natives(String architecture) {
        return architecture.equals("aarch64") ? "linux-arm64" : "linux-x86_64";
    }
}
