// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void usersDoing_isAFailureInOneSentence() {
        assertThatThrownBy(() -> Failures.rethrow(new VcamException(CoreError.DEVICE_BUSY, "busy"), name -> name))
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("busy — another program is feeding it; stop it or choose another device (-Dvcam.device=…)"
                        + " [VCAM-303]")
                .hasNoCause();
    }

    @Test
    void machinesDoing_isAnError() {
        assertThatThrownBy(() -> Failures.rethrow(
                        new VcamException(RuntimeError.GUEST_LOST, "gone", new IOException("x")), name -> name))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageStartingWith("gone — ")
                .hasMessageEndingWith("[VCAM-504]")
                .hasNoCause();
    }

    @Test
    void diskIsFull_itHasItsIdInEveryLanguage() {
        IOException full = catchThrowableOfType(
                IOException.class, () -> Files.write(Path.of("/dev/full"), new byte[1], StandardOpenOption.WRITE));
        assertThatThrownBy(() -> Failures.rethrow(new UncheckedIOException("writing x", full), name -> name))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageEndingWith("[VCAM-410]");
    }
}
