// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import io.github.vcam.runtime.file.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The classes of workers as Java keeps them in memory (an archive for class data sharing), so that a worker starts
 * without reading and verifying each. Java looks itself whether it fits, and does without one that does not.
 *
 * @param file this class path's
 */
record WorkerArchive(Path file) {
    private static final String PREFIX = "worker-";
    private static final String SUFFIX = ".jsa";
    private static final int DIGITS = 16;
    private static final int KEPT = 4;

    /** The one for these jars; empty where Java can have none, as for directories of classes. */
    static Optional<WorkerArchive> of(List<Path> jars, Path directory) throws IOException {
        StringBuilder kind = new StringBuilder(System.getProperty("java.vm.version", ""));
        for (Path jar : jars) {
            if (!Files.isRegularFile(jar)) {
                return Optional.empty();
            }
            FileTime time = Files.getLastModifiedTime(jar);
            kind.append('\n')
                    .append(jar)
                    .append(' ')
                    .append(Files.size(jar))
                    .append(' ')
                    .append(time.toMillis());
        }
        String name =
                Digest.of(kind.toString().getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
        return Optional.of(new WorkerArchive(directory.resolve(PREFIX + name + SUFFIX)));
    }

    /** Whether it was tried to make it; an empty file says that it could not be made. */
    boolean isThere() {
        return Files.exists(file);
    }

    /** Whether it was made. */
    boolean isUsable() {
        try {
            return Files.size(file) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** What lets a worker use it, and keep quiet about it on standard output. */
    List<String> use() {
        return List.of("-XX:SharedArchiveFile=" + file, "-Xlog:disable", "-Xlog:all=error:stderr");
    }

    /** What lets a worker write it when it ends. */
    List<String> make() {
        return List.of("-XX:ArchiveClassesAtExit=" + half(), "-Xlog:disable", "-Xlog:all=error:stderr");
    }

    private Path half() {
        return file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid());
    }

    /** Takes what a worker wrote; the newest few of other class paths stay. */
    void take() throws IOException {
        Path half = half();
        if (Files.exists(half)) {
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.write(file, new byte[0]);
        }
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(file.getParent(), PREFIX + "*" + SUFFIX)) {
            archives.forEach(all::add);
        }
        all.sort(Comparator.comparingLong((Path archive) -> archive.toFile().lastModified())
                .reversed());
        for (Path old : all.subList(Math.min(KEPT, all.size()), all.size())) {
            Files.deleteIfExists(old);
        }
    }
}
