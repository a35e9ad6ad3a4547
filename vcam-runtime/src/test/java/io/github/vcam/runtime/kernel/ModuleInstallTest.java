// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.runtime.place.FakeMachine;
import io.github.vcam.runtime.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleInstallTest {
    private static final String DIGEST_OF_X = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

    @TempDir
    Path directory;

    @Test
    void moduleIsNew_itIsPutThereAndIndexed() throws IOException {
        FakeMachine target = new FakeMachine(command -> command.program().equals("sha256sum")
                ? new CommandResult(1, "", "no such file")
                : FakeMachine.said(""));
        new ModuleInstall(target)
                .install(Files.writeString(directory.resolve("v4l2loopback.ko"), "x"), Optional.empty());
        assertThat(target.commands())
                .containsExactly(
                        "sha256sum /lib/modules/6.1.0/updates/v4l2loopback.ko",
                        "put /lib/modules/6.1.0/updates/v4l2loopback.ko",
                        "index v4l2loopback.ko");
    }

    @Test
    void sameBytesAreThere_nothingIsWritten() throws IOException {
        FakeMachine target = new FakeMachine(command -> FakeMachine.said(DIGEST_OF_X + "  file\n"));
        Path file = Files.writeString(directory.resolve("v4l2loopback.ko"), "x");
        new ModuleInstall(target).install(file, Optional.of(file));
        assertThat(target.commands()).noneMatch(line -> line.startsWith("put") || line.startsWith("index"));
    }

    @Test
    void uninstall_takesAwayOurFilesAlone() {
        FakeMachine target = new FakeMachine(command -> FakeMachine.said(""));
        new ModuleInstall(target).uninstall();
        assertThat(target.commands())
                .containsAll(List.of(
                        "remove /lib/modules/6.1.0/updates/v4l2loopback.ko"
                                + " /etc/udev/rules.d/99-v4l2loopback.rules",
                        "index nothing"));
    }

    @Test
    void placeDoesNotRunAndHoldsNothing_itIsNotStartedToUninstall() {
        FakeMachine target = new FakeMachine(command -> FakeMachine.said("")).stopped();
        new ModuleInstall(target).uninstall();
        assertThat(target.commands()).isEmpty();
    }

    @Test
    void nothingWasInstalled_nothingIsIndexed() {
        FakeMachine target = new FakeMachine(command -> new CommandResult(1, "", ""));
        new ModuleInstall(target).uninstall();
        assertThat(target.commands()).hasSize(1);
    }
}
