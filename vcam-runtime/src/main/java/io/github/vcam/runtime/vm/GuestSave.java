// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.file.Digest;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes a saved guest fit a start, as a key: the machine that QEMU plays, QEMU itself and its firmware, the kernel,
 * all that is in the first file system, and the facts of this user that a guest takes along. The files that it copies are
 * not in the key; {@link SavedGuest} knows them.
 *
 * @param standby the program that waits in it
 */
record GuestSave(VmSettings settings, GuestKernel kernel, Path image, Optional<StandbyProgram> standby, String key) {
    private static final Logger LOG = LoggerFactory.getLogger(GuestSave.class);
    private static final int LEAST_MEMORY_MIB = 1024;

    /** In seconds, after which a guest ends whose saver has died. */
    private static final String ORPHANS_LIMIT = "300";

    private static final List<Path> FIRMWARE = List.of(Path.of("/usr/share/qemu"), Path.of("/usr/share/seabios"));

    /** Those for emulated guests of these settings, the best one first; none where none can be saved. */
    static List<GuestSave> of(VmSettings settings, GuestKernel kernel, CommandExecutor host) {
        if (!settings.saved()
                || settings.hardware().type() != MachineType.X86_64
                || settings.hardware().countsInstructions()
                || settings.hardware().memoryMiB() < LEAST_MEMORY_MIB) {
            return List.of();
        }
        List<GuestSave> saves = new ArrayList<>();
        try {
            Path image = KernelElf.bootable(settings, kernel, host);
            String common = common(settings, kernel, image, host);
            Optional<StandbyProgram> standby =
                    StandbyProgram.in(SavedGuests.in(settings.cache()).directory());
            if (standby.isPresent()) {
                saves.add(new GuestSave(settings, kernel, image, standby, key(common, standby)));
            }
            saves.add(new GuestSave(settings, kernel, image, Optional.empty(), key(common, Optional.empty())));
        } catch (IOException | VcamException e) {
            LOG.debug("a guest like this cannot be saved", e);
        }
        return saves;
    }

    SavedGuests all() {
        return SavedGuests.in(settings.cache());
    }

    Optional<SavedGuest> find() throws IOException {
        return all().find(key);
    }

    /** What the scripts of such a guest are told: what belongs to a start comes when it goes on. */
    private static Map<String, String> facts(VmSettings settings, GuestKernel kernel) {
        Map<String, String> facts = new HashMap<>(GuestResume.facts(settings, kernel));
        facts.putAll(Map.of("modules", "", "installed", "", "share", "", "idle", ORPHANS_LIMIT, "save", "yes"));
        return facts;
    }

    Initramfs initramfs(List<Path> files, CommandExecutor host) {
        return new Initramfs(kernel, facts(settings, kernel), files, host);
    }

    private static String key(String common, Optional<StandbyProgram> standby) {
        return Digest.of((common + "\n" + standby).getBytes(StandardCharsets.UTF_8));
    }

    /** All of a key but the program that waits. */
    private static String common(VmSettings settings, GuestKernel kernel, Path image, CommandExecutor host)
            throws IOException {
        Map<String, String> facts = facts(settings, kernel);
        // no path of the start is in these words
        QemuArguments machine = new QemuArguments(
                settings, new QemuArguments.Saved(Path.of("ram")), new RuntimeDirectory(Path.of("run")), false);
        String program = settings.hardware().type().program();
        List<String> parts = new ArrayList<>(machine.machine());
        parts.add(machine.kernelArguments());
        parts.add(FileStamp.of(Programs.find(program)
                .orElseThrow(() -> new IOException("no " + program))
                .toRealPath()));
        parts.addAll(firmware());
        parts.add(FileStamp.of(image));
        parts.add(new TreeMap<>(facts).toString());
        parts.add(new Initramfs(kernel, facts, List.of(), host).digest());
        return String.join("\n", parts);
    }

    private static List<String> firmware() throws IOException {
        List<String> stamps = new ArrayList<>();
        for (Path directory : FIRMWARE) {
            if (Files.isDirectory(directory)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.{bin,rom}")) {
                    for (Path file : files) {
                        stamps.add(FileStamp.of(file));
                    }
                }
            }
        }
        Collections.sort(stamps);
        return stamps;
    }
}
