// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.FileLocks;
import io.github.vcam.runtime.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A guest that is a process which sleeps, and others who want its place. */
@Timeout(30)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class MicroVmTest {
    private static final String RELEASE = "6.1.0-10-amd64";

    /** What ends a start: a test wants no QEMU. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @TempDir
    private Path directory;

    private VmSettings settings;
    private RuntimeDirectory runtime;
    private Process guest;

    @BeforeEach
    void startGuest() throws IOException {
        settings = VmSettings.in(directory.resolve("state"))
                .with(new VmSettings.Paths(
                        directory.resolve("state"), directory.resolve("cache"), directory.resolve("state/share")))
                .with(hardware(2))
                .with(new VmSettings.Kernel(Optional.of(RELEASE), List.of()));
        Path root = directory.resolve("cache/kernels").resolve(RELEASE);
        write(root.resolve("boot/vmlinuz-" + RELEASE));
        write(root.resolve("lib/modules/" + RELEASE + "/modules.dep"));
        write(root.resolve("usr/src/linux-headers-" + RELEASE + "/Makefile"));
        runtime = new RuntimeDirectory(Files.createDirectories(directory.resolve("run")));
        Files.createDirectories(settings.state());
        guest = new ProcessBuilder("sleep", "60").start();
        new VmState(
                        ProcessIdentity.of(guest.pid()).orElseThrow(),
                        runtime,
                        RELEASE,
                        settings.fingerprint(RELEASE),
                        settings.share(),
                        Instant.now(),
                        true)
                .write(settings.state());
    }

    @AfterEach
    void endGuest() {
        guest.destroyForcibly();
    }

    private static void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
    }

    private static VmSettings.Hardware hardware(int cpus) {
        return new VmSettings.Hardware(MachineType.X86_64, Accelerator.TCG, cpus, 1024, false);
    }

    private MicroVm vm(int cpus) {
        return new MicroVm(
                settings.with(hardware(cpus)),
                (command, streams) -> {
                    throw new AssertionError(command.toString());
                },
                line -> {
                    if (line.startsWith("stopped")) {
                        throw new Stopped();
                    }
                });
    }

    @Test
    void otherSettingsWhileSomebodyUsesTheGuest_itIsLeftAloneAndTheyAreNamed() throws IOException {
        try (FileLocks.Held used = FileLocks.tryLock(runtime.lock(7)).orElseThrow()) {
            assertThatThrownBy(() -> vm(4).ensureStarted())
                    .isInstanceOfSatisfying(
                            VcamException.class, e -> assertThat(e.code()).isEqualTo(RuntimeError.GUEST_IN_USE))
                    .hasMessageContaining(settings.state().toString())
                    .hasMessageContaining("cpus '2', not '4'")
                    .hasMessageNotContaining("memory");
            assertThat(used.isOpen()).isTrue();
        }
        assertThat(guest.isAlive()).isTrue();
        assertThat(VmState.ofLiving(settings.state())).isPresent();
        assertThat(FileLocks.tryLock(runtime.lock(1))).isPresent();
    }

    @Test
    void otherSettingsAndNobodyUsesTheGuest_itIsStopped() throws InterruptedException {
        assertThatThrownBy(() -> vm(4).ensureStarted()).isInstanceOf(Stopped.class);
        assertThat(guest.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void sameSettingsButItsSocketsAreGone_itIsStopped() throws IOException, InterruptedException {
        Files.delete(runtime.path());
        assertThatThrownBy(() -> vm(2).ensureStarted()).isInstanceOf(Stopped.class);
        assertThat(guest.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void stopIsAskedFor_itHappensWhoeverUsesTheGuest() throws IOException, InterruptedException {
        try (FileLocks.Held used = FileLocks.tryLock(runtime.lock(7)).orElseThrow()) {
            assertThat(vm(4).stop()).isTrue();
            assertThat(used.isOpen()).isTrue();
        }
        assertThat(runtime.path()).doesNotExist();
        assertThat(guest.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
}
