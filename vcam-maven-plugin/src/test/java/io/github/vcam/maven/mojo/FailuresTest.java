// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.ErrorCode;
import io.github.vcam.error.VcamException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void usersDoing_isAFailureInOneSentence() {
        assertThatThrownBy(() -> Failures.rethrow(new VcamException(ErrorCode.DEVICE_BUSY, "busy")))
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("busy [VCAM-303]")
                .hasNoCause();
    }

    @Test
    void machinesDoing_isAnError() {
        assertThatThrownBy(
                        () -> Failures.rethrow(new VcamException(ErrorCode.GUEST_LOST, "gone", new IOException("x"))))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("gone [VCAM-504]")
                .hasNoCause();
    }

    @Test
    void diskIsFull_itHasItsId() {
        assertThatThrownBy(() -> Failures.rethrow(
                        new UncheckedIOException("writing x", new IOException("No space left on device"))))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageEndingWith("[VCAM-410]");
    }
}
