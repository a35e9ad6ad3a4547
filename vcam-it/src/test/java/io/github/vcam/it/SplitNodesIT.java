// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.LoopbackControl;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.PlainUser;
import io.github.vcam.it.support.Programs;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.V4l2;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device with a node for each side: which is which, and what each of them refuses. */
class SplitNodesIT {
    private static final int CAPTURE_NUMBER = Camera.number() + 1;
    private static final String OUTPUT_NODE = Camera.path();
    private static final String CAPTURE_NODE = "/dev/video" + CAPTURE_NUMBER;
    private static final String DENIED = "Permission denied";

    @BeforeAll
    static void split() {
        KernelModule.reload("video_nr=" + Camera.number(), "capture_nr=" + CAPTURE_NUMBER);
        KernelModule.awaitNode(CAPTURE_NODE);
    }

    @AfterAll
    static void restore() {
        KernelModule.restore();
    }

    /** Firefox finds a camera again by its bus_info alone, and takes the first node that has it. */
    @Test
    void bothNodesTellTheirPlace_noTwoAreTheSame() {
        try (Node output = Node.open();
                Node capture = Node.open(CAPTURE_NODE, V4l2.O_RDWR)) {
            String place = capture.capabilities().busInfo();
            assertThat(place)
                    .startsWith("platform:")
                    .isNotEqualTo(output.capabilities().busInfo());
            assertThat(capture.capabilities().card()).isNotEmpty();
        }
    }

    /** V4L2_BUF_TYPE_*: VIDEO_OUTPUT, VIDEO_OVERLAY, VBI, SLICED_VBI, both multi-planar ones, SDR, META, and none at all. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 0x7fffffff})
    void streamOfAnotherTypeOnTheCaptureNode_itIsInvalid(int type) {
        assertStreamIsInvalid(CAPTURE_NODE, type);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 0x7fffffff})
    void streamOfAnotherTypeOnTheOutputNode_itIsInvalid(int type) {
        assertStreamIsInvalid(OUTPUT_NODE, type);
    }

    /** {@code wait_for_consumers} of a watcher, for one, could stall the producer and everybody else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--set-ctrl=keep_format=1",
                "--set-ctrl=wait_for_consumers=60000",
                "--set-ctrl=timeout_image_io=1",
                "--set-output-parm=5"
            })
    void feedingIsForAGroup_aWatcherOfTheCaptureNodeCannotSteer(String option) {
        String attribute = "/sys/class/video4linux/video" + Camera.number() + "/output_gid";
        PlainUser.create();
        Programs.callAsRoot("chmod", "0666", CAPTURE_NODE);
        Programs.callAsRoot("sh", "-c", "echo " + PlainUser.gidOf("video") + " > " + attribute);
        try {
            assertThat(said(PlainUser.run("v4l2-ctl", "-d", CAPTURE_NODE, "--get-ctrl=keep_format")))
                    .contains("keep_format: 0");
            // whether the node has that side at all, or this user no right to it
            assertThat(said(PlainUser.run("v4l2-ctl", "-d", CAPTURE_NODE, option)))
                    .containsAnyOf(DENIED, "Invalid argument");
            try (Node node = Node.open()) {
                assertThat(node.control(LoopbackControl.KEEP_FORMAT)).isZero();
                assertThat(node.control(LoopbackControl.WAIT_FOR_CONSUMERS)).isZero();
            }
        } finally {
            Programs.callAsRoot("sh", "-c", "echo -1 > " + attribute);
            Programs.callAsRoot("chmod", "0600", CAPTURE_NODE);
        }
    }

    private static void assertStreamIsInvalid(String path, int type) {
        try (Node node = Node.open(path, V4l2.O_RDWR)) {
            assertThat(node.streamOn(type)).as("STREAMON").isEqualTo(-Errno.EINVAL);
            assertThat(node.streamOff(type)).as("STREAMOFF").isEqualTo(-Errno.EINVAL);
        }
    }

    private static String said(CommandResult result) {
        return result.stdout() + result.stderr();
    }
}
