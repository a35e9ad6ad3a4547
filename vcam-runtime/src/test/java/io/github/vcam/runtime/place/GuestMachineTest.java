// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.runtime.vm.VmSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A micro-VM that is not up; every command here would be one too many. */
class GuestMachineTest {
    private static final String PATH = "/lib/modules/1.2.3/updates/x.ko";

    @TempDir
    Path directory;

    @Test
    void nothingWasInstalled_nothingIsHeld() {
        assertThat(target("1.2.3").mayHoldFiles()).isFalse();
        assertThat(target("1.2.3").uninstall(List.of(PATH))).isFalse();
    }

    @Test
    void somethingWasInstalled_itIsHeldForThatKernelAlone() throws IOException {
        install();
        assertThat(target("1.2.3").mayHoldFiles()).isTrue();
        assertThat(target("1.2.4").mayHoldFiles()).isFalse();
    }

    @Test
    void uninstalled_nothingIsHeldAndNothingWasStarted() throws IOException {
        install();
        Machine place = target("1.2.3");
        assertThat(place.uninstall(List.of(PATH))).isTrue();
        place.indexModules(Optional.empty());
        assertThat(place.mayHoldFiles()).isFalse();
        assertThat(place.uninstall(List.of(PATH))).isFalse();
    }

    private void install() throws IOException {
        target("1.2.3").vm().installed().orElseThrow().keep("x".getBytes(StandardCharsets.UTF_8), PATH);
    }

    private GuestMachine target(String release) {
        Path state = directory.resolve("vm");
        VmSettings settings = VmSettings.in(state)
                .with(new VmSettings.Paths(state, directory.resolve("cache"), state.resolve("share")))
                .with(new VmSettings.Kernel(Optional.of(release), List.of()));
        return GuestMachine.of(settings, (command, streams) -> {
            throw new AssertionError(command.toString());
        });
    }
}
