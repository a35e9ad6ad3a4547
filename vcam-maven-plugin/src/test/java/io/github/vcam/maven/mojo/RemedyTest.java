// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.ErrorId;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.doctor.Cure;
import io.github.vcam.runtime.doctor.Cure.Step;
import io.github.vcam.runtime.error.RuntimeError;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The commands that mend something, wherever they are said. */
class RemedyTest {
    @ParameterizedTest
    @EnumSource
    void eachStep_isOneCommandOfMavens(Step step) {
        assertThat(Remedy.command(step)).startsWith("mvn vcam:").doesNotContain("&&", ";");
        assertThat(Arrays.stream(Remedy.values())
                        .filter(remedy -> remedy.command().equals(Remedy.command(step))))
                .as("each command mends something of its own")
                .hasSize(1);
    }

    @Test
    void commandOfTheShell_isSaidAsItIs() {
        assertThat(Remedy.command(Cure.joinGroup("video", "ann"))).isEqualTo("sudo usermod -aG video ann");
    }

    @Test
    void goalFailsForACauseThatTheDoctorKnows_adviceNamesTheSameCommand() {
        assertThat(advice(RuntimeError.HEADERS_MISSING)).contains(Remedy.SET_UP.command());
        assertThat(advice(RuntimeError.COMPILER_MISSING)).contains(Remedy.SET_UP.command());
        assertThat(advice(RuntimeError.QEMU_MISSING)).contains(Remedy.SET_UP.command());
        assertThat(advice(RuntimeError.GUEST_KERNEL_MISSING)).contains(Remedy.SET_UP.command());
        assertThat(advice(RuntimeError.MODULE_NOT_INSTALLED)).contains(Remedy.INSTALL.command());
        assertThat(advice(RuntimeError.DISK_FULL)).contains(Remedy.FORGET_SAVED.command());
        assertThat(advice(RuntimeError.GUEST_LOST)).contains(Remedy.STOP_VM.command());
        assertThat(advice(CoreError.DEVICE_FORBIDDEN)).contains("sudo usermod -aG video $USER");
    }

    private static String advice(ErrorId code) {
        return Advice.sentence(new VcamException(code, "it failed"), name -> name);
    }
}
