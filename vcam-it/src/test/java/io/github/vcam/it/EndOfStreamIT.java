// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.LoopbackControl;
import io.github.vcam.it.support.MappedConsumer;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.ProducerMethod;
import io.github.vcam.it.support.Seen;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.it.support.StreamingConsumer.Held;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What consumers see when the producer ends, and when the next one begins. */
class EndOfStreamIT {
    private static final int EVENT_EOS = 2;
    private static final int FLAG_LAST = 0x00100000;
    private static final int WAIT = 0;
    private static final int REPEAT = 1;
    private static final int END_OF_STREAM = 2;

    private final StampedVideo video = Camera.video();
    private final NativeMemory memory = SystemCalls.host().allocate(320 * 240 * 2);

    @AfterEach
    void restore() {
        producerEnd(WAIT);
        SystemCalls.host().free(memory);
    }

    private static void producerEnd(int choice) {
        try (Node node = Node.open()) {
            Node.must("S_CTRL", node.setControl(LoopbackControl.PRODUCER_END, choice));
        }
    }

    @ParameterizedTest
    @EnumSource
    void endIsChosen_whoSubscribedGetsTheEvent(ProducerMethod method) {
        producerEnd(END_OF_STREAM);
        try (MappedConsumer consumer = new MappedConsumer(video)) {
            consumer.node().subscribe(EVENT_EOS);
            try (Producer producer = method.open(video)) {
                producer.send(1);
                assertThat(consumer.receive().number()).isEqualTo(1);
                assertThat(consumer.node().poll(V4l2.POLLPRI, Duration.ZERO)).isZero();
            }
            assertThat(consumer.node().nextEvent().type()).isEqualTo(EVENT_EOS);
        }
    }

    @Test
    void endIsChosen_whoHasNoBuffersIsToldToo() {
        producerEnd(END_OF_STREAM);
        try (Node listener = Node.open()) {
            listener.subscribe(EVENT_EOS);
            feedOne(1);
            assertThat(listener.nextEvent().type()).isEqualTo(EVENT_EOS);
        }
    }

    @Test
    void nothingIsChosen_consumersWaitAndCarryOnWithTheNextProducer() {
        try (MappedConsumer consumer = new MappedConsumer(video)) {
            consumer.node().subscribe(EVENT_EOS);
            feedOne(1);
            assertThat(consumer.receive().number()).isEqualTo(1);
            assertThat(consumer.node().poll(V4l2.POLLIN | V4l2.POLLPRI, Duration.ofMillis(300)))
                    .isZero();
            feedOne(2);
            assertThat(consumer.receive().number()).isEqualTo(2);
        }
    }

    @Test
    void repeatIsChosen_theLastFrameComesAgainUntilThereIsAnotherProducer() {
        producerEnd(REPEAT);
        try (MappedConsumer consumer = new MappedConsumer(video)) {
            feedOne(1);
            Seen last = consumer.receive();
            for (int i = 0; i < 10; i++) {
                Seen again = consumer.receive();
                assertThat(again.number()).isEqualTo(1);
                assertThat(again.sequence()).isGreaterThan(last.sequence());
                assertThat(again.timestamp()).isGreaterThan(last.timestamp());
                last = again;
            }
            feedOne(2);
            await().atMost(Consumer.PATIENCE).until(() -> consumer.receive().number() == 2);
            assertThat(consumer.receive().number()).isEqualTo(2);
        }
    }

    @Test
    void endIsChosen_theLastBufferIsEmptyAndThenThePipeIsBroken() {
        producerEnd(END_OF_STREAM);
        Buffer buffer = new Buffer();
        try (MappedConsumer consumer = new MappedConsumer(video)) {
            feedOne(1);
            Held frame = consumer.hold();
            assertThat(frame.seen().number()).isEqualTo(1);
            assertThat(consumer.node().poll(V4l2.POLLIN, Consumer.PATIENCE)).isEqualTo(V4l2.POLLIN);
            Node.must("DQBUF", consumer.node().dequeue(Side.CAPTURE, buffer));
            assertThat(buffer.flags() & (FLAG_LAST | V4l2.V4L2_BUF_FLAG_ERROR)).isEqualTo(FLAG_LAST);
            assertThat(buffer.bytesUsed()).isZero();
            assertThat(buffer.sequence()).isEqualTo(frame.seen().sequence() + 1);
            assertThat(consumer.node().dequeue(Side.CAPTURE, buffer)).isEqualTo(-Errno.EPIPE);
            assertThat(consumer.node().poll(V4l2.POLLIN, Consumer.PATIENCE)).isEqualTo(V4l2.POLLIN);
        }
    }

    @Test
    void streamHasEnded_theConsumerStartsAgainAndSeesTheNext() {
        producerEnd(END_OF_STREAM);
        Buffer buffer = new Buffer();
        try (MappedConsumer consumer = new MappedConsumer(video, 2)) {
            feedOne(1);
            assertThat(consumer.hold().seen().number()).isEqualTo(1);
            Node.must("DQBUF", consumer.node().dequeue(Side.CAPTURE, buffer));
            Node.must("STREAMOFF", consumer.node().streamOff(Side.CAPTURE));
            consumer.requeue(0);
            consumer.requeue(1);
            Node.must("STREAMON", consumer.node().streamOn(Side.CAPTURE));
            assertThat(consumer.receive().number()).isEqualTo(1);
            feedOne(2);
            assertThat(consumer.receive().number()).isEqualTo(2);
        }
    }

    @Test
    void endIsChosen_readSaysItOnce() {
        producerEnd(END_OF_STREAM);
        try (Node consumer = Node.open(V4l2.O_RDONLY | V4l2.O_NONBLOCK)) {
            Node.must("S_FMT", consumer.setFormat(Side.CAPTURE, video.format()));
            assertThat(consumer.read(memory, memory.length())).isEqualTo(-Errno.EAGAIN);
            feedOne(1);
            assertThat(consumer.read(memory, memory.length())).isEqualTo(memory.length());
            assertThat(consumer.poll(V4l2.POLLIN, Consumer.PATIENCE)).isEqualTo(V4l2.POLLIN);
            assertThat(consumer.read(memory, memory.length())).isZero();
            assertThat(consumer.read(memory, memory.length())).isEqualTo(-Errno.EAGAIN);
            feedOne(2);
            assertThat(consumer.read(memory, memory.length())).isEqualTo(memory.length());
        }
    }

    private void feedOne(int number) {
        try (Producer producer = new MappedProducer(video)) {
            producer.send(number);
        }
    }
}
