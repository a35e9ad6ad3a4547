// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that are shorter or longer than the format says. */
class FrameLengthIT {
    private static final int NOTHING = 0;

    private final NativeMemory memory = SystemCalls.host().allocate(2 * 320 * 240 * 4);

    @AfterEach
    void free() {
        SystemCalls.host().free(memory);
    }

    @ParameterizedTest
    @ValueSource(ints = {NOTHING, 1, 1000, 320 * 240 * 2 - 1})
    void rawFrameIsWrittenShort_itIsRefused(int length) {
        try (Node node = Node.open()) {
            Node.must("S_FMT", node.setFormat(Side.OUTPUT, Camera.small(PixelFormat.YUYV)));
            assertThat(node.write(memory, length)).isEqualTo(-Errno.EINVAL);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 320 * 240 * 4})
    void compressedFrameIsWritten_aConsumerReadsExactlyAsMuch(int length) {
        try (Node producer = Node.open();
                Node consumer = Node.open()) {
            Node.must("S_FMT", producer.setFormat(Side.OUTPUT, Camera.small(PixelFormat.MJPG)));
            assertThat(producer.write(memory, length)).isEqualTo(length);
            assertThat(consumer.read(memory, memory.length())).isEqualTo(length);
        }
    }

    @Test
    void compressedFrameIsTooLong_itIsRefused() {
        try (Node node = Node.open()) {
            Node.must("S_FMT", node.setFormat(Side.OUTPUT, Camera.small(PixelFormat.MJPG)));
            int tooLong = node.format(Side.OUTPUT).sizeImage() + 1;
            assertThat(node.write(memory, tooLong)).isEqualTo(-Errno.EINVAL);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, NOTHING, 320 * 240 * 4 + 1})
    void queuedBufferClaimsAnImpossibleLength_noConsumerReadsMoreThanAFrame(int claimed) {
        StampedVideo video = StampedVideo.of(Camera.small(PixelFormat.MJPG));
        try (Producer producer = new MappedProducer(video);
                Node consumer = Node.open()) {
            int answer = producer.node().queue(Side.OUTPUT, 0, claimed);
            int length = answer < 0 ? NOTHING : consumer.read(memory, memory.length());
            assertThat(answer).isIn(0, -Errno.EINVAL);
            assertThat(length).isBetween(NOTHING, consumer.format(Side.CAPTURE).sizeImage());
        }
    }

    @Test
    void consumerReadsWithASmallBuffer_itNeverGetsMoreThanItAskedFor() {
        StampedVideo video = Camera.video();
        try (Producer producer = new MappedProducer(video);
                Node consumer = Node.open(V4l2.O_RDWR)) {
            producer.send(1);
            memory.bytes().put(1000, (byte) 77);
            assertThat(consumer.read(memory, 1000)).isEqualTo(1000);
            assertThat(memory.bytes().get(1000)).isEqualTo((byte) 77);
        }
    }
}
