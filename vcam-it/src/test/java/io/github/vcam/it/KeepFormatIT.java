// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.LoopbackControl;
import io.github.vcam.it.support.MappedConsumer;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Format;
import io.github.vcam.v4l2.sys.layout.FrameSizes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The control {@code keep_format}: what was set stays, whoever comes and goes. */
class KeepFormatIT {
    private static final FrameFormat OTHER = FrameFormat.of(PixelFormat.NV12, 640, 480);

    private final StampedVideo video = Camera.video();

    @AfterEach
    void restore() {
        KernelModule.restore();
    }

    @ParameterizedTest
    @EnumSource
    void formatIsKept_whoWantsAnotherIsAnsweredThatOne(Side side) {
        keep();
        try (Node node = Node.open()) {
            Node.must("S_FMT", node.setFormat(side, OTHER));
            Format answer = node.format(side);
            assertThat(answer.pixelFormat()).isEqualTo(PixelFormat.YUYV.fourCc().code());
            assertThat(answer.width()).isEqualTo(320);
        }
    }

    @ParameterizedTest
    @EnumSource
    void formatIsKept_nothingElseIsOffered(Side side) {
        keep();
        try (Node node = Node.open()) {
            FrameSizes size = node.sizes(PixelFormat.YUYV.fourCc());
            assertThat(node.formats(side)).containsExactly(PixelFormat.YUYV.fourCc());
            assertThat(size.type()).isEqualTo(V4l2.V4L2_FRMSIZE_TYPE_DISCRETE);
            assertThat(size.height()).isEqualTo(240);
        }
    }

    @Test
    void controlIsCleared_theFormatMayChange() {
        keep();
        try (Node node = Node.open()) {
            Node.must("S_CTRL", node.setControl(LoopbackControl.KEEP_FORMAT, 0));
            Node.must("S_FMT", node.setFormat(Side.OUTPUT, OTHER));
            assertThat(node.format(Side.CAPTURE).width()).isEqualTo(640);
        }
    }

    @Test
    void consumerComesFirst_itGetsTheFirstFrameOfTheProducer() {
        keep();
        try (MappedConsumer consumer = new MappedConsumer(video);
                Producer producer = new MappedProducer(video)) {
            producer.send(1);
            assertThat(consumer.receive().number()).isEqualTo(1);
        }
    }

    @Test
    void exclusiveCaps_theNodeStaysACameraAndAProducerMayStillCome() {
        KernelModule.reload("video_nr=" + Camera.number(), "exclusive_caps=1");
        assertThat(deviceCaps() & V4l2.V4L2_CAP_VIDEO_CAPTURE).isZero();
        keep();
        assertThat(deviceCaps() & V4l2.V4L2_CAP_VIDEO_CAPTURE).isNotZero();
        assertThat(deviceCaps() & V4l2.V4L2_CAP_VIDEO_OUTPUT).isZero();
        try (MappedConsumer consumer = new MappedConsumer(video);
                Producer producer = new MappedProducer(video)) {
            producer.send(1);
            assertThat(consumer.receive().number()).isEqualTo(1);
        }
        assertThat(deviceCaps() & V4l2.V4L2_CAP_VIDEO_CAPTURE).isNotZero();
    }

    private void keep() {
        try (Node node = Node.open()) {
            Node.must("S_FMT", node.setFormat(Side.OUTPUT, video.format()));
            Node.must("S_CTRL", node.setControl(LoopbackControl.KEEP_FORMAT, 1));
            assertThat(node.control(LoopbackControl.KEEP_FORMAT)).isEqualTo(1);
        }
    }

    private static int deviceCaps() {
        try (Node node = Node.open()) {
            return node.capabilities().deviceCaps();
        }
    }
}
