// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestJavaWrapperTest {
    @TempDir
    Path directory;

    @Test
    void program_isExecutableAndPassesItsArguments() {
        Path program = new GuestJavaWrapper(
                        Path.of("/a state"),
                        List.of(
                                Path.of("/m2/vcam-runtime-1.jar"),
                                Path.of("/m2/vcam-agent-1.jar"),
                                Path.of("/m2/gson.jar"),
                                Path.of("/m2/vcam-core-1.jar")))
                .write(directory.resolve("bin"));
        assertThat(program).isExecutable().content().contains("'/a state'").contains(" \"$@\"");
        assertThat(program)
                .content()
                .contains("/m2/vcam-runtime-1.jar:/m2/vcam-agent-1.jar:/m2/vcam-core-1.jar")
                .doesNotContain("gson");
    }
}
