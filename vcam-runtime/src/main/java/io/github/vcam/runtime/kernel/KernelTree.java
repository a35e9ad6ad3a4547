// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.place.MachineFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A directory against which modules for one kernel release are built. */
public record KernelTree(String release, Path path) {
    private static final String COMPILER = "CONFIG_CC_VERSION_TEXT=\"";

    /** The tree for the release on this machine, running or not. */
    public static Optional<KernelTree> lookUp(Path root, String release) {
        return List.of(
                        root.resolve("lib/modules").resolve(release).resolve("build"),
                        root.resolve("usr/src").resolve("linux-headers-" + release))
                .stream()
                .filter(path -> !release.isEmpty() && Files.exists(path.resolve("Makefile")))
                .map(path -> new KernelTree(release, path))
                .findFirst();
    }

    /** The tree for the release, or a failure that names the package which brings it. */
    public static KernelTree find(String release) {
        return lookUp(Path.of("/"), release)
                .orElseThrow(() -> new VcamException(
                        RuntimeError.HEADERS_MISSING,
                        "looking for the headers of kernel " + release + ": neither /lib/modules/" + release
                                + "/build nor /usr/src/linux-headers-" + release
                                + " is there; the package " + MachineFacts.headersPackage(release) + " has them"));
    }

    /** All trees on this machine. */
    public static List<KernelTree> all() {
        return Stream.of("/lib/modules", "/usr/src")
                .flatMap(KernelTree::names)
                .map(name -> name.replaceFirst("^linux-headers-", ""))
                .distinct()
                .sorted()
                .flatMap(release -> lookUp(Path.of("/"), release).stream())
                .filter(tree -> Files.exists(tree.path().resolve(".config")))
                .toList();
    }

    private static Stream<String> names(String directory) {
        try (Stream<Path> entries = Files.list(Path.of(directory))) {
            return entries.map(entry -> entry.getFileName().toString()).toList().stream();
        } catch (IOException e) {
            return Stream.of(); // a machine without any modules has no such directory
        }
    }

    /**
     * The compiler that built the kernel, for instance gcc-12, without the machine's name that Ubuntu puts before it;
     * empty when the tree does not say.
     */
    public Optional<String> compiler() {
        try {
            return Files.readString(path.resolve(".config"))
                    .lines()
                    .filter(line -> line.startsWith(COMPILER))
                    .map(line -> line.substring(COMPILER.length())
                            .replaceFirst("[ (\"].*", "")
                            .replaceFirst("^[a-z0-9_]+-linux-gnu-", ""))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
