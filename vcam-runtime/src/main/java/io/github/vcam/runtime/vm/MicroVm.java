// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandStreams;
import io.github.vcam.runtime.process.FileLocks;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A small virtual machine with the host's files and a kernel of its own. The first command starts it, it stays for
 * later programs, and ends by {@link #stop()} or by itself when no command came for the idle time. Safe for use by
 * several threads and processes.
 */
public final class MicroVm implements CommandExecutor {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOCK_MARGIN = Duration.ofSeconds(30);

    private final VmSettings settings;
    private final CommandExecutor host;
    private final Consumer<String> log;

    /**
     * @param settings what the VM is
     * @param host runs QEMU on this machine
     * @param log told what is done, a line at a time
     */
    public MicroVm(VmSettings settings, CommandExecutor host, Consumer<String> log) {
        this.settings = settings;
        this.host = host;
        this.log = log;
    }

    public VmSettings settings() {
        return settings;
    }

    /** What the guest's kernel said. */
    public ConsoleLog console() {
        return new ConsoleLog(VmFiles.in(settings.state()).console());
    }

    /** The guests that starts with these settings, and others, can go on from. */
    public SavedGuests saved() {
        return SavedGuests.in(settings.cache());
    }

    /**
     * Says which program is likely to be wanted again: guests that are saved from now on have one that waits. Where it is
     * another than before, one is saved beside the caller.
     */
    public void expect(StandbyProgram program) {
        if (!settings.saved()) {
            return;
        }
        try {
            if (program.write(saved().directory())) {
                saveAhead();
            }
        } catch (IOException e) {
            log.accept("no program will wait in the next micro-VM: " + e.getMessage());
        }
    }

    /**
     * Saves a guest that a start with these settings can go on from, beside the caller, where there is none yet and one can
     * be saved.
     */
    public void saveAhead() {
        if (!settings.saved()) {
            return;
        }
        GuestKernel kernel = kernel();
        try {
            if (new KvmProbe(settings, kernel, host, log).usesKvm()) {
                return;
            }
            List<GuestSave> saves = GuestSave.of(settings, kernel, host);
            if (!saves.isEmpty() && saves.get(0).find().isEmpty()) {
                new BackgroundSave(saves.get(0), host).start();
            }
        } catch (IOException e) {
            log.accept("no micro-VM is saved for the next start: " + e.getMessage());
        }
    }

    /** Whether the guest is up. */
    public boolean isRunning() {
        return VmState.ofLiving(settings.state()).filter(VmState::ready).isPresent();
    }

    /** The kernel of the guest: of the one that is up, else of the one that would be started. */
    public GuestKernel kernel() {
        return VmState.ofLiving(settings.state())
                .flatMap(state -> GuestKernel.find(settings.cache(), state.release()))
                .orElseGet(() -> GuestKernel.require(settings));
    }

    /** What is installed in the guest at its start, beside what this machine gives; empty when there is no kernel for it. */
    public Optional<InstalledFiles> installed() {
        Optional<String> wanted = settings.kernel().release();
        return VmState.ofLiving(settings.state())
                .map(VmState::release)
                .or(() -> wanted)
                .or(() -> GuestKernel.find(settings.cache()).map(GuestKernel::release))
                .map(release -> InstalledFiles.of(settings.state(), release));
    }

    public VmStatus status() {
        Optional<VmState> state = VmState.ofLiving(settings.state());
        return new VmStatus(
                state.filter(VmState::ready).isPresent(),
                state.map(living -> living.process().pid()),
                state.map(VmState::release),
                state.map(VmState::startedAt),
                state.flatMap(MicroVm::machineStatus),
                console().file(),
                state.map(VmState::share).orElse(settings.share()));
    }

    /**
     * Starts the guest where it is not up, or is not what the settings ask for, and waits until it answers.
     *
     * @throws VcamException {@link RuntimeError#QEMU_MISSING}, {@link RuntimeError#GUEST_KERNEL_MISSING},
     *     {@link RuntimeError#GUEST_NEVER_BOOTED}; {@link RuntimeError#GUEST_IN_USE} when the guest that is up is another
     *     and somebody uses it
     */
    public void ensureStarted() {
        connection();
    }

    /**
     * Stops the guest at once, with all that runs in it.
     *
     * @return whether there was one
     */
    public boolean stop() {
        try (FileLocks.Held lock = startLock()) {
            return lock.isOpen() && stopLocked();
        } catch (IOException e) {
            throw new VcamException(
                    RuntimeError.GUEST_LOST, "stopping the micro-VM of " + settings.state() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public int execute(Command command, CommandStreams streams) {
        return connection().execute(command, streams);
    }

    private GuestConnection connection() {
        String fingerprint = settings.fingerprint(wantedRelease());
        Optional<VmState> up = wanted(fingerprint);
        return new GuestConnection(settings.state(), up.isPresent() ? up.get() : startUnderLock());
    }

    private Optional<VmState> wanted(String fingerprint) {
        return VmState.ofLiving(settings.state())
                .filter(VmState::ready)
                .filter(state -> state.fingerprint().equals(fingerprint))
                .filter(state -> Files.exists(state.runtime().monitor()));
    }

    private VmState startUnderLock() {
        try (FileLocks.Held lock = startLock()) {
            GuestKernel kernel = GuestKernel.require(settings);
            String fingerprint = settings.fingerprint(kernel.release());
            Optional<VmState> up = wanted(fingerprint); // another process was faster
            if (up.isPresent() && lock.isOpen()) {
                return up.get();
            }
            if (stopOther(fingerprint)) {
                log.accept("stopped the micro-VM that was there: it was of another kind");
            }
            return new VmStart(settings, kernel, host, log).start();
        } catch (IOException e) {
            throw new VcamException(
                    RuntimeError.GUEST_NEVER_BOOTED,
                    "starting the micro-VM in " + settings.state() + ": " + e
                            + "; see that this directory and its disk can be written",
                    e);
        }
    }

    private String wantedRelease() {
        return GuestKernel.require(settings).release();
    }

    private FileLocks.Held startLock() throws IOException {
        Files.createDirectories(settings.state());
        Duration limit = settings.timeouts().boot().plus(LOCK_MARGIN);
        return FileLocks.lock(VmFiles.in(settings.state()).lock(), limit)
                .orElseThrow(() -> new VcamException(
                        RuntimeError.GUEST_NEVER_BOOTED,
                        "starting the micro-VM in " + settings.state() + ": another process is starting it and was not"
                                + " done after " + limit.toSeconds() + " s; end that process, then try again"));
    }

    /** Stops what is in the way, unless it is sound, of other settings, and in use. */
    private boolean stopOther(String fingerprint) throws IOException {
        Optional<VmState> other = VmState.ofLiving(settings.state())
                .filter(state -> !state.fingerprint().equals(fingerprint));
        if (other.isEmpty()) {
            return stopLocked();
        }
        try (PortLocks nobody =
                PortLocks.takeAll(other.get().runtime()).orElseThrow(() -> inUse(other.get(), fingerprint))) {
            return nobody.isHeld() && stopLocked();
        }
    }

    private VcamException inUse(VmState other, String fingerprint) {
        List<String> differences = new Fingerprint(fingerprint).differencesOf(new Fingerprint(other.fingerprint()));
        return new VcamException(
                RuntimeError.GUEST_IN_USE,
                "starting the micro-VM in " + settings.state() + ": somebody runs a command in the one that is there"
                        + " (pid " + other.process().pid() + "), which is another: "
                        + String.join("; ", differences));
    }

    private boolean stopLocked() throws IOException {
        Optional<VmState> state = VmState.ofLiving(settings.state());
        if (state.isPresent() && !(quits(state.get()) && state.get().process().awaitEnd(STOP_PATIENCE))) {
            state.get().process().kill();
        }
        boolean orphan = Qemu.killUnrecorded(settings.state());
        VmState.forget(settings.state());
        RuntimeDirectory left =
                state.map(VmState::runtime).orElseGet(() -> RuntimeDirectory.forState(settings.state()));
        left.remove();
        return state.isPresent() || orphan;
    }

    private boolean quits(VmState state) {
        try {
            new QemuMonitor(state.runtime().monitor()).quit();
            return true;
        } catch (IOException e) {
            log.accept("QEMU did not take its quit (" + e.getMessage() + "), killing it");
            return false;
        }
    }

    private static Optional<String> machineStatus(VmState state) {
        try {
            return Optional.of(new QemuMonitor(state.runtime().monitor()).status());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
