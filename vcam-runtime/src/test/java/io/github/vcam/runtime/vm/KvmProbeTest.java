// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file stands for KVM's device, and QEMU says what a test wants. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class KvmProbeTest {
    private static final CommandExecutor BOOTS = (command, streams) -> {
        try {
            streams.stdout()
                    .write("[    0.9] Kernel panic - not syncing: VFS: Unable to mount root fs\n"
                            .getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return 0;
    };
    private static final CommandExecutor HANGS = (command, streams) -> {
        throw new VcamException(RuntimeError.PROGRAM_TIMED_OUT, "not done after 20 s");
    };

    @TempDir
    private Path directory;

    private Path device;
    private Clock clock = Clock.systemUTC();
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void makeDevice() throws IOException {
        assumeTrue(Programs.find("qemu-system-x86_64").isPresent(), "QEMU is not installed");
        device = Files.createFile(directory.resolve("kvm"));
    }

    private boolean usesKvm(Accelerator accelerator, boolean counts, CommandExecutor qemu) throws IOException {
        VmSettings usual = VmSettings.in(directory.resolve("state"));
        VmSettings settings = usual.with(new VmSettings.Paths(usual.state(), directory.resolve("cache"), usual.share()))
                .with(new VmSettings.Hardware(MachineType.X86_64, accelerator, 2, 1024, counts));
        GuestKernel kernel = new GuestKernel("6.1.0-10-amd64", directory.resolve("kernel"));
        CommandExecutor told = (command, streams) -> {
            asked.add(command.toString());
            return qemu.execute(command, streams);
        };
        return new KvmProbe(settings, kernel, device, clock, told, line -> {}).usesKvm();
    }

    @Test
    void kernelBootsWithIt_itIsUsedAndNotTriedAgain() throws IOException {
        assertThat(usesKvm(Accelerator.AUTO, false, BOOTS)).isTrue();
        assertThat(usesKvm(Accelerator.AUTO, false, HANGS)).isTrue();
        assertThat(asked).singleElement().asString().contains("-accel kvm -cpu host", "vmlinuz-6.1.0-10-amd64");
    }

    @Test
    void kernelHangsWithIt_itIsNotUsedAndNotTriedAgain() throws IOException {
        assertThat(usesKvm(Accelerator.AUTO, false, HANGS)).isFalse();
        assertThat(usesKvm(Accelerator.AUTO, false, BOOTS)).isFalse();
        assertThat(asked).hasSize(1);
    }

    @Test
    void kernelHungADayAgo_itIsTriedAgain() throws IOException {
        assertThat(usesKvm(Accelerator.AUTO, false, HANGS)).isFalse();
        clock = Clock.offset(clock, Duration.ofHours(25));
        assertThat(usesKvm(Accelerator.AUTO, false, BOOTS)).isTrue();
        clock = Clock.offset(clock, Duration.ofDays(1000));
        assertThat(usesKvm(Accelerator.AUTO, false, HANGS)).isTrue();
        assertThat(asked).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"boots", "hangs", "boots 1 2 3 4 /usr/bin/qemu-system-x86_64", "hangs 1 2 3 4 /qemu", ""})
    void answerIsOfAnotherQemu_itIsTriedAgain(String answer) throws IOException {
        usesKvm(Accelerator.AUTO, false, BOOTS);
        Files.writeString(memory(), answer);
        assertThat(usesKvm(Accelerator.AUTO, false, BOOTS)).isTrue();
        Files.writeString(memory(), answer);
        assertThat(usesKvm(Accelerator.AUTO, false, HANGS)).isFalse();
        assertThat(asked).hasSize(3);
    }

    private Path memory() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("kvm-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void qemuRefusesIt_itIsNotUsed() throws IOException {
        assertThat(usesKvm(Accelerator.AUTO, false, (command, streams) -> 1)).isFalse();
    }

    @Test
    void thereIsNone_nothingIsTriedNorRemembered() throws IOException {
        Files.delete(device);
        assertThat(usesKvm(Accelerator.AUTO, false, BOOTS)).isFalse();
        assertThat(asked).isEmpty();
        Files.createFile(device);
        assertThat(usesKvm(Accelerator.AUTO, false, BOOTS)).isTrue();
    }

    @Test
    void userHasChosen_nothingIsTried() throws IOException {
        assertThat(usesKvm(Accelerator.TCG, false, BOOTS)).isFalse();
        assertThat(usesKvm(Accelerator.KVM, false, HANGS)).isTrue();
        assertThat(usesKvm(Accelerator.KVM, true, BOOTS)).isFalse(); // KVM counts no instructions
        assertThat(asked).isEmpty();
    }
}
