// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static final VmSettings ONE = VmSettings.in(Path.of("/srv/a state"))
            .with(new VmSettings.Hardware(MachineType.X86_64, Accelerator.TCG, 2, 1024, false));

    private static Fingerprint of(VmSettings settings, String release) {
        return new Fingerprint(settings.fingerprint(release));
    }

    @Test
    void theSameSettings_nothingDiffers() {
        assertThat(of(ONE, "6.1").differencesOf(of(ONE, "6.1"))).isEmpty();
    }

    @Test
    void severalDiffer_eachIsNamedWithBothValues() {
        VmSettings other = ONE.with(new VmSettings.Paths(ONE.state(), ONE.cache(), Path.of("/srv/other share")))
                .with(new VmSettings.Hardware(MachineType.X86_64, Accelerator.KVM, 2, 2048, false))
                .with(new VmSettings.Kernel(Optional.empty(), List.of("kernel=x", "nosmp")));
        assertThat(of(ONE, "6.1").differencesOf(of(other, "6.12")))
                .containsExactly(
                        "accelerator 'KVM', not 'TCG'",
                        "memory '2048', not '1024'",
                        "share '/srv/other share', not '/srv/a state/share'",
                        "kernel '6.12', not '6.1'",
                        "kernel arguments 'kernel=x nosmp', not ''");
    }

    @Test
    void lineIsOfAnotherVersion_itIsNamedAsAWhole() {
        assertThat(of(ONE, "6.1").differencesOf(new Fingerprint("what it was")))
                .containsExactly("settings 'what it was', not ''");
    }
}
