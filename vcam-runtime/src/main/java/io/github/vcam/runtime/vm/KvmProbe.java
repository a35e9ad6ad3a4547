// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.file.WholeFile;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides between KVM and TCG. A KVM that exists may still hang stock kernels, in a virtual machine for instance, so it
 * is used only after a kernel has booted with it: as far as to its panic for want of a first program. What came out is
 * kept in the cache, for this machine's kernel, the guest's, and this QEMU; that it did not boot for a day only, for the
 * machine may have been busy.
 *
 * @param device KVM's
 * @param clock tells how old an answer is
 * @param log told when it is tried, which takes a while where it hangs
 */
record KvmProbe(
        VmSettings settings, GuestKernel kernel, Path device, Clock clock, CommandExecutor host, Consumer<String> log) {
    static final Path DEVICE = Path.of("/dev/kvm");

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration HANGS_FOR = Duration.ofDays(1);
    private static final String BOOTS = "boots";
    private static final String HANGS = "hangs";
    private static final String PANIC = "Kernel panic - not syncing";

    KvmProbe(VmSettings settings, GuestKernel kernel, CommandExecutor host, Consumer<String> log) {
        this(settings, kernel, DEVICE, Clock.systemUTC(), host, log);
    }

    boolean usesKvm() throws IOException {
        if (settings.hardware().countsInstructions() || settings.hardware().accelerator() == Accelerator.TCG) {
            return false;
        }
        if (settings.hardware().accelerator() == Accelerator.KVM) {
            return true;
        }
        if (!Files.isReadable(device) || !Files.isWritable(device)) {
            return false;
        }
        Optional<Path> qemu = Programs.find(settings.hardware().type().program());
        if (qemu.isEmpty()) {
            return false; // nothing can be learned
        }
        Path memory = settings.cache().resolve("kvm-" + System.getProperty("os.version", "") + "-" + kernel.release());
        String ofThisQemu = " " + FileStamp.of(qemu.get().toRealPath());
        Optional<Boolean> known = remembered(memory, ofThisQemu);
        if (known.isPresent()) {
            return known.get();
        }
        boolean boots = boots();
        WholeFile.write(memory, (boots ? BOOTS : HANGS) + ofThisQemu);
        return boots;
    }

    private Optional<Boolean> remembered(Path memory, String ofThisQemu) throws IOException {
        if (!Files.exists(memory)) {
            return Optional.empty();
        }
        String answer = Files.readString(memory).strip();
        if (answer.equals(BOOTS + ofThisQemu)) {
            return Optional.of(true);
        }
        Instant over = Files.getLastModifiedTime(memory).toInstant().plus(HANGS_FOR);
        return answer.equals(HANGS + ofThisQemu) && over.isAfter(clock.instant())
                ? Optional.of(false)
                : Optional.empty();
    }

    private boolean boots() {
        log.accept("trying KVM for at most " + LIMIT.toSeconds() + " s");
        MachineType machine = settings.hardware().type();
        List<String> argv = new ArrayList<>(List.of(machine.program()));
        argv.addAll(machine.machineArguments());
        argv.addAll(List.of("-accel", "kvm", "-cpu", machine.cpu(true), "-m", "512M", "-no-user-config"));
        argv.addAll(GuestFacts.EVERY.words("bare"));
        argv.addAll(List.of("-serial", "stdio"));
        argv.addAll(List.of("-kernel", kernel.image().toString()));
        argv.addAll(List.of("-append", "console=" + machine.console() + " " + GuestFacts.EVERY.get("panic")));
        try {
            CommandResult result = host.run(Command.of(argv).within(LIMIT));
            return result.stdout().contains(PANIC);
        } catch (VcamException e) {
            return false; // it hangs
        }
    }
}
