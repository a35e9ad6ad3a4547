// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.MappedQueue;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import io.github.vcam.v4l2.sys.layout.Event;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The producer's format changes under its consumers (V4L2: "Dynamic Resolution Change"). */
class FormatChangeIT {
    private static final int EVENT_SOURCE_CHANGE = 5;
    private static final int CHANGE_RESOLUTION = 1;
    private static final int FLAG_LAST = 0x00100000;
    private static final int FRAMES = 10;

    private final StampedVideo before = Camera.video();
    private final StampedVideo after = StampedVideo.of(FrameFormat.of(PixelFormat.YUYV, 640, 480));

    @Test
    void consumerStreams_itIsToldAndGetsAnEmptyLastBufferAndThenABrokenPipe() {
        try (MappedQueue consumer = watch()) {
            consumer.node().subscribe(EVENT_SOURCE_CHANGE);
            feedOne(before, 1);
            consumer.queue(consumer.dequeue().index(), 0);
            try (Producer producer = new MappedProducer(after)) {
                producer.send(2);
                assertSourceChange(consumer.node());
                Buffer last = consumer.dequeue();
                assertThat(last.flags() & (FLAG_LAST | V4l2.V4L2_BUF_FLAG_ERROR))
                        .isEqualTo(FLAG_LAST);
                assertThat(last.bytesUsed()).isZero();
                assertThat(consumer.node().dequeue(Side.CAPTURE, new Buffer())).isEqualTo(-Errno.EPIPE);
                assertThat(consumer.node().poll(V4l2.POLLIN, Consumer.PATIENCE) & V4l2.POLLERR)
                        .as("poll says POLLERR")
                        .isZero();
            }
        }
    }

    /** Frames that were there before the change are the program's still. */
    @Test
    void framesWait_theyComeBeforeTheLastBuffer() {
        try (MappedQueue consumer = watch()) {
            try (Producer producer = new MappedProducer(before)) {
                producer.send(1);
                producer.send(2);
            }
            try (Producer producer = new MappedProducer(after)) {
                producer.send(3);
                for (int number = 1; number <= 2; number++) {
                    Buffer buffer = consumer.dequeue();
                    assertThat(buffer.flags() & FLAG_LAST).isZero();
                    assertThat(number(consumer, before, buffer)).isEqualTo(number);
                }
                assertThat(consumer.dequeue().flags() & FLAG_LAST).isEqualTo(FLAG_LAST);
                assertThat(consumer.node().dequeue(Side.CAPTURE, new Buffer())).isEqualTo(-Errno.EPIPE);
            }
        }
    }

    @Test
    void consumerHoldsEveryBuffer_thePipeIsBrokenAndItsFramesStay() {
        try (MappedQueue consumer = watch()) {
            Buffer[] held = new Buffer[4];
            try (Producer producer = new MappedProducer(before)) {
                for (int number = 1; number <= held.length; number++) {
                    producer.send(number);
                    held[number - 1] = consumer.dequeue();
                }
            }
            try (Producer producer = new MappedProducer(after)) {
                for (int number = 5; number <= 30; number++) {
                    producer.send(number);
                }
                for (int number = 1; number <= held.length; number++) {
                    assertThat(number(consumer, before, held[number - 1])).isEqualTo(number);
                }
                askAgain(consumer);
                assertGoesOn(consumer, producer);
            }
        }
    }

    @Test
    void consumerAsksAgain_itGoesOnWithTheNewFormat() {
        try (MappedQueue consumer = watch()) {
            feedOne(before, 1);
            consumer.queue(consumer.dequeue().index(), 0);
            try (Producer producer = new MappedProducer(after)) {
                producer.send(2);
                assertThat(consumer.dequeue().flags() & FLAG_LAST).isEqualTo(FLAG_LAST);
                askAgain(consumer);
                assertGoesOn(consumer, producer);
            }
        }
    }

    /** It asked by poll() before it had any buffers, as one that waits for a signal does. */
    @ParameterizedTest(name = "polls {0} times after the change, too")
    @ValueSource(ints = {0, 1})
    void consumerHasOnlyPolled_itStartsWithTheNewFormat(int more) {
        Node node = Node.open();
        try (MappedQueue consumer = MappedQueue.of(node, Side.CAPTURE)) {
            try (Producer producer = new MappedProducer(before)) {
                producer.send(1);
                Node.must("S_FMT", node.setFormat(Side.CAPTURE, before.format()));
                assertThat(node.poll(V4l2.POLLIN, Consumer.PATIENCE)).isEqualTo(V4l2.POLLIN);
            }
            try (Producer next = new MappedProducer(after)) {
                next.send(2);
                for (int i = 0; i < more; i++) {
                    node.poll(V4l2.POLLIN, Duration.ZERO);
                }
                start(consumer);
                assertGoesOn(consumer, next);
            }
        }
    }

