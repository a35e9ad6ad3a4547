// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.ConsumerMethod;
import io.github.vcam.it.support.MethodTable;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.ProducerMethod;
import io.github.vcam.it.support.Pump;
import io.github.vcam.it.support.Seen;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.it.support.Vivid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method of the producer with every method of the consumer, in raw, planar, compressed and odd formats. */
class StreamingMethodsIT {
    private static final int FRAMES = 40;

    @BeforeAll
    static void loadVivid() {
        Vivid.load();
    }

    @AfterAll
    static void writeTable() {
        MethodTable.write();
        Vivid.unload();
    }

    static Stream<Arguments> paths() {
        Stream<FrameFormat> formats = Stream.concat(
                Stream.of(PixelFormat.YUYV, PixelFormat.NV12, PixelFormat.MJPG).map(Camera::small),
                Stream.of(FrameFormat.of(PixelFormat.YU12, 321, 239)));
        return formats.flatMap(format -> Stream.of(ProducerMethod.values())
                .flatMap(output ->
                        Stream.of(ConsumerMethod.values()).map(capture -> Arguments.of(output, capture, format))));
    }

    @ParameterizedTest(name = "{0} to {1}, {2}")
    @MethodSource("paths")
    void nextFrameWaitsForTheConsumer_everyFrameArrivesWholeAndInOrder(
            ProducerMethod output, ConsumerMethod capture, FrameFormat format) {
        StampedVideo video = StampedVideo.of(format);
        try (Producer producer = output.open(video);
                Consumer consumer = capture.open(video)) {
            for (int number = 1; number <= FRAMES; number++) {
                int length = producer.send(number);
                Seen seen = consumer.receive();
                assertThat(seen.number()).isEqualTo(number);
                assertThat(seen.bytesUsed()).isEqualTo(length);
            }
        }
        MethodTable.passed(output, capture, format.toString());
    }

    @ParameterizedTest(name = "{0} to {1}, {2}")
    @MethodSource("paths")
    void producerWaitsForNobody_whatArrivesIsWholeAndInOrder(
            ProducerMethod output, ConsumerMethod capture, FrameFormat format) {
        StampedVideo video = StampedVideo.of(format);
        List<Integer> numbers = new ArrayList<>(List.of(0));
        try (Producer producer = output.open(video);
                Consumer consumer = capture.open(video);
                Pump pump = Pump.start(producer, FRAMES, Duration.ofMillis(2))) {
            while (numbers.get(numbers.size() - 1) < FRAMES) {
                numbers.add(consumer.receive().number());
            }
            assertThat(pump).isNotNull();
        }
        assertThat(numbers).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(5);
        MethodTable.passed(output, capture, format.toString());
    }
}
