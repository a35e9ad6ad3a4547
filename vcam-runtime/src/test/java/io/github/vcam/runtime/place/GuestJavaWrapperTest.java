// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.agent.GuestAgent;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.resource.CodeSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestJavaWrapperTest {
    @TempDir
    Path directory;

    @Test
    void program_isExecutableAndPassesItsArguments() {
        Path program = new GuestJavaWrapper(Path.of("/a state")).write(directory.resolve("bin"));
        assertThat(program).isExecutable().content().contains("'/a state'").contains(" \"$@\"");
        assertThat(program)
                .content()
                .contains(CodeSource.of(GuestJava.class) + ":" + CodeSource.of(GuestAgent.class) + ":"
                        + CodeSource.of(VcamException.class))
                .doesNotContain("gson");
    }
}
