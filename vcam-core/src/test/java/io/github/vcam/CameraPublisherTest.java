// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.consumer.FakeCapture;
import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.v4l2.FakeDevice;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CameraPublisherTest {
    private static final String DONE = "complete";

    private final FakeDevice fake = new FakeDevice();
    private final CameraPublisher publisher =
            new CameraPublisher(FakeDevice.PATH, () -> CameraView.of(FakeCapture.open(fake)));

    /** Keeps what it is told, and asks for nothing by itself. */
    private static class Listener implements Flow.Subscriber<BufferedImage> {
        final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private volatile Thread thread = Thread.currentThread();

        @Override
        public void onSubscribe(Flow.Subscription given) {
            thread = Thread.currentThread();
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
            return subscription.orTimeout(20, TimeUnit.SECONDS).join();
        }

        Object next() throws InterruptedException {
            return Objects.requireNonNull(told.poll(20, TimeUnit.SECONDS), "it is told nothing");
        }

        BufferedImage picture() throws InterruptedException {
            Object next = next();
            assertThat(next).isInstanceOf(BufferedImage.class);
            return (BufferedImage) next;
        }

        Throwable error() throws InterruptedException {
            Object next = next();
            assertThat(next).isInstanceOf(Throwable.class);
            return (Throwable) next;
        }

        void awaitThreadsEnd() throws InterruptedException {
            thread.join(20_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private <L extends Listener> L subscribed(L listener) throws InterruptedException {
        publisher.subscribe(listener);
        listener.subscription();
        await(() -> fake.isStreaming() || !listener.told.isEmpty());
        return listener;
    }

    private static void await(BooleanSupplier what) throws InterruptedException {
        for (int i = 0; i < 2_000 && !what.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(what.getAsBoolean()).isTrue();
    }

    /** Paints all of a buffer in one grey and gives it to who takes frames. */
    private void show(int buffer, int luma) {
        ByteBuffer memory = fake.memory(buffer);
        for (int i = 0; i < memory.capacity(); i += 2) {
            memory.put(i, (byte) luma).put(i + 1, (byte) 128);
        }
        fake.giveBack(1);
    }

    private static int grey(BufferedImage picture) {
        return picture.getRGB(5, 5) & 0xff;
    }

    @Test
    void picturesAreAskedFor_thatManyComeFromOneThread() throws InterruptedException {
        Listener listener = subscribed(new Listener());
        listener.subscription().request(2);
        show(0, 16);
        assertThat(grey(listener.picture())).isLessThan(3);
        show(1, 235);
        assertThat(grey(listener.picture())).isGreaterThan(252);
        show(2, 16);
        fake.endStream();
        listener.subscription().request(1);

        assertThat(grey(listener.picture()))
                .as("it waited until it was asked for")
                .isLessThan(3);
        assertThat(listener.next()).isEqualTo(DONE);
        assertThat(fake.openFiles()).as("descriptors when it is told").isZero();
    }

    @Test
    void nobodyAsks_nothingComes() throws InterruptedException {
        Listener listener = subscribed(new Listener());
        for (int i = 0; i < 8; i++) {
            show(i % 4, 16 + i * 20);
            await(() -> !fake.hasFrames());
        }
        assertThat(listener.told).isEmpty();
        listener.subscription().request(1);

        assertThat(grey(listener.picture())).as("the newest of eight").isBetween(160, 168);
        for (int i = 0; i < 3; i++) {
            show(i, 16);
            await(() -> !fake.hasFrames());
        }
        assertThat(listener.told).as("what was not asked for").isEmpty();
        listener.subscription().cancel();
        listener.awaitThreadsEnd();
        assertThat(listener.told).isEmpty();
    }

    @Test
    void subscriberIsSlow_itGetsTheNewest() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Listener listener = subscribed(new Listener() {
            @Override
            public void onNext(BufferedImage picture) {
                super.onNext(picture);
                try {
                    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        listener.subscription().request(2);
        show(0, 16);
        assertThat(grey(listener.picture())).isLessThan(3);
        show(1, 100);
        show(2, 150);
        show(3, 235);
        done.countDown();

        assertThat(grey(listener.picture())).isGreaterThan(252);
        listener.subscription().cancel();
    }

    /** A frame that is there when the stream ends is shown before, whenever it is asked for. */
    @Test
    void streamEndsBeforeAnyIsAskedFor_theLastPictureIsKept() throws InterruptedException {
        Listener listener = subscribed(new Listener());
        show(0, 235);
        fake.endStream();
        await(() -> !fake.hasFrames());
        listener.subscription().request(Long.MAX_VALUE);
        listener.subscription().request(Long.MAX_VALUE);

        assertThat(grey(listener.picture())).isGreaterThan(252);
        assertThat(listener.next()).isEqualTo(DONE);
    }

    @Test
    void formatChanges_picturesGoOn() throws InterruptedException {
        Listener listener = subscribed(new Listener());
        listener.subscription().request(9);
        show(0, 16);
        assertThat(listener.picture().getWidth()).isEqualTo(640);
        fake.change(FrameFormat.of(PixelFormat.YUYV, 320, 240));
        await(() -> fake.buffer(0) == 320 * 240 * 2 && fake.isStreaming());
        show(0, 235);

        BufferedImage picture = listener.picture();
        assertThat(picture.getWidth()).isEqualTo(320);
        assertThat(grey(picture)).isGreaterThan(252);
        listener.subscription().cancel();
    }

    @Test
    void subscriberCancels_theCameraIsClosedAndNothingMoreComes() throws InterruptedException {
        Listener listener = subscribed(new Listener());
        listener.subscription().request(5);
        show(0, 16);
        listener.picture();
        listener.subscription().cancel();
        listener.subscription().request(5);
        listener.awaitThreadsEnd();

        assertThat(fake.openFiles()).isZero();
        assertThat(listener.told).isEmpty();
    }

    @Test
    void subscriberCancelsAtOnce_theCameraIsNotOpened() throws InterruptedException {
        Listener hasty = new Listener() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                given.cancel();
                super.onSubscribe(given);
            }
        };
        AtomicInteger opened = new AtomicInteger();
        new CameraPublisher(FakeDevice.PATH, () -> {
                    opened.incrementAndGet();
                    return CameraView.of(FakeCapture.open(fake));
                })
                .subscribe(hasty);
        hasty.subscription();
        hasty.awaitThreadsEnd();

        assertThat(hasty.told).isEmpty();
        assertThat(opened.get()).isZero();
    }

    @Test
    void nothingIsAskedFor_thatIsAnError() throws InterruptedException {
        Listener listener = subscribed(new Listener());
        listener.subscription().request(0);

        assertThat(listener.error()).isInstanceOf(IllegalArgumentException.class);
        listener.awaitThreadsEnd();
        assertThat(fake.openFiles()).isZero();
    }

    @Test
    void cameraIsNotThere_thatIsTheError() throws InterruptedException {
        fake.openErrno = Errno.ENOENT;
        Listener listener = subscribed(new Listener());

        assertThat(listener.error())
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.DEVICE_ABSENT));
    }

    @Test
    void cameraFails_thatIsTheErrorAndItIsClosed() throws InterruptedException {
        Listener listener = subscribed(new Listener());
        fake.fail(Ioctl.VIDIOC_DQBUF, Errno.EIO);
        fake.giveBack(1);

        assertThat(listener.error())
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.DEVICE_VANISHED));
        assertThat(fake.openFiles()).isZero();
    }

    @Test
    void threadIsInterrupted_itEndsAndSaysSo() throws InterruptedException {
        Listener listener = subscribed(new Listener());
        listener.thread.interrupt();

        assertThat(listener.error()).isInstanceOf(CancellationException.class);
        listener.awaitThreadsEnd();
        assertThat(fake.openFiles()).isZero();
    }

    @Test
    void subscriberFails_itGetsNothingMore() throws InterruptedException {
        AtomicReference<@Nullable Throwable> uncaught = new AtomicReference<>();
        Listener listener = subscribed(new Listener() {
            @Override
            public void onNext(BufferedImage picture) {
                throw new IllegalStateException("not this one");
            }
        });
        listener.thread.setUncaughtExceptionHandler((thread, why) -> uncaught.set(why));
        listener.subscription().request(2);
        show(0, 16);
        listener.awaitThreadsEnd();

        assertThat(uncaught.get()).hasMessage("not this one");
        assertThat(listener.told).isEmpty();
        assertThat(fake.openFiles()).isZero();
    }

    @Test
    void twoSubscribe_eachHasAConsumerOfItsOwn() throws InterruptedException {
        List<FakeDevice> devices = List.of(new FakeDevice(), new FakeDevice());
        BlockingQueue<FakeDevice> free = new LinkedBlockingQueue<>(devices);
        CameraPublisher shared =
                new CameraPublisher(FakeDevice.PATH, () -> CameraView.of(FakeCapture.open(free.remove())));
        Listener one = new Listener();
        Listener two = new Listener();
        shared.subscribe(one);
        shared.subscribe(two);
        for (FakeDevice device : devices) {
            await(device::isStreaming);
            device.endStream();
        }

        assertThat(one.next()).isEqualTo(DONE);
        assertThat(two.next()).isEqualTo(DONE);
        assertThatThrownBy(() -> shared.subscribe(nobody())).isInstanceOf(NullPointerException.class);
    }

    @SuppressWarnings("NullAway") // who subscribes null is told so
    private static Flow.Subscriber<BufferedImage> nobody() {
        return null;
    }
}
