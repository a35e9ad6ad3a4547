// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The module loaded in other ways. */
class ModuleParametersIT {
    private static final int BOTH = V4l2.V4L2_CAP_VIDEO_CAPTURE | V4l2.V4L2_CAP_VIDEO_OUTPUT;

    private final StampedVideo video = Camera.video();

    @AfterAll
    static void restore() {
        KernelModule.restore();
    }

    @Test
    void nothingIsSaid_aNodeIsCaptureAndOutputAtOnce() {
        KernelModule.restore();
        assertThat(directions()).isEqualTo(BOTH);
    }

    @Test
    void exclusiveCaps_aNodeIsACameraOnlyWhileItIsFed() {
        KernelModule.reload("video_nr=" + Camera.number(), "exclusive_caps=1");
        assertThat(directions()).isEqualTo(V4l2.V4L2_CAP_VIDEO_OUTPUT);
        try (Producer producer = new MappedProducer(video)) {
            producer.send(1);
            assertThat(directions()).isEqualTo(V4l2.V4L2_CAP_VIDEO_CAPTURE);
        }
        assertThat(directions()).isEqualTo(V4l2.V4L2_CAP_VIDEO_OUTPUT);
    }

    @Test
    void severalDevices_eachHasItsOwnNameAndVideo() {
        int next = Camera.number() + 1;
        String other = "/dev/video" + next;
        KernelModule.reload("video_nr=" + Camera.number() + "," + next, "card_label=Front,Back");
        KernelModule.awaitNode(other);
        NativeMemory memory = SystemCalls.host().allocate(video.format().sizeImage());
        try (Producer producer = new MappedProducer(video);
                Node front = Node.open(V4l2.O_RDONLY | V4l2.O_NONBLOCK);
                Node back = Node.open(other, V4l2.O_RDONLY | V4l2.O_NONBLOCK)) {
            producer.send(1);
            assertThat(front.capabilities().card()).isEqualTo("Front");
            assertThat(back.capabilities().card()).isEqualTo("Back");
            assertThat(front.read(memory, memory.length())).isEqualTo(memory.length());
            assertThat(back.read(memory, memory.length())).isNegative();
        } finally {
            SystemCalls.host().free(memory);
        }
    }

    @Test
    void maxBuffers_aProducerIsGivenThatMany() {
        KernelModule.reload("video_nr=" + Camera.number(), "max_buffers=12");
        try (Node node = Node.open()) {
            assertThat(node.requestBuffers(Side.OUTPUT, 2)).isEqualTo(12);
        }
    }

    private static int directions() {
        try (Node node = Node.open()) {
            return node.capabilities().deviceCaps() & BOTH;
        }
    }
}
