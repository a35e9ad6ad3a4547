// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import io.github.vcam.runtime.file.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Brings a build directory's sources up to date, touching only what changed, so that make rebuilds only that. */
final class SourceCopy {
    private SourceCopy() {}

    /** Copies and tells the sources' digest. */
    static String update(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        Digest digest = new Digest();
        List<Path> sources = sources(from);
        for (Path source : sources) {
            byte[] content = Files.readAllBytes(source);
            String name = from.relativize(source).toString();
            digest.add(name.getBytes(StandardCharsets.UTF_8));
            digest.add(content);
            Path copy = to.resolve(name);
            Files.createDirectories(copy.getParent());
            if (!Files.exists(copy) || !java.util.Arrays.equals(content, Files.readAllBytes(copy))) {
                Files.write(copy, content);
            }
        }
        Set<Path> names = sources.stream().map(from::relativize).collect(Collectors.toSet());
        for (Path copy : sources(to)) {
            if (!names.contains(to.relativize(copy))) {
                Files.delete(copy);
            }
        }
        return digest.hex();
    }

    private static List<Path> sources(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> name(file).equals("Kbuild") || name(file).matches("[^.].*\\.[ch]"))
                    .filter(file -> !name(file).endsWith(".mod.c"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
