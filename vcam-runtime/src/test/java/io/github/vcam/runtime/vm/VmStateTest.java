// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VmStateTest {
    @TempDir
    Path directory;

    @Test
    void processLives_stateIsItsState() throws IOException {
        VmState state = state(ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow());
        state.write(directory);
        assertThat(VmState.ofLiving(directory)).contains(state);
    }

    @Test
    void anotherProcessHasThePid_stateIsStale() throws IOException {
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
        state(new ProcessIdentity(self.pid(), self.startTicks() - 1, self.bootId()))
                .write(directory);
        assertThat(VmState.ofLiving(directory)).isEmpty();
        assertThat(VmState.read(directory)).isPresent();
    }

    @Test
    void machineWasBootedAgain_stateIsStale() throws IOException {
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
        state(new ProcessIdentity(self.pid(), self.startTicks(), "another")).write(directory);
        assertThat(VmState.ofLiving(directory)).isEmpty();
    }

    @Test
    void processEnds_isNotAlive() throws IOException {
        Process sleep = new ProcessBuilder("sleep", "60").start();
        ProcessIdentity identity = ProcessIdentity.of(sleep.pid()).orElseThrow();
        assertThat(identity.isAlive()).isTrue();
        identity.kill();
        assertThat(identity.awaitEnd(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void fileIsRubbish_isNoState() throws IOException {
        Files.writeString(directory.resolve("vm.properties"), "pid=many\n");
        assertThat(VmState.read(directory)).isEmpty();
    }

    @Test
    void noGuestIsUp_connectionSaysHowToStartOne() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> GuestConnection.to(directory)))
                .asInstanceOf(InstanceOfAssertFactories.type(VcamException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(RuntimeError.GUEST_LOST))
                .satisfies(e -> assertThat(e.getMessage()).contains("is not running"));
    }

    private VmState state(ProcessIdentity process) {
        return new VmState(
                process,
                new RuntimeDirectory(Path.of("/run/x")),
                "6.1.0-1-amd64",
                "print=1 \\ ünï",
                directory.resolve("share"),
                Instant.parse("2026-01-02T03:04:05.678Z"),
                true);
    }
}
