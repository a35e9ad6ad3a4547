// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.producer.CameraOutput;
import io.github.vcam.producer.FrameDemand;
import io.github.vcam.producer.StreamingMethod;
import io.github.vcam.source.FrameSource;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.FakeDevice;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SceneSenderTest {
    private static final FrameFormat FORMAT = FrameFormat.of(PixelFormat.YUYV, 64, 48);
    private static final FrameRate RATE = FrameRate.of(200);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final FakeDevice fake = new FakeDevice();
    private final CameraOutput output = output();

    private CameraOutput output() {
        fake.consumeAtOnce(true);
        return CameraOutput.open(
                fake.open(Direction.OUTPUT), StreamingMethod.AUTO, FrameDemand.exactly(FORMAT, RATE), 4);
    }

    /** Frames full of their number; one of them may take as long as a test wants. */
    private static final class Numbers implements FrameSource {
        final CountDownLatch stuck = new CountDownLatch(1);
        final CountDownLatch freed = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        private final int last;
        private final int stops;
        private final int fails;
        volatile boolean closedInUse;
        private volatile boolean inUse;
        final AtomicInteger number = new AtomicInteger();

        /**
         * Some.
         *
         * @param last after it the source is at its end
         * @param stops at which it waits for the test
         * @param fails at which it fails
         */
        Numbers(int last, int stops, int fails) {
            this.last = last;
            this.stops = stops;
            this.fails = fails;
        }

        static Numbers upTo(int last) {
            return new Numbers(last, -1, -1);
        }

        @Override
        public FrameFormat nativeFormat() {
            return FORMAT;
        }

        @Override
        public FrameRate rate() {
            return RATE;
        }

        @Override
        public boolean canDeliver(PlaneLayout layout) {
            return true;
        }

        @Override
        public void deliver(PlaneLayout layout) {}

        @Override
        public boolean next() {
            if (number.get() == last) {
                return false;
            }
            int now = number.incrementAndGet();
            if (now == fails) {
                throw new VcamException(CoreError.INPUT_DECODING_FAILED, "a test");
            }
            if (now == stops) {
                inUse = true;
                stuck.countDown();
                awaitFreed();
                inUse = false;
            }
            return true;
        }

        private void awaitFreed() {
            boolean interrupted = false;
            while (freed.getCount() > 0) {
                try {
                    freed.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public int writeTo(ByteBuffer target) {
            target.put(0, (byte) number.get());
            return FORMAT.sizeImage();
        }

        @Override
        public long ptsNanos() {
            return RATE.nanosAt(number.get() - 1);
        }

        @Override
        public void rewind() {
            number.set(0);
        }

        @Override
        public void close() {
            closedInUse |= inUse;
            closed.countDown();
        }
    }

    private Scene scene(FrameSource source, boolean loop) {
        return Scene.of("a test's", source, output.layout(), loop);
    }

    private SceneSender sender(FrameSource source) {
        return new SceneSender("the fake", output, RATE, scene(source, false), false);
    }

    private static void isClosed(Numbers source) throws InterruptedException {
        assertThat(source.closed.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(source.closedInUse).isFalse();
    }

    @Test
    void pictureChanges_theOldOneIsClosedByWhoSendsIt() throws InterruptedException {
        Numbers before = Numbers.upTo(9);
        Numbers next = Numbers.upTo(9);
        SceneSender sender = sender(before);
        sender.awaitTaken(LONG);
        sender.show(scene(next, false));
        sender.awaitTaken(LONG);
        isClosed(before);
        assertThat(sender.end()).hasValueSatisfying(Scene::close);
        isClosed(next);
    }

    @Test
    void theOldOneIsStuck_theChangeFailsAndClosesItLater() throws InterruptedException {
        Numbers stuck = new Numbers(9, 3, -1);
        Numbers next = Numbers.upTo(9);
        SceneSender sender = sender(stuck);
        stuck.stuck.await();
        sender.show(scene(next, false));
        assertThatThrownBy(() -> sender.awaitTaken(SHORT)).hasMessageEndingWith("[VCAM-307]");
        assertThat(stuck.closed.getCount()).isOne();
        stuck.freed.countDown();
        sender.awaitTaken(LONG);
        isClosed(stuck);
        sender.end().ifPresent(Scene::close);
    }

    @Test
    void itChangesAgainBeforeThat_whatWasNeverShownIsClosed() throws InterruptedException {
        Numbers stuck = new Numbers(9, 2, -1);
        Numbers never = Numbers.upTo(9);
        SceneSender sender = sender(stuck);
        stuck.stuck.await();
        sender.show(scene(never, false));
        sender.show(scene(Numbers.upTo(9), false));
        isClosed(never);
        stuck.freed.countDown();
        sender.awaitTaken(LONG);
        sender.end().ifPresent(Scene::close);
    }

    @Test
    void itEndsWhileItsInputIsStuck_theThreadClosesAllLater() throws InterruptedException {
        Numbers stuck = new Numbers(9, 2, -1);
        SceneSender sender = sender(stuck);
        stuck.stuck.await();
        assertThat(sender.end()).isEmpty();
        assertThat(stuck.closed.getCount()).isOne();
        assertThat(fake.openFiles).isOne();
        stuck.freed.countDown();
        isClosed(stuck);
    }

    @Test
    void inputEnds_itStaysOnItsLastFrameOrBeginsAgain() throws InterruptedException {
        Numbers once = Numbers.upTo(3);
        SceneSender sender = sender(once);
        awaitSent(sender, 20);
        assertThat(once.number.get()).isEqualTo(3);
        Numbers again = new Numbers(3, -1, -1);
        Scene looping = scene(again, true);
        ByteBuffer frame = ByteBuffer.allocate(FORMAT.sizeImage());
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < 7; i++) {
            looping.write(frame, false);
            seen.append(frame.get(0));
        }
        assertThat(seen).hasToString("1231231");
        sender.end().ifPresent(Scene::close);
    }

    private static void awaitSent(SceneSender sender, long count) throws InterruptedException {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (sender.sent() < count && System.nanoTime() - deadline < 0) {
            Thread.sleep(5);
        }
        assertThat(sender.sent()).isGreaterThanOrEqualTo(count);
    }

    @Test
    void inputFailsOnItsWay_theStreamGoesOn() throws InterruptedException {
        SceneSender sender = sender(new Numbers(9, -1, 3));
        awaitSent(sender, 20);
        assertThat(sender.awaitEnd(Duration.ofMillis(1))).isFalse();
        sender.end().ifPresent(Scene::close);
    }

    @Test
    void deviceVanishes_whoWaitsIsToldAndItEnds() {
        SceneSender sender = sender(Numbers.upTo(9));
        sender.awaitTaken(LONG);
        fake.vanish();
        assertThatThrownBy(() -> {
                    while (!sender.awaitEnd(LONG)) {
                        // not yet
                    }
                })
                .hasMessageEndingWith("[VCAM-305]");
        assertThatThrownBy(() -> sender.awaitTaken(LONG)).hasMessageEndingWith("[VCAM-305]");
        sender.end().ifPresent(Scene::close);
    }

    @Test
    void timeIsFar_seekingStopsAtTheLastFrameOrItsLimit() {
        Scene scene = scene(Numbers.upTo(50), true);
        scene.seek(Duration.ofMillis(100), LONG);
        ByteBuffer frame = ByteBuffer.allocate(FORMAT.sizeImage());
        scene.write(frame, true);
        assertThat(frame.get(0)).isEqualTo((byte) 21);
        Scene ending = scene(Numbers.upTo(50), true);
        ending.seek(Duration.ofHours(1), LONG);
        ending.write(frame, true);
        assertThat(frame.get(0)).isEqualTo((byte) 50);
        assertThatThrownBy(() -> scene(Numbers.upTo(Integer.MAX_VALUE), true).seek(Duration.ofDays(100), SHORT))
                .hasMessageContaining("going to 2400h")
                .hasMessageEndingWith("[VCAM-307]");
    }

    private void awaitIdle(SceneSender sender) throws InterruptedException {
        long before;
        do {
            before = sender.sent();
            Thread.sleep(SHORT.toMillis());
        } while (sender.sent() > before);
    }

    @Test
    void onDemandAndNobodyLooks_itRestsWhereItIsAndShowsWhatItIsTold() throws InterruptedException {
        Numbers numbers = Numbers.upTo(1000);
        SceneSender sender = new SceneSender("the fake", output, RATE, scene(numbers, false), true);
        sender.awaitTaken(LONG);
        awaitIdle(sender);
        assertThat(sender.sent()).isOne();

        fake.watched(true);
        awaitSent(sender, 20);
        fake.watched(false);
        awaitIdle(sender);
        int at = numbers.number.get();
        assertThat(at).isBetween(20, 900);

        fake.watched(true);
        awaitSent(sender, at + 5);
        fake.watched(false);
        awaitIdle(sender);
        assertThat(numbers.number.get()).as("goes on").isGreaterThan(at).isEqualTo((int) sender.sent());

        long before = sender.sent();
        sender.show(scene(Numbers.upTo(9), false));
        sender.awaitTaken(LONG);
        awaitIdle(sender);
        assertThat(sender.sent()).as("one frame of the new picture").isEqualTo(before + 1);
        sender.rest(true);
        sender.awaitTaken(LONG);
        assertThat(sender.end()).hasValueSatisfying(Scene::close);
        assertThat(fake.openFiles).isZero();
    }

    @Test
    void onDemandAndTheDeviceGoes_whoWaitsIsTold() throws InterruptedException {
        SceneSender sender = new SceneSender("the fake", output, RATE, scene(Numbers.upTo(9), false), true);
        sender.awaitTaken(LONG);
        awaitIdle(sender);
        fake.vanish();
        assertThatThrownBy(() -> {
                    while (!sender.awaitEnd(LONG)) {
                        // not yet
                    }
                })
                .hasMessageEndingWith("[VCAM-305]");
        sender.end().ifPresent(Scene::close);
    }

    @Test
    void thereIsNoFrame_isSaidAtOnce() throws InterruptedException {
        Numbers none = Numbers.upTo(0);
        assertThatThrownBy(() -> scene(none, false)).hasMessageEndingWith("[VCAM-104]");
        isClosed(none);
    }
}
