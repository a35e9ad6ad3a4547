// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Format;
import io.github.vcam.v4l2.sys.layout.FrameSizes;
import org.junit.jupiter.api.Test;

/** One format for both sides: the producer's, for as long as there is one. */
class LiveFormatIT {

    private final StampedVideo video = Camera.video();

    @Test
    void producerStreams_onlyItsFormatAndSizeAreOffered() {
        try (Producer producer = new MappedProducer(video);
                Node consumer = Node.open()) {
            producer.send(1);
            FrameSizes size = consumer.sizes(PixelFormat.YUYV.fourCc());
            assertThat(consumer.formats(Side.CAPTURE)).containsExactly(PixelFormat.YUYV.fourCc());
            assertThat(size.type()).isEqualTo(V4l2.V4L2_FRMSIZE_TYPE_DISCRETE);
            assertThat(size.width()).isEqualTo(320);
            assertThat(size.height()).isEqualTo(240);
        }
    }

    @Test
    void producerHasGone_allFormatsAreOfferedAgain() {
        new MappedProducer(video).close();
        try (Node node = Node.open()) {
            assertThat(node.formats(Side.CAPTURE))
                    .contains(PixelFormat.YUYV.fourCc(), PixelFormat.NV12.fourCc(), PixelFormat.MJPG.fourCc());
        }
    }

    @Test
    void consumerWantsAnotherFormat_itIsAnsweredTheProducers() {
        try (Producer producer = new MappedProducer(video);
                Node consumer = Node.open()) {
            producer.send(1);
            Node.must("S_FMT", consumer.setFormat(Side.CAPTURE, FrameFormat.of(PixelFormat.NV12, 640, 480)));
            Format answer = consumer.format(Side.CAPTURE);
            assertThat(answer.pixelFormat()).isEqualTo(PixelFormat.YUYV.fourCc().code());
            assertThat(answer.width()).isEqualTo(320);
        }
    }
}
