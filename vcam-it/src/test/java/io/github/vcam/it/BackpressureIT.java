// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Background;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.ConsumerMethod;
import io.github.vcam.it.support.LoopbackControl;
import io.github.vcam.it.support.MappedConsumer;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.ProducerMethod;
import io.github.vcam.it.support.RunningProgram;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The control {@code wait_for_consumers}: a producer that waits for all consumers, for so long. */
class BackpressureIT {
    private static final int FRAMES = 60;
    private static final int LONG = 60_000;

    private final StampedVideo video = Camera.video();
    private final NativeMemory memory = SystemCalls.host().allocate(320 * 240 * 2);

    @AfterEach
    void restore() {
        waitForConsumers(0);
        SystemCalls.host().free(memory);
    }

    private static void waitForConsumers(int milliseconds) {
        try (Node node = Node.open()) {
            Node.must("S_CTRL", node.setControl(LoopbackControl.WAIT_FOR_CONSUMERS, milliseconds));
        }
    }

    @ParameterizedTest
    @EnumSource
    void consumersOfAllSpeeds_nobodyLosesAFrame(ProducerMethod method) {
        waitForConsumers(LONG);
        List<Integer> all = IntStream.rangeClosed(1, FRAMES).boxed().toList();
        try (Producer producer = method.open(video)) {
            List<CompletableFuture<List<Integer>>> consumers = Stream.of(
                            startConsumer(ConsumerMethod.MMAP, 0),
                            startConsumer(ConsumerMethod.MMAP, 12),
                            startConsumer(ConsumerMethod.READ, 4))
                    .toList();
            for (int number = 1; number <= FRAMES; number++) {
                producer.send(number);
            }
            for (CompletableFuture<List<Integer>> consumer : consumers) {
                assertThat(consumer.orTimeout(90, TimeUnit.SECONDS).join()).isEqualTo(all);
            }
        }
    }

    /** What poll() promises, QBUF keeps: it never says EAGAIN (V4L2: it does not wait). */
    @Test
    void framesAreCopiedAndNobodyTakesThem_pollDoesNotPromiseWhatQbufRefuses() {
        waitForConsumers(LONG);
        Buffer buffer = new Buffer();
        try (Node producer = Node.open(V4l2.O_RDWR | V4l2.O_NONBLOCK);
                MappedConsumer consumer = new MappedConsumer(video, 2)) {
            Node.must("S_FMT", producer.setFormat(Side.OUTPUT, video.format()));
            Node.must("REQBUFS", producer.requestBuffers(Side.OUTPUT, V4l2.V4L2_MEMORY_USERPTR, 2));
            Node.must("STREAMON", producer.streamOn(Side.OUTPUT));
            queueUserPointer(producer, 0);
            queueUserPointer(producer, 1);
            for (int i = 0; i < FRAMES; i++) {
                if (producer.poll(V4l2.POLLOUT, Duration.ofMillis(20)) != 0
                        && producer.dequeue(Side.OUTPUT, V4l2.V4L2_MEMORY_USERPTR, buffer) == 0) {
                    queueUserPointer(producer, buffer.index());
                }
            }
            assertThat(consumer.receive()).isNotNull();
        }
    }

    private void queueUserPointer(Node node, int index) {
        Buffer buffer = new Buffer()
                .index(index)
                .type(V4l2.V4L2_BUF_TYPE_VIDEO_OUTPUT)
                .memory(V4l2.V4L2_MEMORY_USERPTR)
                .field(V4l2.V4L2_FIELD_NONE)
                .userPointer(memory.address())
                .length(memory.length())
                .bytesUsed(video.fill(memory.bytes(), 1));
        Node.must("QBUF", node.call(Ioctl.VIDIOC_QBUF, buffer));
    }

    /** One that is there from now on, rests after each frame and ends with the last. */
    private CompletableFuture<List<Integer>> startConsumer(ConsumerMethod method, int restMillis) {
        Consumer consumer = method.open(video);
        return Background.start(() -> {
            try (consumer) {
                List<Integer> numbers = new ArrayList<>();
                while (numbers.isEmpty() || numbers.get(numbers.size() - 1) < FRAMES) {
                    numbers.add(consumer.receive().number());
                    LockSupport.parkNanos(Duration.ofMillis(restMillis).toNanos());
                }
                return numbers;
            }
        });
    }

