// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.process.FileLocks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VmSettingsTest {
    private static final String RELEASE = "6.1.0-56-amd64";
    private final VmSettings usual = VmSettings.in(Path.of("/srv/vm,1/state"));

    @Test
    void usualSettings_fitTheMachine() {
        assertThat(usual.hardware().memoryMiB()).isBetween(512, 3072);
        assertThat(usual.share()).isEqualTo(Path.of("/srv/vm,1/state/share"));
        assertThat(usual.hardware().accelerator()).isEqualTo(Accelerator.AUTO);
    }

    @Test
    void tooLittle_isRefused() {
        assertThatThrownBy(() -> new VmSettings.Hardware(MachineType.X86_64, Accelerator.TCG, 0, 1024, false))
                .isInstanceOf(VcamException.class);
        assertThatThrownBy(() -> new VmSettings.Hardware(MachineType.X86_64, Accelerator.TCG, 1, 64, false))
                .isInstanceOf(VcamException.class);
    }

    @Test
    void fingerprint_isTheLineThatEarlierVersionsWrote() {
        VmSettings settings = usual.with(new VmSettings.Hardware(MachineType.X86_64, Accelerator.AUTO, 4, 1024, true))
                .with(new VmSettings.Kernel(Optional.of("x"), List.of("a", "b=c")));
        assertThat(settings.fingerprint(RELEASE))
                .isEqualTo("X86_64 AUTO cpus=4 memory=1024 counting=true share=/srv/vm,1/state/share kernel=" + RELEASE
                        + " a b=c");
    }

    @Test
    void measuring_hasAGuestOfItsOwn() {
        VmSettings counting = usual.forBench(true);
        assertThat(counting.state()).isEqualTo(Path.of("/srv/vm,1/state-counting"));
        assertThat(counting.share()).isEqualTo(Path.of("/srv/vm,1/state-counting/share"));
        assertThat(counting.hardware().countsInstructions()).isTrue();
        assertThat(counting.hardware().cpus()).isEqualTo(1);
        assertThat(counting.timeouts().boot()).isEqualTo(usual.timeouts().boot());
        assertThat(counting.forBench(false).hardware().countsInstructions()).isFalse();
    }

    @Test
    void anotherGuest_hasAnotherFingerprint() {
        String fingerprint = usual.fingerprint(RELEASE);
        assertThat(usual.with(new VmSettings.Hardware(
                                MachineType.X86_64,
                                Accelerator.TCG,
                                2,
                                usual.hardware().memoryMiB(),
                                true))
                        .fingerprint(RELEASE))
                .isNotEqualTo(fingerprint);
        assertThat(usual.with(new VmSettings.Kernel(Optional.empty(), List.of("nosmp")))
                        .fingerprint(RELEASE))
                .isNotEqualTo(fingerprint);
        assertThat(usual.with(new VmSettings.Timeouts(Duration.ofMinutes(9), Duration.ofMinutes(1)))
                        .fingerprint(RELEASE))
                .isEqualTo(fingerprint);
    }

    @Test
    void countingInstructions_takesOneProcessorAndTheTsc() {
        String line =
                line(usual.with(new VmSettings.Hardware(MachineType.X86_64, Accelerator.AUTO, 4, 1024, true)), false);
        assertThat(line)
                .contains(
                        "-icount shift=0,sleep=off",
                        "-cpu max,-erms,-fsrm,-avx2",
                        "-smp 1",
                        "clocksource=tsc tsc=reliable",
                        "-m 1024M");
        assertThat(line(usual, false)).contains("thread=multi", "clocksource=acpi_pm", "loglevel=5", "acpi=noirq");
        assertThat(line(usual, true)).contains("-accel kvm", "-cpu host").doesNotContain("clocksource", "noirq");
    }

    @Test
    void commaInAPath_isDoubledForQemu() {
        assertThat(line(usual, false)).contains("path=/srv/vm,,1/state/share,security_model=none");
    }

    @Test
    void socketPath_fitsTheKernelsLimit() {
        Path deep = Path.of("/" + "very-long-directory-name/".repeat(20));
        RuntimeDirectory runtime = RuntimeDirectory.forState(deep);
        assertThat(runtime.socket(RuntimeDirectory.PORTS).toString()).hasSizeLessThan(108);
        assertThat(runtime).isNotEqualTo(RuntimeDirectory.forState(usual.state()));
    }

    @Test
    void releases_areOrderedByNumber() {
        assertThat(GuestKernel.compareReleases("6.1.0-9-amd64", "6.1.0-10-amd64"))
                .isNegative();
        assertThat(GuestKernel.compareReleases("6.12.0-1-amd64", "6.1.0-56-amd64"))
                .isPositive();
    }

    @Test
    void lockIsHeld_theNextOneMustWait(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("lock");
        try (FileLocks.Held held = FileLocks.tryLock(file).orElseThrow()) {
            assertThat(held.isOpen()).isTrue();
            assertThat(FileLocks.tryLock(file)).isEmpty();
            assertThat(FileLocks.lock(file, Duration.ofMillis(150))).isEmpty();
        }
        try (FileLocks.Held again = FileLocks.tryLock(file).orElseThrow()) {
            assertThat(again.isOpen()).isTrue();
        }
    }

    @Test
    void console_isShownByItsLastLines(@TempDir Path directory) throws IOException {
        ConsoleLog console = new ConsoleLog(directory.resolve("console.log"));
        assertThat(console.tail()).contains("empty");
        java.nio.file.Files.writeString(console.file(), "old\r\n".repeat(50) + "panic\r\n\r\n");
        assertThat(console.tail()).endsWith("old\npanic").hasLineCount(20);
        java.nio.file.Files.writeString(
                console.file(), "[1.0] Kernel panic - not syncing: why\n" + "trace\n".repeat(30));
        assertThat(console.tail())
                .startsWith("[1.0] Kernel panic - not syncing: why\ntrace")
                .hasLineCount(21);
        console.rotate();
        assertThat(console.text()).isEmpty();
    }

    private static String line(VmSettings settings, boolean kvm) {
        RuntimeDirectory runtime = new RuntimeDirectory(Path.of("/run/vcam"));
        GuestKernel kernel = new GuestKernel(RELEASE, Path.of("/cache"));
        return String.join(
                " ", new QemuArguments(settings, new QemuArguments.Boot(kernel.image()), runtime, kvm).argv());
    }
}
