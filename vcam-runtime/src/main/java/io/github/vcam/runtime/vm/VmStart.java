// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts a guest and waits for its first word. The caller holds the start lock, and nothing of the state is alive. */
record VmStart(VmSettings settings, GuestKernel kernel, CommandExecutor host, Consumer<String> log) {
    private static final Duration QEMU_LIMIT = Duration.ofSeconds(60);
    private static final Duration SLICE = Duration.ofSeconds(1);

    VmState start() throws IOException {
        boolean kvm = new KvmProbe(settings, kernel, host, log).usesKvm();
        RuntimeDirectory runtime = RuntimeDirectory.forState(settings.state());
        runtime.create();
        Files.createDirectories(settings.share());
        VmFiles files = VmFiles.in(settings.state());
        new ConsoleLog(files.console()).rotate();
        new Initramfs(kernel, configuration(), host).write(files.initramfs());
        log.accept("starting the micro-VM: kernel " + kernel.release() + ", " + (kvm ? "KVM" : "TCG"));
        Instant startedAt = Instant.now();
        Path image = kvm
                ? kernel.image()
                : KernelElf.of(kernel, settings.cache().resolve("vmlinux"), host)
                        .orElse(kernel.image());
        run(new QemuArguments(settings, image, runtime, kvm));
        ProcessIdentity process = recordedPid(settings.state())
                .flatMap(ProcessIdentity::of)
                .orElseThrow(() -> neverBooted("QEMU ended at once", null));
        VmState state = new VmState(
                process,
                runtime,
                kernel.release(),
                settings.fingerprint(kernel.release()),
                settings.share(),
                startedAt,
                false);
        state.write(settings.state());
        boolean answered = false;
        try {
            awaitAnswer(state);
            answered = true;
        } finally {
            if (!answered) {
                process.kill();
                VmState.forget(settings.state());
            }
        }
        VmState ready = state.answered();
        ready.write(settings.state());
        log.accept("the micro-VM is up after "
                + Duration.between(startedAt, Instant.now()).toSeconds() + " s");
        return ready;
    }

    /** Kills a QEMU of this state directory whose starter died before it could write down the state. */
    static boolean killUnrecorded(Path directory) throws IOException {
        Optional<ProcessIdentity> process = recordedPid(directory).flatMap(ProcessIdentity::of);
        boolean ours = process.isPresent()
                && commandLine(process.get().pid())
                        .contains(VmFiles.in(directory).pid().toString());
        if (ours) {
            process.get().kill();
        }
        Files.deleteIfExists(VmFiles.in(directory).pid());
        return ours;
    }

    private Map<String, String> configuration() {
        InstalledFiles installed = InstalledFiles.of(settings.state(), kernel.release());
        return Map.of(
                "release", kernel.release(),
                "modules", kernel.isCached() ? kernel.modulesDirectory().toString() : "",
                "installed", installed.isEmpty() ? "" : installed.tree().toString(),
                "share", settings.share().toString(),
                "home", System.getProperty("user.home", "/root"),
                "java", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "idle", Long.toString(settings.timeouts().idle().toSeconds()));
    }

    private void run(QemuArguments qemu) {
        CommandResult result;
        try {
            result = host.run(Command.of(qemu.argv()).within(QEMU_LIMIT));
        } catch (VcamException e) {
            if (e.code() == RuntimeError.PROGRAM_MISSING) {
                throw new VcamException(
                        RuntimeError.QEMU_MISSING,
                        "starting the micro-VM: there is no "
                                + settings.hardware().type().program() + " on this machine",
                        e);
            }
            throw e;
        }
        if (!result.succeeded()) {
            throw neverBooted(
                    "QEMU refused, status " + result.exitStatus() + ": "
                            + result.stderr().strip(),
                    null);
        }
    }

    private void awaitAnswer(VmState state) {
        long deadline = System.nanoTime() + settings.timeouts().boot().toNanos();
        while (System.nanoTime() - deadline < 0) {
            try (GuestPort port =
                    GuestPort.tryOpen(state.runtime(), 0, SLICE, 1).orElse(null)) {
                if (port != null) {
                    return;
                }
            } catch (GuestSilentException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw neverBooted("interrupted", e);
                }
            } catch (IOException e) {
                state.process().awaitEnd(SLICE);
            }
            if (!state.process().isAlive()) {
                throw neverBooted("the guest ended before it answered", null);
            }
        }
        throw neverBooted(
                "the guest did not answer within " + settings.timeouts().boot().toSeconds() + " s", null);
    }

    private VcamException neverBooted(String reason, @org.jspecify.annotations.Nullable Exception cause) {
        return new VcamException(
                RuntimeError.GUEST_NEVER_BOOTED,
                "booting kernel " + kernel.release() + " in the micro-VM: " + reason + "; its console said last:\n"
                        + new ConsoleLog(VmFiles.in(settings.state()).console()).tail(),
                cause);
    }

    private static Optional<Long> recordedPid(Path directory) {
        try {
            return Optional.of(
                    Long.parseLong(Files.readString(VmFiles.in(directory).pid()).strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String commandLine(long pid) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline")), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
