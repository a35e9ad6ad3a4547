// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that makes one micro-VM. A VM is known by its state directory: two settings with the same one speak of the
 * same VM, which is started anew when they differ in what the guest is and nobody uses it.
 *
 * @param paths its directories
 * @param hardware the machine
 * @param kernel what it runs
 * @param timeouts how long it may take, and stay
 * @param saved whether a start may go on from a saved guest, and one is saved for the next start
 */
public record VmSettings(Paths paths, Hardware hardware, Kernel kernel, Timeouts timeouts, boolean saved) {
    private static final int USUAL_MEMORY_MIB = 3072;
    private static final int LEAST_MEMORY_MIB = 512;

    /**
     * The directories of a micro-VM on this machine.
     *
     * @param state of its own, for console log, first file system, locks; not below {@code /tmp}
     * @param cache for the guest's kernels, shared by all VMs of a user
     * @param share written by host and guest, at the same path in both
     */
    public record Paths(Path state, Path cache, Path share) {
        public Paths {
            state = state.toAbsolutePath().normalize();
            cache = cache.toAbsolutePath().normalize();
            share = share.toAbsolutePath().normalize();
        }
    }

    /**
     * The machine that QEMU plays.
     *
     * @param type its kind
     * @param accelerator what executes its instructions
     * @param cpus its processors
     * @param memoryMiB its memory in MiB
     * @param countsInstructions whether its clock counts instructions (1 ns each) instead of time: one processor, no KVM,
     *     figures that repeat
     */
    public record Hardware(
            MachineType type, Accelerator accelerator, int cpus, int memoryMiB, boolean countsInstructions) {
        public Hardware {
            if (cpus < 1 || memoryMiB < LEAST_MEMORY_MIB) {
                throw new VcamException(
                        CoreError.PARAMETER_INVALID,
                        "micro-VM with " + cpus + " processors and " + memoryMiB + " MiB: at least 1 and "
                                + LEAST_MEMORY_MIB + " are needed");
            }
        }

        /** The same, to measure by instructions instead of time. */
        Hardware counting() {
            return new Hardware(type, Accelerator.TCG, 1, memoryMiB, true);
        }

        /** The same, to measure by time. */
        Hardware timing() {
            return new Hardware(type, accelerator, cpus, memoryMiB, false);
        }
    }

    /**
     * The kernel of a guest.
     *
     * @param release or empty for the newest that is there
     * @param arguments on top of ours
     */
    public record Kernel(Optional<String> release, List<String> arguments) {
        public Kernel {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * How long things may take.
     *
     * @param boot until the guest answers
     * @param idle how long it stays without a command before it powers off; zero for ever
     */
    public record Timeouts(Duration boot, Duration idle) {}

    /** The usual settings: two processors, 3 GiB or half of the machine's memory, KVM where it boots, off after 30 minutes. */
    public static VmSettings in(Path state) {
        return new VmSettings(
                new Paths(state, defaultCache(), state.resolve("share")),
                new Hardware(MachineType.ofThisMachine(), Accelerator.AUTO, 2, usualMemoryMiB(), false),
                new Kernel(Optional.empty(), List.of()),
                new Timeouts(Duration.ofMinutes(3), Duration.ofMinutes(30)),
                true);
    }

    /** {@code ${XDG_CACHE_HOME:-~/.cache}/vcam}; {@code /var/tmp/vcam-<uid>} for a user who has no home to write. */
    public static Path defaultCache() {
        return CacheDirectory.ofThisUser().path();
    }

    public VmSettings with(Paths other) {
        return new VmSettings(other, hardware, kernel, timeouts, saved);
    }

    public VmSettings with(Hardware other) {
        return new VmSettings(paths, other, kernel, timeouts, saved);
    }

    public VmSettings with(Kernel other) {
        return new VmSettings(paths, hardware, other, timeouts, saved);
    }

    public VmSettings with(Timeouts other) {
        return new VmSettings(paths, hardware, kernel, other, saved);
    }

    /** The same, whose starts go on from a saved guest or do not. */
    public VmSettings saved(boolean value) {
        return new VmSettings(paths, hardware, kernel, timeouts, value);
    }

    public Path state() {
        return paths.state();
    }

    public Path cache() {
        return paths.cache();
    }

    public Path share() {
        return paths.share();
    }

    /** The same for another guest beside this one, in which something is measured; it does not stay long when left alone. */
    public VmSettings forBench(boolean counts) {
        Path beside = state().resolveSibling(state().getFileName() + (counts ? "-counting" : "-bench"));
        return new VmSettings(
                new Paths(beside, cache(), beside.resolve("share")),
                counts ? hardware.counting() : hardware.timing(),
                kernel,
                new Timeouts(timeouts.boot(), Duration.ofMinutes(2)),
                saved);
    }

    /** What the guest is, in one line: a running guest of another line is not this one. */
    String fingerprint(String release) {
        return Fingerprint.of(this, release).line();
    }

    private static int usualMemoryMiB() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                if (line.startsWith("MemTotal:")) {
                    long kibibytes = Long.parseLong(line.replaceAll("[^0-9]", ""));
                    long half = kibibytes / 1024 / 2;
                    return (int) Math.max(LEAST_MEMORY_MIB, Math.min(USUAL_MEMORY_MIB, half));
                }
            }
        } catch (IOException | NumberFormatException e) {
            return USUAL_MEMORY_MIB; // QEMU takes memory as it is touched
        }
        return USUAL_MEMORY_MIB;
    }
}
