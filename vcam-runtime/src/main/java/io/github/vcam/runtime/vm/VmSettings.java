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
 * @param state directory of its own for console log, first file system, locks; not below {@code /tmp}
 * @param cache directory for the guest's kernels, shared by all VMs of a user
 * @param share directory that host and guest both write, at the same path in both
 * @param machine the kind of machine
 * @param accelerator what executes its instructions
 * @param cpus its processors
 * @param memoryMiB its memory in MiB
 * @param countsInstructions whether its clock counts instructions (1 ns each) instead of time: one processor, no KVM,
 *     figures that repeat
 * @param kernelArguments arguments for its kernel on top of ours
 * @param kernelRelease the kernel's release, or empty for the newest that is there
 * @param bootTimeout how long it may take until the guest answers
 * @param idleTimeout how long it stays without a command before it powers off; zero for ever
 */
public record VmSettings(
        Path state,
        Path cache,
        Path share,
        MachineType machine,
        Accelerator accelerator,
        int cpus,
        int memoryMiB,
        boolean countsInstructions,
        List<String> kernelArguments,
        Optional<String> kernelRelease,
        Duration bootTimeout,
        Duration idleTimeout) {
    private static final int USUAL_MEMORY_MIB = 3072;
    private static final int LEAST_MEMORY_MIB = 512;

    public VmSettings {
        state = state.toAbsolutePath().normalize();
        cache = cache.toAbsolutePath().normalize();
        share = share.toAbsolutePath().normalize();
        kernelArguments = List.copyOf(kernelArguments);
        if (cpus < 1 || memoryMiB < LEAST_MEMORY_MIB) {
            throw new VcamException(
                    CoreError.PARAMETER_INVALID,
                    "micro-VM with " + cpus + " processors and " + memoryMiB + " MiB: at least 1 and "
                            + LEAST_MEMORY_MIB + " are needed");
        }
    }

    /** The usual settings: two processors, 3 GiB or half of the machine's memory, TCG, off after 30 minutes. */
    public static VmSettings in(Path state) {
        return new VmSettings(
                state,
                defaultCache(),
                state.resolve("share"),
                MachineType.ofThisMachine(),
                Accelerator.TCG,
                2,
                usualMemoryMiB(),
                false,
                List.of(),
                Optional.empty(),
                Duration.ofMinutes(3),
                Duration.ofMinutes(30));
    }

    /** {@code ${XDG_CACHE_HOME:-~/.cache}/vcam}; {@code /var/tmp/vcam-<uid>} for a user who has no home to write. */
    public static Path defaultCache() {
        return CacheDirectory.ofThisUser().path();
    }

    public VmSettings withCache(Path newCache) {
        return new VmSettings(
                state,
                newCache,
                share,
                machine,
                accelerator,
                cpus,
                memoryMiB,
                countsInstructions,
                kernelArguments,
                kernelRelease,
                bootTimeout,
                idleTimeout);
    }

    public VmSettings withShare(Path newShare) {
        return new VmSettings(
                state,
                cache,
                newShare,
                machine,
                accelerator,
                cpus,
                memoryMiB,
                countsInstructions,
                kernelArguments,
                kernelRelease,
                bootTimeout,
                idleTimeout);
    }

    public VmSettings withMachine(Accelerator newAccelerator, int newCpus, int newMemoryMiB, boolean counts) {
        return new VmSettings(
                state,
                cache,
                share,
                machine,
                newAccelerator,
                newCpus,
                newMemoryMiB,
                counts,
                kernelArguments,
                kernelRelease,
                bootTimeout,
                idleTimeout);
    }

    public VmSettings withKernel(Optional<String> release, List<String> arguments) {
        return new VmSettings(
                state,
                cache,
                share,
                machine,
                accelerator,
                cpus,
                memoryMiB,
                countsInstructions,
                arguments,
                release,
                bootTimeout,
                idleTimeout);
    }

    public VmSettings withTimeouts(Duration boot, Duration idle) {
        return new VmSettings(
                state,
                cache,
                share,
                machine,
                accelerator,
                cpus,
                memoryMiB,
                countsInstructions,
                kernelArguments,
                kernelRelease,
                boot,
                idle);
    }

    /** The same for another guest beside this one, in which something is measured; it does not stay long when left alone. */
    public VmSettings forBench(boolean counts) {
        Path beside = state.resolveSibling(state.getFileName() + (counts ? "-counting" : "-bench"));
        return new VmSettings(
                beside,
                cache,
                beside.resolve("share"),
                machine,
                counts ? Accelerator.TCG : accelerator,
                counts ? 1 : cpus,
                memoryMiB,
                counts,
                kernelArguments,
                kernelRelease,
                bootTimeout,
                Duration.ofMinutes(2));
    }

    /** What the guest is, in one line: a running guest of another line is not this one. */
    String fingerprint(String release) {
        return String.join(
                " ",
                machine.name(),
                accelerator.name(),
                "cpus=" + cpus,
                "memory=" + memoryMiB,
                "counting=" + countsInstructions,
                "share=" + share,
                "kernel=" + release,
                String.join(" ", kernelArguments));
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
