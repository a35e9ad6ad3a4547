// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.MappedConsumer;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.Seen;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.it.support.StreamingConsumer.Held;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The consumer's queue as programs count on it. */
class CaptureQueueIT {
    private final StampedVideo video = Camera.video();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8})
    void buffersAreAskedFor_thatManyAreGiven(int count) {
        try (MappedConsumer consumer = new MappedConsumer(video, count)) {
            assertThat(consumer.bufferCount()).isEqualTo(count);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 8})
    void noneIsGivenBack_eachQueuedBufferGetsAFrame(int count) {
        List<Integer> numbers = new ArrayList<>();
        try (Producer producer = new MappedProducer(video);
                MappedConsumer consumer = new MappedConsumer(video, count)) {
            for (int number = 1; number <= count; number++) {
                producer.send(number);
                numbers.add(consumer.hold().seen().number());
            }
        }
        assertThat(numbers).isSorted().doesNotHaveDuplicates().hasSize(count);
    }

    @Test
    void buffersAreQueuedInAnotherOrder_theyComeBackInThatOrder() {
        List<Integer> indices = new ArrayList<>();
        try (Producer producer = new MappedProducer(video);
                MappedConsumer consumer = new MappedConsumer(video, 4)) {
            for (int number = 1; number <= 4; number++) {
                producer.send(number);
                consumer.hold();
            }
            List.of(2, 0, 3, 1).forEach(consumer::requeue);
            for (int number = 5; number <= 8; number++) {
                producer.send(number);
                indices.add(consumer.hold().index());
            }
        }
        assertThat(indices).containsExactly(2, 0, 3, 1);
    }

    @Test
    void framesCome_sequenceAndTimestampGrow() {
        List<Seen> seen = new ArrayList<>();
        try (Producer producer = new MappedProducer(video);
                MappedConsumer consumer = new MappedConsumer(video)) {
            for (int number = 1; number <= 20; number++) {
                producer.send(number);
                seen.add(consumer.receive());
            }
        }
        assertThat(seen).extracting(Seen::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(seen).extracting(Seen::timestamp).isSorted();
        assertThat(seen.get(0).timestamp()).isPositive();
    }

    @Test
    void noFrameIsThere_aNonBlockingConsumerIsToldToComeAgain() {
        try (Producer producer = new MappedProducer(video);
                Node node = Node.open(V4l2.O_RDWR | V4l2.O_NONBLOCK)) {
            assertThat(producer.node()).isNotNull();
            Node.must("REQBUFS", node.requestBuffers(Side.CAPTURE, 2));
            Node.must("QBUF", node.queue(Side.CAPTURE, 0, 0));
            Node.must("STREAMON", node.streamOn(Side.CAPTURE));
            assertThat(node.dequeue(Side.CAPTURE, new Buffer())).isEqualTo(-Errno.EAGAIN);
        }
    }

    @Test
    void consumerWritesIntoItsFrame_theOthersAndTheNextDoNotSeeIt() {
        try (Producer producer = new MappedProducer(video);
                MappedConsumer scribbler = new MappedConsumer(video);
                MappedConsumer other = new MappedConsumer(video)) {
            producer.send(1);
            Held scribbled = scribbler.hold();
            scribbler.bytes(scribbled).putLong(4096, 42).putLong(0, 42);
            assertThat(other.receive().number()).isEqualTo(1);
            scribbler.requeue(scribbled.index());
            for (int number = 2; number <= 12; number++) {
                producer.send(number);
                assertThat(scribbler.receive().number()).isEqualTo(number);
                assertThat(other.receive().number()).isEqualTo(number);
            }
        }
    }
}
