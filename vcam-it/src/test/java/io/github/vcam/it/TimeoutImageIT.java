// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.ConsumerMethod;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.LoopbackControl;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.MappedQueue;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.ProducerMethod;
import io.github.vcam.it.support.Seen;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The controls {@code timeout} and {@code timeout_image_io}: what consumers see when the producer is silent. */
class TimeoutImageIT {
    private static final int IMAGE = 77;
    private static final int MILLISECONDS = 100;

    private final StampedVideo video = Camera.video();

    @AfterEach
    void restore() {
        KernelModule.restore();
    }

    @ParameterizedTest
    @EnumSource
    void imageWasWritten_everyConsumerGetsItAfterTheSilence(ProducerMethod method) {
        try (Producer producer = new MappedProducer(video);
                Consumer mapped = ConsumerMethod.MMAP.open(video);
                Consumer reading = ConsumerMethod.READ.open(video)) {
            producer.send(1);
            assertThat(mapped.receive().number()).isEqualTo(1);
            assertThat(reading.receive().number()).isEqualTo(1);
            writeImage(method);
            LoopbackControl.TIMEOUT.set(MILLISECONDS);
            Seen first = mapped.receive();
            assertThat(first.number()).isEqualTo(IMAGE);
            assertThat(reading.receive().number()).isEqualTo(IMAGE);
            Seen second = mapped.receive();
            assertThat(second.number()).isEqualTo(IMAGE);
            assertThat(second.sequence()).isGreaterThan(first.sequence());
            assertThat(second.timestamp()).isGreaterThan(first.timestamp());
        }
    }

    @Test
    void producerComesBack_itsFramesAreSeenAgain() {
        try (Producer producer = new MappedProducer(video);
                Consumer consumer = ConsumerMethod.MMAP.open(video)) {
            writeImage(ProducerMethod.WRITE);
            LoopbackControl.TIMEOUT.set(MILLISECONDS);
            assertThat(consumer.receive().number()).isEqualTo(IMAGE);
            LoopbackControl.TIMEOUT.set(0);
            producer.send(2);
            Seen seen = consumer.receive();
            while (seen.number() == IMAGE) {
                seen = consumer.receive();
            }
            assertThat(seen.number()).isEqualTo(2);
        }
    }

    @Test
    void noImageWasWritten_theFrameIsZeros() {
        LoopbackControl.TIMEOUT.set(MILLISECONDS);
        NativeMemory memory = SystemCalls.host().allocate(video.format().sizeImage());
        try (Node producer = Node.open();
                Node consumer = Node.open(V4l2.O_RDONLY)) {
            Node.must("S_FMT", producer.setFormat(Side.OUTPUT, video.format()));
            memory.bytes().put(0, (byte) 1);
            assertThat(consumer.read(memory, memory.length())).isEqualTo(memory.length());
            assertThat(memory.bytes()).isEqualTo(ByteBuffer.allocate(memory.length()));
        } finally {
            SystemCalls.host().free(memory);
        }
    }

    @Test
    void imageIsWritten_consumersDoNotSeeItBeforeTheSilence() {
        try (Producer producer = new MappedProducer(video);
                Consumer consumer = ConsumerMethod.MMAP.open(video)) {
            writeImage(ProducerMethod.MMAP);
            for (int number = 1; number <= 20; number++) {
                producer.send(number);
                assertThat(consumer.receive().number()).isEqualTo(number);
            }
        }
    }

    @Test
    void formatChanges_theOldImageIsNotShown() {
        FrameFormat other = FrameFormat.of(PixelFormat.NV12, 640, 480);
        try (Node node = Node.open()) {
            Node.must("S_FMT", node.setFormat(Side.OUTPUT, video.format()));
        }
        writeImage(ProducerMethod.WRITE);
        LoopbackControl.TIMEOUT.set(MILLISECONDS);
        NativeMemory memory = SystemCalls.host().allocate(other.sizeImage());
        try (Node node = Node.open()) {
            Node.must("S_FMT", node.setFormat(Side.CAPTURE, other));
            assertThat(node.read(memory, memory.length())).isEqualTo(other.sizeImage());
            assertThat(memory.bytes()).isEqualTo(ByteBuffer.allocate(other.sizeImage()));
        } finally {
            SystemCalls.host().free(memory);
        }
    }

    /** It was open when the button was pressed for the first time, and another one took it. */
    @Test
    void buttonIsPressedAgain_whoCouldHaveDrawnTheFirstImageIsAnOrdinaryProducer() {
        LoopbackControl.TIMEOUT_IMAGE_IO.set(1);
        try (MappedQueue late = MappedQueue.of(Node.open(), Side.OUTPUT)) {
            try (Producer image = new MappedProducer(video)) {
                image.send(IMAGE);
            }
            LoopbackControl.TIMEOUT_IMAGE_IO.set(1);
            Node.must("S_FMT", late.node().setFormat(Side.OUTPUT, video.format()));
            late.request(4);
            Node.must("STREAMON", late.node().streamOn(Side.OUTPUT));
            try (Consumer consumer = ConsumerMethod.MMAP.open(video)) {
                for (int number = 1; number <= 4; number++) {
                    late.queue(number - 1, video.fill(late.memory(number - 1).bytes(), number));
                    assertThat(consumer.receive().number()).isEqualTo(number);
                }
            }
        }
    }

    private void writeImage(ProducerMethod method) {
        LoopbackControl.TIMEOUT_IMAGE_IO.set(1);
        try (Producer image = method.open(video)) {
            image.send(IMAGE);
        }
    }
}
