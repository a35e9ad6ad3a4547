// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.CameraPublisher;
import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.GreyCamera;
import io.github.vcam.it.support.LoopbackControl;
import java.awt.image.BufferedImage;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A camera's pictures for reactive programs, as one consumer more. */
class CameraPublisherIT {
    private static final int WAIT = 0;
    private static final int END_OF_STREAM = 2;
    private static final String DONE = "complete";

    private final FrameFormat small = Camera.small(PixelFormat.YUYV);
    private final CameraPublisher publisher = CameraPublisher.of(Camera.path());

    @AfterEach
    void nobodyEndsForGood() {
        LoopbackControl.PRODUCER_END.set(WAIT);
    }

    /** Keeps what it is told, and asks for nothing by itself. */
    private static final class Listener implements Flow.Subscriber<BufferedImage> {
        private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
        }

        @Override
        public void onNext(BufferedImage picture) {
            told.add(picture);
        }

        @Override
        public void onError(Throwable why) {
            told.add(why);
        }

        @Override
        public void onComplete() {
            told.add(DONE);
        }

        Flow.Subscription subscription() {
            return subscription
                    .orTimeout(Consumer.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }

        Object next() throws InterruptedException {
            return Objects.requireNonNull(told.poll(Consumer.PATIENCE.toSeconds(), TimeUnit.SECONDS), "told nothing");
        }

        BufferedImage picture() throws InterruptedException {
            Object next = next();
            assertThat(next).isInstanceOf(BufferedImage.class);
            return (BufferedImage) next;
        }
    }

    private Listener subscribed(int pictures) {
        Listener listener = new Listener();
        publisher.subscribe(listener);
        listener.subscription().request(pictures);
        return listener;
    }

    @Test
    void producerShowsPictures_twoSubscribersGetThemAndTheEnd() throws InterruptedException {
        LoopbackControl.PRODUCER_END.set(END_OF_STREAM);
        Listener one;
        Listener two;
        try (GreyCamera camera = new GreyCamera(small)) {
            camera.show(60);
            one = subscribed(100);
            two = subscribed(100);
            assertThat(GreyCamera.isGrey(one.picture(), 60)).isTrue();
            assertThat(GreyCamera.isGrey(two.picture(), 60)).isTrue();
            for (int grey = 80; grey <= 200; grey += 20) {
                camera.show(grey);
                assertThat(GreyCamera.isGrey(one.picture(), grey)).isTrue();
                assertThat(GreyCamera.isGrey(two.picture(), grey)).isTrue();
            }
        }
        assertThat(one.next()).isEqualTo(DONE);
        assertThat(two.next()).isEqualTo(DONE);
    }

    @Test
    void subscriberIsSlow_itGetsTheNewestPicture() throws InterruptedException {
        try (GreyCamera camera = new GreyCamera(small)) {
            camera.show(20);
            Listener listener = subscribed(1);
            assertThat(GreyCamera.isGrey(listener.picture(), 20)).isTrue();
            for (int grey = 30; grey <= 200; grey += 10) {
                camera.show(grey);
            }
            listener.subscription().request(1);
            BufferedImage picture = listener.picture();
            for (int i = 0; i < 2 && !GreyCamera.isGrey(picture, 200); i++) {
                listener.subscription().request(1); // the first may have been made while the last was on its way
                picture = listener.picture();
            }
            assertThat(GreyCamera.isGrey(picture, 200)).isTrue();
            listener.subscription().cancel();
        }
    }

    @Test
    void formatChanges_picturesGoOn() throws InterruptedException {
        Listener listener;
        try (GreyCamera camera = new GreyCamera(small)) {
            camera.show(60);
            listener = subscribed(100);
            assertThat(listener.picture().getWidth()).isEqualTo(small.width());
        }
        try (GreyCamera camera = new GreyCamera(FrameFormat.of(PixelFormat.YU12, 640, 480))) {
            camera.show(180);
            BufferedImage picture = listener.picture();
            assertThat(picture.getWidth()).isEqualTo(640);
            assertThat(GreyCamera.isGrey(picture, 180)).isTrue();
            listener.subscription().cancel();
        }
    }

    @Test
    void thereIsNoSuchCamera_thatIsTheError() throws InterruptedException {
        Listener listener = new Listener();
        CameraPublisher.of("/dev/video99").subscribe(listener);
        assertThat(listener.next())
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.DEVICE_ABSENT));
    }
}
