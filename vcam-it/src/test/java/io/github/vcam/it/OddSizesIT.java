// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.ConsumerMethod;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.ProducerMethod;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.v4l2.sys.layout.Format;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Widths and heights that no format likes. */
class OddSizesIT {
    private static final int WIDTH = 321;
    private static final int HEIGHT = 241;

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"MJPG", "JPEG"})
    void sizeIsOdd_moduleAndLibraryAgreeOnTheLayout(PixelFormat pixels) {
        FrameFormat format = FrameFormat.of(pixels, WIDTH, HEIGHT);
        try (Producer producer = new MappedProducer(StampedVideo.of(format))) {
            Format answer = producer.node().format(Side.OUTPUT);
            assertThat(answer.pixelFormat()).isEqualTo(pixels.fourCc().code());
            assertThat(answer.width()).isEqualTo(WIDTH);
            assertThat(answer.height()).isEqualTo(HEIGHT);
            assertThat(answer.bytesPerLine()).isEqualTo(format.bytesPerLine());
            assertThat(answer.sizeImage()).isEqualTo(format.sizeImage());
        }
    }

    /** What is accepted is listed. */
    @ParameterizedTest
    @EnumSource
    void formatOfTheLibrary_isEnumerated(PixelFormat pixels) {
        try (Node node = Node.open()) {
            assertThat(node.formats(Side.OUTPUT)).contains(pixels.fourCc());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"YUYV", "NV12", "YU12"})
    void sizeIsOdd_framesArriveWhole(PixelFormat pixels) {
        StampedVideo video = StampedVideo.of(FrameFormat.of(pixels, WIDTH, HEIGHT));
        try (Producer producer = ProducerMethod.WRITE.open(video);
                Consumer consumer = ConsumerMethod.MMAP.open(video)) {
            for (int number = 1; number <= 10; number++) {
                producer.send(number);
                assertThat(consumer.receive().number()).isEqualTo(number);
            }
        }
    }
}
