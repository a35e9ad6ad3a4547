// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.CameraView;
import io.github.vcam.VirtualCamera;
import io.github.vcam.consumer.CameraCapture;
import io.github.vcam.consumer.CaptureEnd;
import io.github.vcam.consumer.CaptureMethod;
import io.github.vcam.consumer.CaptureRequest;
import io.github.vcam.consumer.CapturedFrame;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.GreyCamera;
import io.github.vcam.it.support.LoopbackControl;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.it.support.Vivid;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs of the library see when a producer ends, or comes back with something else. */
class CameraViewIT {
    private static final int WAIT = 0;
    private static final int END_OF_STREAM = 2;
    private static final int DARK = 60;
    private static final int LIGHT = 180;

    private final FrameFormat small = Camera.small(PixelFormat.YUYV);
    private final FrameFormat large = FrameFormat.of(PixelFormat.YU12, 640, 480);

    /** Whose dma-bufs the library finds on a kernel that makes none by itself. */
    @BeforeAll
    static void anotherCameraIsThere() {
        Vivid.load();
    }

    @AfterAll
    static void restore() {
        Vivid.unload();
    }

    @AfterEach
    void nobodyEndsForGood() {
        LoopbackControl.PRODUCER_END.set(WAIT);
    }

    @ParameterizedTest
    @EnumSource(CaptureMethod.class)
    void producerEndsForGood_captureSaysSoAndGoesOnWithTheNextOne(CaptureMethod method) {
        LoopbackControl.PRODUCER_END.set(END_OF_STREAM);
        StampedVideo video = Camera.video();
        CaptureRequest request = CaptureRequest.of(Camera.path()).withMethod(method);
        CameraCapture capture;
        try (Producer producer = new MappedProducer(video)) {
            producer.send(1);
            capture = CameraCapture.open(request);
            assertThat(number(capture, video)).isEqualTo(1);
        }
        try (capture) {
            assertThat(capture.next(Consumer.PATIENCE)).isNull();
            assertThat(capture.ended()).contains(CaptureEnd.END_OF_STREAM);
            capture.restart();
            assertThat(capture.ended()).isEmpty();
            try (Producer producer = new MappedProducer(video)) {
                producer.send(2);
                int first = number(capture, video); // the last one may come once more
                assertThat(first == 1 ? number(capture, video) : first).isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CaptureMethod.class)
    void producerComesBackWithAnotherFormat_captureSaysSoAndGoesOnWithIt(CaptureMethod method) {
        StampedVideo after = StampedVideo.of(large);
        CaptureRequest request = CaptureRequest.of(Camera.path()).withMethod(method);
        CameraCapture capture;
        try (Producer producer = new MappedProducer(Camera.video())) {
            producer.send(1);
            capture = CameraCapture.open(request);
            assertThat(number(capture, Camera.video())).isEqualTo(1);
        }
        try (capture;
                Producer producer = new MappedProducer(after)) {
            producer.send(2);
            assertThat(capture.next(Consumer.PATIENCE)).isNull();
            assertThat(capture.ended()).contains(CaptureEnd.NEW_FORMAT);
            capture.restart();
            assertThat(capture.layout().orElseThrow().format()).isEqualTo(large);
            assertThat(number(capture, after)).isEqualTo(2);
            producer.send(3);
            assertThat(number(capture, after)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(CaptureMethod.class)
    void formatChangesBeforeAnythingIsTaken_captureSaysSo(CaptureMethod method) {
        StampedVideo after = StampedVideo.of(large);
        CameraCapture capture;
        try (Producer producer = new MappedProducer(Camera.video())) {
            producer.send(1);
            capture = CameraCapture.open(CaptureRequest.of(Camera.path()).withMethod(method));
        }
        try (capture;
                Producer producer = new MappedProducer(after)) {
            producer.send(2);
            CapturedFrame before = capture.next(Consumer.PATIENCE);
            if (before != null) { // a queue has it already
                assertThat(Camera.video().check(before.data())).isEqualTo(1);
                assertThat(capture.next(Consumer.PATIENCE)).isNull();
            }
            assertThat(capture.ended()).contains(CaptureEnd.NEW_FORMAT);
            capture.restart();
            assertThat(number(capture, after)).isEqualTo(2);
        }
    }

    private static int number(CameraCapture capture, StampedVideo video) {
        CapturedFrame frame = Objects.requireNonNull(capture.next(Consumer.PATIENCE), "no frame");
        return video.check(frame.data());
    }

    /** A producer that merely leaves, as they do where nobody has chosen an end, may come again. */
    @Test
    void producerLeaves_viewWaitsAndGoesOnWithTheNextOne() {
        CameraView view;
        try (GreyCamera camera = new GreyCamera(small)) {
            camera.show(DARK);
            view = CameraView.open(Camera.path());
            assertShows(view, DARK);
        }
        try (view) {
            assertThat(view.next(Duration.ofMillis(300))).isEmpty();
            assertThat(view.hasEnded()).isFalse();
            try (GreyCamera camera = new GreyCamera(small)) {
                camera.show(LIGHT);
                assertShows(view, LIGHT);
            }
        }
    }

    @Test
    void producerEndsForGood_theStreamOfPicturesEnds() {
        LoopbackControl.PRODUCER_END.set(END_OF_STREAM);
        CameraView view;
        try (GreyCamera camera = new GreyCamera(small)) {
            camera.show(DARK);
            view = CameraView.open(Camera.path());
        }
        try (view) {
            assertThat(view.frames(Consumer.PATIENCE)).hasSize(1);
            assertThat(view.hasEnded()).isTrue();
        }
    }

    @Test
    void formatChangesOften_picturesHaveItEachTime() {
        CameraView view;
        try (GreyCamera camera = new GreyCamera(small)) {
            camera.show(DARK);
            view = CameraView.open(Camera.path());
        }
        try (view) {
            for (int round = 1; round <= 6; round++) {
                FrameFormat format = round % 2 == 0 ? small : large;
                try (GreyCamera camera = new GreyCamera(format)) {
                    camera.show(LIGHT);
                    BufferedImage picture = last(view, format);
                    assertThat(picture.getHeight()).isEqualTo(format.height());
                    assertThat(GreyCamera.isGrey(picture, LIGHT)).isTrue();
                }
            }
        }
    }

    /** The first of this size, behind at most as many as were there before. */
    private static BufferedImage last(CameraView view, FrameFormat format) {
        BufferedImage picture = view.next(Consumer.PATIENCE).orElseThrow();
        for (int i = 0; i < 4 && picture.getWidth() != format.width(); i++) {
            picture = view.next(Consumer.PATIENCE).orElseThrow();
        }
        assertThat(picture.getWidth()).isEqualTo(format.width());
        return picture;
    }

    private static void assertShows(CameraView view, int grey) {
        BufferedImage picture = view.next(Consumer.PATIENCE).orElseThrow();
        assertThat(GreyCamera.isGrey(picture, grey)).isTrue();
    }

    @Test
    void nothingIsSaid_theCameraIsWhatEverybodyTakesAndShowsThePicture() {
        try (VirtualCamera camera =
                VirtualCamera.on(Camera.path()).size(320, 240).open()) {
            assertThat(camera.format().pixelFormat()).isEqualTo(PixelFormat.YU12);
            camera.send(new BufferedImage(32, 24, BufferedImage.TYPE_4BYTE_ABGR));
            try (CameraView view = CameraView.open(Camera.path())) {
                BufferedImage picture = view.next(Consumer.PATIENCE).orElseThrow();
                assertThat(picture.getWidth()).isEqualTo(320);
                assertThat(GreyCamera.isGrey(picture, 0)).isTrue();
            }
        }
    }
}
