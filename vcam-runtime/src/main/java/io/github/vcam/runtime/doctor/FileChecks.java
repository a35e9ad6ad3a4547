// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.github.vcam.runtime.doctor.Cure.Shell;
import io.github.vcam.runtime.doctor.Cure.Step;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.ProcessIdentity;
import io.github.vcam.runtime.vm.SavedGuests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether this machine's directories can be used. */
final class FileChecks {
    private static final long NEEDED = 2L << 30;
    private static final int OTHERS_WRITE = 2;

    private FileChecks() {}

    static List<Finding> of(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        Path cache = patient.paths().cache();
        Path build = patient.paths().build();
        foreign(Fault.CACHE_FOREIGN, List.of(cache, cache.resolve("kernels"), cache.resolve("javacpp")), patient)
                .ifPresent(findings::add);
        foreign(Fault.DIRECTORY_FOREIGN, List.of(build, build.resolve("kmod"), build.resolve("vcam")), patient)
                .ifPresent(findings::add);
        room(patient).ifPresent(findings::add);
        temporary(patient).ifPresent(findings::add);
        natives(patient).ifPresent(findings::add);
        cameras(patient).ifPresent(findings::add);
        return findings;
    }

    private static Optional<Finding> foreign(Fault fault, List<Path> directories, Patient patient) {
        User user = patient.user();
        return directories.stream()
                .filter(directory -> patient.owner(directory)
                        .filter(owner -> !owner.opensTo(user))
                        .isPresent())
                .findFirst()
                .map(directory -> new Finding(
                        fault,
                        directory + " is user "
                                + patient.owner(directory).orElseThrow().user() + "'s",
                        Shell.asRoot(Command.of(
                                "chown",
                                "-R",
                                user.name().orElse(Integer.toString(user.number())),
                                directory.toString()))));
    }

    private static Optional<Finding> room(Patient patient) {
        Path cache = patient.paths().cache();
        long room = patient.means().room().applyAsLong(there(patient.at(cache)));
        if (room >= NEEDED) {
            return Optional.empty();
        }
        boolean saved = !SavedGuests.in(patient.at(cache)).isEmpty();
        return Optional.of(new Finding(
                Fault.DISK_LOW,
                (room >> 20) + " MiB are free where " + cache + " is",
                saved ? Step.FORGET_SAVED : Shell.byHand("export XDG_CACHE_HOME=…")));
    }

    private static Path there(Path path) {
        @Nullable Path existing = path;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing == null ? path : existing;
    }

    private static Optional<Finding> temporary(Patient patient) {
        Path directory = patient.java().temporary();
        User user = patient.user();
        return patient.owner(directory)
                .filter(owner -> !owner.opensTo(user))
                .filter(owner -> (owner.mode() & OTHERS_WRITE) == 0)
                .map(owner -> new Finding(
                        Fault.TEMPORARY_CLOSED,
                        directory + " has mode " + Integer.toOctalString(owner.mode()),
                        Shell.asRoot(Command.of("chmod", "1777", directory.toString()))));
    }

    private static Optional<Finding> natives(Patient patient) {
        Mounts mounts = Mounts.read(patient.root());
        Path cache = patient.paths().cache();
        Optional<Path> ofPrograms = mounts.forbiddingExecution(cache);
        if (ofPrograms.isPresent()) {
            return Optional.of(new Finding(
                    Fault.CACHE_NOT_EXECUTABLE,
                    ofPrograms.get() + ", where " + cache + " is, is mounted noexec",
                    Shell.byHand("sudo mount -o remount,exec " + ofPrograms.get())));
        }
        Path ofTests = patient.java().natives();
        return mounts.forbiddingExecution(ofTests)
                .map(point -> new Finding(
                        Fault.NATIVES_NOT_EXECUTABLE,
                        point + ", where JNA unpacks its library (" + ofTests + "), is mounted noexec",
                        Shell.byHand("export JAVA_TOOL_OPTIONS=-Djna.tmpdir=" + cache)));
    }

    /** A note of cameras whose keeper is gone, or of another boot. */
    private static Optional<Finding> cameras(Patient patient) {
        Path directory = patient.paths().build().resolve("vcam");
        Path note = patient.at(directory.resolve("cameras/process.json"));
        boolean left = Stream.of(note).filter(Files::exists).anyMatch(file -> !lives(file));
        return left
                ? Optional.of(new Finding(
                        Fault.CAMERAS_LEFT,
                        directory.resolve("cameras.json") + " tells of cameras that nobody keeps",
                        Step.STOP_CAMERAS))
                : Optional.empty();
    }

    private static boolean lives(Path note) {
        try {
            @Nullable ProcessIdentity process = new Gson().fromJson(Files.readString(note), ProcessIdentity.class);
            return process != null && process.isAlive();
        } catch (IOException | JsonParseException e) {
            return false;
        }
    }
}
