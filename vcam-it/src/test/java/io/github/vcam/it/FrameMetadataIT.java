// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.MappedQueue;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels beside a frame. */
class FrameMetadataIT {
    private static final int TIMESTAMP_SOURCE = 0x00070000;
    private static final int START_OF_EXPOSURE = 0x00010000;
    private static final int FIELD_TOP = 2;

    private final StampedVideo video = Camera.video();

    @Test
    void producerTellsItsTime_consumersGetItWithItsSource() {
        try (MappedQueue producer = producer();
                MappedQueue consumer = MappedQueue.open(Camera.path(), Side.CAPTURE, video.format(), 2)) {
            consumer.start();
            Buffer sent = filled(producer, V4l2.V4L2_FIELD_NONE)
                    .flags(START_OF_EXPOSURE)
                    .seconds(4711)
                    .microseconds(42);
            Node.must("QBUF", producer.node().call(Ioctl.VIDIOC_QBUF, sent));
            Buffer seen = consumer.dequeue();
            assertThat(seen.seconds()).isEqualTo(4711);
            assertThat(seen.microseconds()).isEqualTo(42);
            assertThat(seen.flags() & TIMESTAMP_SOURCE).isEqualTo(START_OF_EXPOSURE);
        }
    }

    /** The format is progressive. */
    @ParameterizedTest
    @ValueSource(ints = {FIELD_TOP, 3, 4, 7, 99})
    void producerSaysThatAFrameIsAField_itIsInvalid(int field) {
        try (MappedQueue producer = producer()) {
            assertThat(producer.node().call(Ioctl.VIDIOC_QBUF, filled(producer, field)))
                    .isEqualTo(-Errno.EINVAL);
        }
    }

    private MappedQueue producer() {
        MappedQueue queue = MappedQueue.open(Camera.path(), Side.OUTPUT, video.format(), 2);
        Node.must("STREAMON", queue.node().streamOn(Side.OUTPUT));
        return queue;
    }

    private Buffer filled(MappedQueue queue, int field) {
        int length = video.fill(queue.memory(0).bytes(), 1);
        return Node.buffer(Side.OUTPUT, 0).bytesUsed(length).field(field);
    }
}
