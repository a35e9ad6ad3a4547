// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.file.DirectoryTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** The module's source: the directory that holds {@code src/main/c}, and its udev rule. */
public record ModuleSource(Path directory) {
    static final String RULES = "99-v4l2loopback.rules";

    private static final List<String> PARTS = List.of("src/main/c", ".");

    /**
     * The first that is there: the parameter, one of the siblings in the reactor, the artifact.
     *
     * @param wish the parameter
     * @param siblings directories where the reactor may have it
     * @param artifact resolves the source archive
     * @param unpackTo where the archive's content goes
     */
    public static ModuleSource find(Optional<Path> wish, List<Path> siblings, Supplier<Path> artifact, Path unpackTo) {
        if (wish.isPresent()) {
            return checked(wish.get());
        }
        for (Path sibling : siblings) {
            if (Files.exists(sibling.resolve("src/main/c/Kbuild"))) {
                return new ModuleSource(sibling);
            }
        }
        unpack(artifact.get(), unpackTo);
        return checked(unpackTo);
    }

    private static ModuleSource checked(Path directory) {
        ModuleSource source = new ModuleSource(directory);
        if (!Files.exists(source.code().resolve("Kbuild"))) {
            throw new VcamException(
                    RuntimeError.MODULE_SOURCE_MISSING,
                    "looking for the kernel module's source in " + directory + ": there is no src/main/c/Kbuild");
        }
        return source;
    }

    /** Where the C files and the Kbuild file lie. */
    Path code() {
        return PARTS.stream()
                .map(part -> directory.resolve(part).normalize())
                .filter(path -> Files.exists(path.resolve("Kbuild")))
                .findFirst()
                .orElse(directory.resolve(PARTS.get(0)));
    }

    /** The udev rule, when the source brings one. */
    public Optional<Path> rules() {
        return Stream.of(directory.resolve(RULES), code().resolve(RULES))
                .filter(Files::exists)
                .findFirst();
    }

    private static void unpack(Path archive, Path directory) {
        try {
            DirectoryTree.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("removing the old source in " + directory, e);
        }
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            for (ZipArchiveEntry entry : java.util.Collections.list(zip.getEntries())) {
                Path file = entry.resolveIn(directory);
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.getParent());
                try (InputStream in = zip.getInputStream(entry);
                        OutputStream out = Files.newOutputStream(file)) {
                    in.transferTo(out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("unpacking " + archive, e);
        }
    }
}
