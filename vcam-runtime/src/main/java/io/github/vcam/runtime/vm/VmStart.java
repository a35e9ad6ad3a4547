// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.CommandExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Starts a guest and waits for its first word: one that was saved goes on where there is one, else a kernel boots. The
 * caller holds the start lock, and nothing of the state is alive.
 */
record VmStart(VmSettings settings, GuestKernel kernel, CommandExecutor host, Consumer<String> log) {
    /** An emulated processor may lose its way in a boot, once in a hundred; it does not do so twice. */
    private static final int BOOTS = 2;

    VmState start() throws IOException {
        boolean kvm = new KvmProbe(settings, kernel, host, log).usesKvm();
        Files.createDirectories(settings.share());
        new ConsoleLog(VmFiles.in(settings.state()).console()).rotate();
        List<GuestSave> saves = kvm ? List.of() : GuestSave.of(settings, kernel, host);
        Optional<VmState> up = Optional.empty();
        boolean best = true;
        for (GuestSave save : saves) {
            if (up.isEmpty()) {
                up = resume(save);
                best = up.isPresent() && save.equals(saves.get(0));
            }
        }
        VmState state = up.isPresent() ? up.get() : boot(kvm);
        if (!best) {
            new BackgroundSave(saves.get(0), host).start();
        }
        return state;
    }

    /** Goes on from the saved guest, if there is one and it does; else it is gone. */
    private Optional<VmState> resume(GuestSave save) throws IOException {
        Optional<SavedGuest> saved = save.find();
        if (saved.isEmpty()) {
            return Optional.empty();
        }
        log.accept("going on with a saved micro-VM: kernel " + kernel.release() + ", TCG");
        Instant startedAt = Instant.now();
        try {
            return Optional.of(bringUp(
                    new QemuArguments.Saved(saved.get().memory()),
                    false,
                    startedAt,
                    qemu -> new GuestResume(settings, kernel).goOn(qemu, saved.get())));
        } catch (IOException e) {
            log.accept("the saved micro-VM does not go on (" + e.getMessage() + "): it is removed, another one boots");
            saved.get().remove();
            return Optional.empty();
        }
    }

    private VmState boot(boolean kvm) throws IOException {
        new Initramfs(kernel, GuestResume.facts(settings, kernel), List.of(), host)
                .write(VmFiles.in(settings.state()).initramfs());
        log.accept("starting the micro-VM: kernel " + kernel.release() + ", " + (kvm ? "KVM" : "TCG"));
        Path image = image(kvm);
        Duration limit = settings.timeouts().boot().dividedBy(BOOTS);
        Instant startedAt = Instant.now();
        for (int attempt = 1; ; attempt++) {
            try {
                return bringUp(
                        new QemuArguments.Boot(image),
                        kvm,
                        startedAt,
                        qemu -> qemu.awaitAnswer(limit).close());
            } catch (IOException e) {
                if (attempt == BOOTS || Thread.currentThread().isInterrupted()) {
                    throw neverBooted(e);
                }
                log.accept("the micro-VM did not come up (" + e.getMessage() + "), trying once more");
            }
        }
    }

    /** What has to happen until a guest takes commands. */
    @FunctionalInterface
    private interface FirstSteps {
        void take(Qemu qemu) throws IOException;
    }

    private VmState bringUp(QemuArguments.Beginning beginning, boolean kvm, Instant startedAt, FirstSteps steps)
            throws IOException {
        RuntimeDirectory runtime = RuntimeDirectory.forState(settings.state());
        runtime.create();
        Qemu qemu = Qemu.start(new QemuArguments(settings, beginning, runtime, kvm), host);
        VmState state = new VmState(
                qemu.process(),
                runtime,
                kernel.release(),
                settings.fingerprint(kernel.release()),
                settings.share(),
                startedAt,
                false);
        state.write(settings.state());
        boolean up = false;
        try {
            steps.take(qemu);
            up = true;
        } finally {
            if (!up) {
                qemu.process().kill();
                VmState.forget(settings.state());
                runtime.remove();
            }
        }
        VmState ready = state.answered();
        ready.write(settings.state());
        Duration took = Duration.between(startedAt, Instant.now());
        log.accept("the micro-VM is up after " + seconds(took));
        return ready;
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }

    private Path image(boolean kvm) {
        return kvm ? kernel.image() : KernelElf.bootable(settings, kernel, host);
    }

    private VcamException neverBooted(IOException cause) {
        return new VcamException(
                RuntimeError.GUEST_NEVER_BOOTED,
                "booting kernel " + kernel.release() + " in the micro-VM: " + cause.getMessage()
                        + "; its console said last:\n"
                        + new ConsoleLog(VmFiles.in(settings.state()).console()).tail(),
                cause);
    }
}
