// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.LoopbackControl;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Programs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The V4L2 controls: their numbers, names and ranges are what other programs have compiled in. */
class ControlsIT {
    private static final int MIN_BUFFERS_FOR_OUTPUT = 0x00980928;

    @AfterAll
    static void restore() {
        KernelModule.restore();
    }

    @Test
    void controlsAreListed_withTheNumbersAndRangesThatProgramsKnow() {
        KernelModule.restore();
        assertThat(Programs.call("v4l2-ctl", "-d", Camera.path(), "--list-ctrls"))
                .containsPattern("keep_format 0x0098f900 \\(bool\\) +: default=0 value=0")
                .containsPattern("sustain_framerate 0x0098f901 \\(bool\\) +: default=0 value=0")
                .containsPattern("timeout 0x0098f902 \\(int\\) +: min=0 max=100000 step=1 default=0 value=0")
                .containsPattern("timeout_image_io 0x0098f903 \\(button\\)")
                .containsPattern("keep_strides 0x0098f982 \\(bool\\) +: default=0 value=0");
    }

    @Test
    void fewestBuffersWithoutACopy_areToldToWhoAsksAndNotListed() {
        assertThat(Programs.call("v4l2-ctl", "-d", Camera.path(), "--list-ctrls"))
                .doesNotContain("min_number_of_output_buffers");
        try (Node node = Node.open()) {
            assertThat(node.control(MIN_BUFFERS_FOR_OUTPUT)).isEqualTo(3);
        }
    }

    @Test
    void valueIsSet_everyOpenerReadsIt() {
        LoopbackControl.TIMEOUT.set(60_000);
        try (Node node = Node.open()) {
            assertThat(node.control(LoopbackControl.TIMEOUT)).isEqualTo(60_000);
        }
        LoopbackControl.TIMEOUT.set(0);
    }

    @Test
    void valueIsTooLarge_theLargestIsTaken() {
        LoopbackControl.TIMEOUT.set(100_001);
        try (Node node = Node.open()) {
            assertThat(node.control(LoopbackControl.TIMEOUT)).isEqualTo(100_000);
        }
        LoopbackControl.TIMEOUT.set(0);
    }
}