    @Test
    void oneLetsTheTimeRunOut_theOthersLoseNothing() {
        waitForConsumers(200);
        try (MappedConsumer frozen = new MappedConsumer(video, 1);
                MappedConsumer good = new MappedConsumer(video);
                Producer producer = new MappedProducer(video)) {
            for (int number = 1; number <= FRAMES; number++) {
                producer.send(number);
                assertThat(good.receive().number()).isEqualTo(number);
            }
            assertThat(frozen.receive().number()).isEqualTo(1);
            assertThat(frozen.receive().number()).isEqualTo(FRAMES);
        }
    }

    @Test
    void nonBlockingWriteWouldHaveToWait_itIsToldToComeAgain() {
        waitForConsumers(LONG);
        try (MappedConsumer consumer = new MappedConsumer(video, 1);
                Node producer = Node.open(V4l2.O_RDWR | V4l2.O_NONBLOCK)) {
            Node.must("S_FMT", producer.setFormat(Side.OUTPUT, video.format()));
            for (int number = 1; number <= 2; number++) {
                int length = video.fill(memory.bytes(), number);
                assertThat(producer.write(memory, length)).isEqualTo(length);
            }
            assertThat(producer.write(memory, memory.length())).isEqualTo(-Errno.EAGAIN);
            assertThat(producer.poll(V4l2.POLLOUT, Duration.ZERO)).isZero();
            assertThat(consumer.receive().number()).isEqualTo(1);
            assertThat(producer.poll(V4l2.POLLOUT, Consumer.PATIENCE)).isEqualTo(V4l2.POLLOUT);
        }
    }

    @Test
    void frameWaits_itsBufferAndTheLaterOnesStayQueued() {
        waitForConsumers(LONG);
        try (MappedConsumer consumer = new MappedConsumer(video, 1);
                Node producer = Node.open(V4l2.O_RDWR | V4l2.O_NONBLOCK)) {
            Node.must("S_FMT", producer.setFormat(Side.OUTPUT, video.format()));
            int count = Node.must("REQBUFS", producer.requestBuffers(Side.OUTPUT, 4));
            Node.must("STREAMON", producer.streamOn(Side.OUTPUT));
            for (int i = 0; i < count; i++) {
                NativeMemory frame = producer.map(Side.OUTPUT, i);
                int length = video.fill(frame.bytes(), i + 1);
                Node.must("QBUF", producer.queue(Side.OUTPUT, i, length));
                producer.unmap(frame);
            }
            for (int number = 1; number <= count; number++) {
                assertThat(consumer.receive().number()).isEqualTo(number);
            }
            int given = 0;
            while (given < count && producer.poll(V4l2.POLLOUT, Consumer.PATIENCE) == V4l2.POLLOUT) {
                Node.must("DQBUF", producer.dequeue(Side.OUTPUT, new Buffer()));
                given++;
            }
            assertThat(given).isEqualTo(count);
        }
    }

    /** dd answers this signal by a report, and goes on with the call that it interrupted. */
    @Test
    void signalComesWhileReadWaits_theWaitEnds() {
        String[] argv = {"dd", "if=" + Camera.path(), "of=/dev/null", "bs=" + memory.length(), "count=1"};
        try (Producer producer = new MappedProducer(video);
                RunningProgram dd = RunningProgram.start(argv)) {
            dd.awaitSleep();
            dd.signal("USR1");
            dd.awaitOutput("0+0 records in");
            producer.send(1);
            assertThat(dd.awaitExit()).isZero();
        }
    }

    @Test
    void signalComesWhileWriteWaits_theWaitEnds() {
        waitForConsumers(LONG);
        String[] argv = {"dd", "if=/dev/zero", "of=" + Camera.path(), "bs=" + memory.length(), "count=3"};
        try (MappedConsumer consumer = new MappedConsumer(video, 1);
                RunningProgram dd = RunningProgram.start(argv)) {
            dd.awaitSleep();
            dd.signal("USR1");
            dd.awaitOutput("2+0 records out");
            Node.must("DQBUF", consumer.node().dequeue(Side.CAPTURE, new Buffer()));
            consumer.requeue(0);
            assertThat(dd.awaitExit()).isZero();
        }
    }
}