    @Test
    void consumerReads_itReadsFramesOfTheNewFormat() {
        int size = after.format().sizeImage();
        NativeMemory memory = SystemCalls.host().allocate(size);
        try (Node node = Node.open(V4l2.O_RDONLY | V4l2.O_NONBLOCK)) {
            Node.must("S_FMT", node.setFormat(Side.CAPTURE, before.format()));
            assertThat(node.read(memory, size)).isEqualTo(-Errno.EAGAIN);
            feedOne(before, 1);
            assertThat(node.read(memory, size)).isEqualTo(before.format().sizeImage());
            try (Producer producer = new MappedProducer(after)) {
                producer.send(2);
                int first = node.read(memory, size); // may say that there was a change
                int answer = first == size ? first : node.read(memory, size);
                assertThat(answer).isEqualTo(size);
                assertThat(after.check(memory.bytes().duplicate().limit(size))).isEqualTo(2);
            }
        } finally {
            SystemCalls.host().free(memory);
        }
    }

    /** A program that waits for a signal has no buffers yet. */
    @Test
    void nobodyHasBuffers_whoSubscribedIsTold() {
        feedOne(after, 1);
        try (Node listener = Node.open()) {
            listener.subscribe(EVENT_SOURCE_CHANGE);
            assertThat(listener.poll(V4l2.POLLPRI, Duration.ZERO)).isZero();
            feedOne(before, 1);
            assertSourceChange(listener);
        }
    }

    @Test
    void formatChangesOften_theConsumerFollows() {
        try (MappedQueue consumer = MappedQueue.of(Node.open(), Side.CAPTURE)) {
            consumer.node().subscribe(EVENT_SOURCE_CHANGE);
            for (int round = 0; round < FRAMES; round++) {
                StampedVideo video = round % 2 == 0 ? before : after;
                try (Producer producer = new MappedProducer(video)) {
                    producer.send(round);
                    start(consumer);
                    Buffer buffer = consumer.dequeue();
                    assertThat(number(consumer, video, buffer)).isEqualTo(round);
                    consumer.stop();
                    consumer.orphan();
                }
            }
        }
    }

    private MappedQueue watch() {
        MappedQueue queue = MappedQueue.open(Camera.path(), Side.CAPTURE, before.format(), 4);
        queue.start();
        return queue;
    }

    /** As the specification has it: stop, look, ask for new buffers. */
    private void askAgain(MappedQueue consumer) {
        consumer.stop();
        consumer.orphan();
        start(consumer);
    }

    private void start(MappedQueue consumer) {
        Node.must("S_FMT", consumer.node().setFormat(Side.CAPTURE, after.format()));
        consumer.request(4);
        consumer.start();
    }

    private void assertGoesOn(MappedQueue queue, Producer producer) {
        assertThat(queue.node().format(Side.CAPTURE).width())
                .isEqualTo(after.format().width());
        queue.queue(queue.dequeue().index(), 0); // the newest, at once
        for (int number = 100; number < 100 + FRAMES; number++) {
            producer.send(number);
            Buffer buffer = queue.dequeue();
            assertThat(number(queue, after, buffer)).isEqualTo(number);
            queue.queue(buffer.index(), 0);
        }
    }

    private static void assertSourceChange(Node node) {
        Event event = node.nextEvent();
        assertThat(event.type()).isEqualTo(EVENT_SOURCE_CHANGE);
        assertThat(event.sourceChanges() & CHANGE_RESOLUTION).isEqualTo(CHANGE_RESOLUTION);
    }

    private static int number(MappedQueue queue, StampedVideo video, Buffer buffer) {
        ByteBuffer frame = queue.memory(buffer.index()).bytes().duplicate();
        return video.check(frame.limit(video.format().sizeImage()));
    }

    private static void feedOne(StampedVideo video, int number) {
        try (Producer producer = new MappedProducer(video)) {
            producer.send(number);
        }
    }
}
