// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vcam.runtime.process.CommandRunner;
import io.github.vcam.runtime.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which starts may go on from the same saved guest. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class GuestSaveTest {
    private static final String RELEASE = "6.1.0-10-amd64";

    @TempDir
    private Path directory;

    private VmSettings settings;
    private GuestKernel kernel;

    @BeforeEach
    void makeKernel() throws IOException {
        assumeTrue(Programs.find("qemu-system-x86_64").isPresent(), "QEMU is not installed");
        assumeTrue(Files.isReadable(Path.of("/bin/busybox")), "busybox-static is not installed");
        settings = in(directory.resolve("state"));
        kernel = new GuestKernel(RELEASE, directory.resolve("kernel"));
        write(kernel.image(), "kernel");
        write(kernel.modulesDirectory().resolve("modules.dep"), "k/9p.ko:\n");
        write(kernel.modulesDirectory().resolve("k/9p.ko"), "module");
    }

    private VmSettings in(Path state) {
        VmSettings usual = VmSettings.in(state);
        return usual.with(new VmSettings.Paths(state, directory.resolve("cache"), state.resolve("share")))
                .with(hardware(2, 2048, false));
    }

    private static VmSettings.Hardware hardware(int cpus, int memory, boolean counts) {
        return new VmSettings.Hardware(MachineType.X86_64, Accelerator.TCG, cpus, memory, counts);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<GuestSave> saves(VmSettings wanted) {
        return GuestSave.of(wanted, kernel, (command, streams) -> 1);
    }

    private String key(VmSettings wanted) {
        return saves(wanted).get(0).key();
    }

    @Test
    void anotherStateDirectoryAndOtherTimes_theSame() {
        assertThat(key(in(directory.resolve("elsewhere")))).isEqualTo(key(settings));
        assertThat(key(settings.with(new VmSettings.Timeouts(Duration.ofMinutes(3), Duration.ofMinutes(1)))))
                .isEqualTo(key(settings));
    }

    @Test
    void anythingElseThatTheGuestIs_another() throws IOException {
        Set<String> keys = new HashSet<>(List.of(key(settings)));
        assertThat(keys.add(key(settings.with(hardware(1, 2048, false))))).isTrue();
        assertThat(keys.add(key(settings.with(hardware(2, 2049, false))))).isTrue();
        assertThat(keys.add(key(settings.with(new VmSettings.Kernel(Optional.empty(), List.of("quiet"))))))
                .isTrue();
        write(kernel.image(), "another kernel");
        assertThat(keys.add(key(settings))).isTrue();
        write(kernel.modulesDirectory().resolve("k/9p.ko"), "another module");
        assertThat(keys.add(key(settings))).isTrue();
        String home = System.getProperty("user.home");
        System.setProperty("user.home", "/home/somebody");
        try {
            assertThat(keys.add(key(settings))).isTrue();
        } finally {
            System.setProperty("user.home", home);
        }
        assertThat(key(settings)).isIn(keys);
    }

    @Test
    void aProgramIsToWait_theBestOneHasItAndTheNextBestIsAsBefore() throws IOException {
        String without = key(settings);
        Path jar = Files.writeString(directory.resolve("a.jar"), "jar");
        StandbyProgram program = new StandbyProgram(
                List.of("java", "-cp", jar.toString(), "Main"), List.of(jar.toString()), List.of(List.of("play")));
        Path saved = SavedGuests.in(settings.cache()).directory();
        assertThat(program.write(saved)).isTrue();
        assertThat(program.write(saved)).isFalse();
        assertThat(saves(settings))
                .extracting(GuestSave::standby)
                .containsExactly(Optional.of(program), Optional.empty());
        assertThat(saves(settings).get(1).key()).isEqualTo(without);
        assertThat(key(settings)).isNotEqualTo(without);
        Files.delete(jar);
        assertThat(saves(settings)).extracting(GuestSave::key).containsExactly(without);
    }

    @Test
    void guestsThatCannotBeSavedOrShallNot_none() {
        assertThat(saves(settings.with(hardware(1, 2048, true)))).isEmpty();
        assertThat(saves(settings.with(hardware(2, 512, false)))).isEmpty();
        assertThat(saves(settings.saved(false))).isEmpty();
    }

    @Test
    void aProcessOfItsOwnSavesIt_itIsForTheSameStarts() {
        VmSettings told = BackgroundSave.settings(BackgroundSave.words(
                settings.with(new VmSettings.Kernel(Optional.of(RELEASE), List.of("quiet", "nosmp"))), RELEASE));
        assertThat(key(told))
                .isEqualTo(key(settings.with(new VmSettings.Kernel(Optional.of(RELEASE), List.of("quiet", "nosmp")))));
        assertThat(told.kernel().release()).contains(RELEASE);
    }

    @Test
    void javasFiles_areWhatAProgramWithoutWindowsNeeds() throws IOException {
        List<Path> files = new ArrayList<>(JavaFiles.ofThisProgram().find());
        files.addAll(new SystemLibraries(CommandRunner.create()).of(files));
        assertThat(files)
                .anyMatch(file -> file.endsWith("bin/java"))
                .anyMatch(file -> file.endsWith("lib/server/libjvm.so"))
                .anyMatch(file -> file.endsWith("libc.so.6"))
                .noneMatch(file -> file.toString().contains("libawt"))
                .allMatch(Files::isReadable)
                .doesNotHaveDuplicates();
    }
}
