// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.place.FakeMachine;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelLinesTest {
    @Test
    void faultOfTheKernel_isFoundWithWhatFollows() {
        assertThat(KernelLines.faults(
                        List.of("[1.0] usual", "[2.0] BUG: KASAN: slab-out-of-bounds in x", "[2.1] Call Trace:")))
                .containsExactly("[2.0] BUG: KASAN: slab-out-of-bounds in x", "[2.1] Call Trace:");
    }

    @Test
    void usualLines_areNoFault() {
        assertThat(KernelLines.faults(List.of(
                        "[1.0] v4l2loopback: module verification failed: signature and/or required key missing -"
                                + " tainting kernel",
                        "[1.1] v4l2-loopback driver version 0.15.4 loaded")))
                .isEmpty();
    }

    @Test
    void check_failsWithTheKernelsLines() {
        FakeMachine target = new FakeMachine(command -> FakeMachine.said("[2.0] WARNING: CPU: 0 PID: 1 at mm.c:1\n"));
        assertThatThrownBy(() -> new KernelLines(target).check())
                .isInstanceOf(VcamException.class)
                .hasMessageContaining("mm.c:1")
                .hasMessageEndingWith("[VCAM-506]");
    }
}
