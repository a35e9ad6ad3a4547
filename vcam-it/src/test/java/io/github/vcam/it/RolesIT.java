// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.ConsumerMethod;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.ProducerMethod;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may be what, in which order, and opened how. */
class RolesIT {
    private final StampedVideo video = Camera.video();
    private final NativeMemory memory = SystemCalls.host().allocate(320 * 240 * 4);

    @AfterEach
    void free() {
        SystemCalls.host().free(memory);
    }

    @ParameterizedTest
    @EnumSource
    void thereIsAProducer_anotherIsToldThatTheDeviceIsBusy(ProducerMethod first) {
        try (Producer producer = first.open(video);
                Node second = Node.open()) {
            producer.send(1);
            assertThat(second.setFormat(Side.OUTPUT, Camera.small(PixelFormat.NV12)))
                    .isEqualTo(-Errno.EBUSY);
            assertThat(second.requestBuffers(Side.OUTPUT, 2)).isEqualTo(-Errno.EBUSY);
            assertThat(second.write(memory, 320 * 240 * 2)).isEqualTo(-Errno.EBUSY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theProducerEnds_theNextOneMayBegin(ProducerMethod method) {
        try (Consumer consumer = ConsumerMethod.MMAP.open(video)) {
            for (int number = 1; number <= 5; number++) {
                try (Producer producer = method.open(video)) {
                    producer.send(number);
                    assertThat(consumer.receive().number()).isEqualTo(number);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void consumerIsThereFirst_itGetsTheProducersFrames(ConsumerMethod method) {
        try (Consumer consumer = method.open(video);
                Producer producer = new MappedProducer(video)) {
            producer.send(7);
            assertThat(consumer.receive().number()).isEqualTo(7);
        }
    }

    @Test
    void producerIsOpenedForWritingOnly_itFeeds() {
        try (Node producer = Node.open(V4l2.O_WRONLY);
                Consumer consumer = ConsumerMethod.MMAP.open(video)) {
            Node.must("S_FMT", producer.setFormat(Side.OUTPUT, video.format()));
            int length = video.fill(memory.bytes(), 3);
            assertThat(producer.write(memory, length)).isEqualTo(length);
            assertThat(consumer.receive().number()).isEqualTo(3);
        }
    }

    @Test
    void consumerIsOpenedForReadingOnly_itReads() {
        try (Producer producer = new MappedProducer(video);
                Node consumer = Node.open(V4l2.O_RDONLY)) {
            int length = producer.send(4);
            assertThat(consumer.read(memory, memory.length())).isEqualTo(length);
            assertThat(video.check(memory.bytes().duplicate().limit(length))).isEqualTo(4);
        }
    }

    @Test
    void noFrameIsThere_aNonBlockingReadSaysComeAgain() {
        try (Producer producer = new MappedProducer(video);
                Node consumer = Node.open(V4l2.O_RDONLY | V4l2.O_NONBLOCK)) {
            assertThat(producer.node()).isNotNull();
            assertThat(consumer.read(memory, memory.length())).isEqualTo(-Errno.EAGAIN);
        }
    }

    /** It has read nothing yet: asking makes no consumer of it. */
    @Test
    void openerHasPolledForBoth_itFeedsAllTheSame() {
        try (Node producer = Node.open();
                Consumer consumer = ConsumerMethod.MMAP.open(video)) {
            Node.must("S_FMT", producer.setFormat(Side.OUTPUT, video.format()));
            producer.poll(V4l2.POLLIN | V4l2.POLLOUT, Duration.ZERO);
            int length = video.fill(memory.bytes(), 5);
            assertThat(producer.write(memory, length)).isEqualTo(length);
            assertThat(consumer.receive().number()).isEqualTo(5);
        }
    }

    @Test
    void nobodyConsumes_theProducerNeverWaits() {
        try (Producer producer = new MappedProducer(video)) {
            for (int number = 1; number <= 50; number++) {
                assertThat(producer.send(number)).isPositive();
            }
        }
    }
}
