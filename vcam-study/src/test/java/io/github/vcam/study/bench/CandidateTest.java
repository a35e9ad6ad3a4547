// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.runtime.place.FakeMachine;
import io.github.vcam.runtime.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CandidateTest {
    @TempDir
    private Path directory;

    private Candidate of(String wish, CommandResult answer) {
        return Candidate.of(wish, "6.1.0", directory, new FakeMachine(command -> answer).executor(), directory);
    }

    @Test
    void aFileForAnotherKernelIsRefused() throws IOException {
        Path module = Files.createFile(directory.resolve("other.ko"));
        assertThatThrownBy(() -> of(module.toString(), FakeMachine.said("5.10.0 SMP mod_unload\n")))
                .hasMessageContaining("it is for kernel 5.10.0, the camera lives on 6.1.0")
                .hasMessageContaining("[VCAM-701]");
    }

    @Test
    void whatIsNoModuleIsRefused() {
        assertThatThrownBy(() -> of("nothing.ko", FakeMachine.said(""))).hasMessageContaining("[VCAM-701]");
        assertThatThrownBy(() -> of("a\0b.ko", FakeMachine.said(""))).hasMessageContaining("[VCAM-701]");
        assertThatThrownBy(() -> of("vivid", FakeMachine.said(""))).hasMessageContaining("neither");
        assertThatThrownBy(() -> of("v4l2loopback-dkms/a b", FakeMachine.said("")))
                .hasMessageContaining("suite");
    }

    @Test
    void aPackageThatCannotBeFetchedSaysWhy() {
        assertThatThrownBy(() -> of("v4l2loopback-dkms/sid", new CommandResult(1, "", "apt-get update failed")))
                .hasMessageContaining("apt-get update failed");
    }

    @Test
    void twoBuildsOfOneVersionHaveNamesOfTheirOwn() {
        Candidate one = new Candidate("0.15.4", "a", Path.of("a.ko"));
        Candidate two = new Candidate("0.15.4", "b", Path.of("b.ko"));
        assertThat(Candidate.named(List.of(one, two)))
                .extracting(Candidate::name)
                .containsExactly("0.15.4", "0.15.4-2");
    }
}
