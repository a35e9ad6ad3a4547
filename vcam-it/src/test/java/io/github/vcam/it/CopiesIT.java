// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.BroughtBuffers;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.ConsumerMethod;
import io.github.vcam.it.support.Counters;
import io.github.vcam.it.support.MappedConsumer;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.ProducerMethod;
import io.github.vcam.it.support.ReadingConsumer;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.it.support.StreamingConsumer.Held;
import io.github.vcam.it.support.Vivid;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.ExportBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How often a frame is copied on its way, counted by the module where it copies. */
@Tag("long")
class CopiesIT {
    private static final int FRAMES = 40;

    private final StampedVideo video = Camera.video();
    private final long copied = Counters.of("copied");
    private final long bytes = Counters.of("copied_bytes");
    private final long borrowed = Counters.of("borrowed");
    private final long turned = Counters.of("turned");
    private final long aligned = Counters.of("aligned");

    @BeforeAll
    static void loadVivid() {
        Vivid.load();
    }

    @AfterAll
    static void unloadVivid() {
        Vivid.unload();
    }

    static Stream<Arguments> paths() {
        return Stream.of(ProducerMethod.values())
                .flatMap(output -> Stream.of(ConsumerMethod.values()).map(capture -> Arguments.of(output, capture)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("paths")
    void framesGoOneByOne_eachIsCopiedForWriteAndForWhoDoesNotMap(ProducerMethod output, ConsumerMethod capture) {
        try (Producer producer = output.open(video);
                Consumer consumer = capture.open(video)) {
            for (int number = 1; number <= FRAMES; number++) {
                producer.send(number);
                assertThat(consumer.receive().number()).isEqualTo(number);
            }
            assertCopies((output == ProducerMethod.WRITE ? 1 : 0) + (capture == ConsumerMethod.MMAP ? 0 : 1));
            assertThat(Counters.of("borrowed") - borrowed).isEqualTo(output.brings() ? FRAMES : 0);
        }
    }

    /** Their windows cannot all show the right slot: they have as many buffers as nobody else. */
    @Test
    void mappedConsumersHaveUnlikeQueues_windowsAreTurnedAndNothingIsCopied() {
        try (Producer producer = new MappedProducer(video);
                Consumer three = new MappedConsumer(video, 3);
                Consumer five = new MappedConsumer(video, 5)) {
            for (int number = 1; number <= FRAMES; number++) {
                producer.send(number);
                assertThat(three.receive().number()).isEqualTo(number);
                assertThat(five.receive().number()).isEqualTo(number);
            }
            assertCopies(0);
            long turns = Counters.of("turned") - turned;
            assertThat(turns).isPositive();
            assertThat(turns + Counters.of("aligned") - aligned).isEqualTo(2 * FRAMES);
        }
    }

    @Test
    void severalConsumers_eachOfThoseThatReadCostsOneMore() {
        try (Producer producer = new MappedProducer(video);
                Consumer mapped = new MappedConsumer(video);
                Consumer reading = new ReadingConsumer(video);
                Consumer another = new ReadingConsumer(video)) {
            for (int number = 1; number <= FRAMES; number++) {
                producer.send(number);
                assertThat(mapped.receive().number()).isEqualTo(number);
                assertThat(reading.receive().number()).isEqualTo(number);
                assertThat(another.receive().number()).isEqualTo(number);
            }
            assertCopies(2);
        }
    }

    /** Whoever maps it sees each frame where it is. */
    @ParameterizedTest
    @EnumSource(names = {"MMAP", "WRITE"})
    void captureBufferIsExported_framesInItAreNotCopied(ProducerMethod output) {
        try (Producer producer = output.open(video);
                MappedConsumer consumer = new MappedConsumer(video, 1);
                BroughtBuffers exported = BroughtBuffers.imported(
                        consumer.node().format(Side.CAPTURE).sizeImage(),
                        Node.must("EXPBUF", consumer.node().export(Side.CAPTURE, 0)))) {
            for (int number = 1; number <= FRAMES; number++) {
                producer.send(number);
                Held held = consumer.hold();
                assertThat(video.check(
                                exported.bytes(0).duplicate().limit(held.seen().bytesUsed())))
                        .isEqualTo(number);
                consumer.requeue(held.index());
            }
            assertCopies(output == ProducerMethod.MMAP ? 0 : 1);
        }
    }

    /** Its window would be fixed for nothing. */
    @ParameterizedTest(name = "plane {0}, flags {1}")
    @CsvSource({"1, 2", "0, 4"})
    void exportIsRefused_theBufferIsAWindowStill(int plane, int flags) {
        try (Producer producer = new MappedProducer(video);
                MappedConsumer consumer = new MappedConsumer(video, 1)) {
            ExportBuffer request = new ExportBuffer()
                    .type(V4l2.V4L2_BUF_TYPE_VIDEO_CAPTURE)
                    .plane(plane)
                    .flags(flags);
            assertThat(consumer.node().call(Ioctl.VIDIOC_EXPBUF, request)).isEqualTo(-Errno.EINVAL);
            for (int number = 1; number <= FRAMES; number++) {
                producer.send(number);
                assertThat(consumer.receive().number()).isEqualTo(number);
            }
            assertCopies(0);
        }
    }

    private void assertCopies(int perFrame) {
        long frames = Counters.of("copied") - copied;
        assertThat(frames).as("frames copied").isEqualTo((long) perFrame * FRAMES);
        assertThat(Counters.of("copied_bytes") - bytes)
                .isEqualTo(frames * video.format().sizeImage());
    }
}
