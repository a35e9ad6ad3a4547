// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vcam.VirtualCamera;
import io.github.vcam.consumer.CameraCapture;
import io.github.vcam.consumer.CaptureMethod;
import io.github.vcam.consumer.CaptureRequest;
import io.github.vcam.consumer.CapturedFrame;
import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.FeedListener;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.feed.FeedStats;
import io.github.vcam.feed.Feeder;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.ConsumerMethod;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.it.support.Vivid;
import io.github.vcam.producer.StreamingMethod;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The library against the module: camera, feeder and capture. */
@Tag("smoke")
class VirtualCameraIT {
    private static final int FRAMES = 10;

    /** Whose dma-bufs the library finds on a kernel that makes none by itself. */
    @BeforeAll
    static void anotherCameraIsThere() {
        Vivid.load();
    }

    @AfterAll
    static void restore() {
        Vivid.unload();
    }

    @ParameterizedTest
    @EnumSource(names = {"YUYV", "NV12", "MJPG"})
    void cameraIsSentFrames_aConsumerGetsThem(PixelFormat format) {
        StampedVideo video = StampedVideo.of(Camera.small(format));
        try (VirtualCamera camera = VirtualCamera.open(Camera.path(), video.format(), FrameRate.of(30));
                Consumer consumer = ConsumerMethod.MMAP.open(video)) {
            for (int i = 1; i <= FRAMES; i++) {
                int number = i;
                camera.send((buffer, layout) -> video.fill(buffer, number));
                assertThat(consumer.receive().number()).isEqualTo(number);
            }
        }
    }

    static Stream<Arguments> ways() {
        return Stream.of(PixelFormat.YUYV, PixelFormat.NV12, PixelFormat.MJPG)
                .flatMap(format -> Stream.of(
                                CaptureMethod.READ, CaptureMethod.MMAP, CaptureMethod.USERPTR, CaptureMethod.DMABUF)
                        .map(method -> Arguments.of(format, method)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("ways")
    void captureTakesFrames_theyAreWhole(PixelFormat format, CaptureMethod method) {
        StampedVideo video = StampedVideo.of(Camera.small(format));
        CaptureRequest request = new CaptureRequest(Camera.path(), method, 4, video.format());
        try (Producer producer = new MappedProducer(video);
                CameraCapture capture = CameraCapture.open(request)) {
            for (int number = 1; number <= FRAMES; number++) {
                int length = producer.send(number);
                CapturedFrame frame = Objects.requireNonNull(capture.next(Consumer.PATIENCE), "no frame");
                assertThat(frame.bytesUsed()).isEqualTo(length);
                assertThat(video.check(frame.data())).isEqualTo(number);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void patternIsFed_allItsFramesAreSent(StreamingMethod method) {
        FeedStats stats = Feeder.feed(pattern().withMethod(method), FeedListener.NONE);
        assertThat(stats.end()).as(() -> "" + stats.failure()).isEqualTo(FeedStats.End.DURATION_REACHED);
        assertThat(stats.sent()).isPositive();
    }

    @Test
    void thereIsAProducer_theFeedSaysThatTheDeviceIsBusy() {
        try (Producer producer = new MappedProducer(Camera.video())) {
            producer.send(1);
            assertThat(catchThrowableOfType(VcamException.class, () -> Feeder.feed(pattern(), FeedListener.NONE))
                            .code())
                    .isEqualTo(CoreError.DEVICE_BUSY);
        }
    }

    private static FeedRequest pattern() {
        return FeedRequest.of("pattern:bars", Camera.path())
                .withSize(Camera.small(PixelFormat.YUYV).size())
                .withDuration(Duration.ofSeconds(1));
    }
}
