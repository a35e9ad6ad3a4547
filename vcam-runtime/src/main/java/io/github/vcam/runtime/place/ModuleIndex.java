// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.place;

import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes modprobe's index of a kernel's modules, one more among them, on this machine: a guest under emulation takes
 * twenty times as long.
 */
final class ModuleIndex {
    private static final List<String> GIVEN = List.of("modules.order", "modules.builtin", "modules.builtin.modinfo");
    /** The same as the .bin files beside them, for people: megabytes that no program of the kernel's tools reads. */
    private static final List<String> FOR_PEOPLE = List.of("modules.alias", "modules.dep", "modules.symbols");

    private static final List<String> SKIPPED = List.of("build", "source", "updates");

    private final CommandExecutor here;

    ModuleIndex(CommandExecutor here) {
        this.here = here;
    }

    /**
     * Makes the index files in {@code directory}, among links to the modules.
     *
     * @param modules the kernel's own modules
     * @param added one more module's file
     * @return the index's files that programs read
     */
    List<Path> make(Path directory, String release, Path modules, Optional<Path> added) throws IOException {
        Path index = Files.createDirectories(directory.resolve("lib/modules").resolve(release));
        try (Stream<Path> entries = Files.list(modules)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                boolean made = name.startsWith("modules.") && !GIVEN.contains(name);
                if (!made && !SKIPPED.contains(name)) {
                    Files.createSymbolicLink(index.resolve(name), entry);
                }
            }
        }
        if (added.isPresent()) {
            Path updates = Files.createDirectories(index.resolve("updates"));
            Files.copy(added.get(), updates.resolve(added.get().getFileName()));
        }
        here.call(Command.of("depmod", "-b", directory.toString(), release));
        try (Stream<Path> entries = Files.list(index)) {
            return entries.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !FOR_PEOPLE.contains(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }
}
