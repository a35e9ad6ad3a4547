// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.ffmpeg.Clips;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.producer.StreamingMethod;
import io.github.vcam.v4l2.DeviceFormat;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.FakeDevice;
import io.github.vcam.v4l2.VideoDevice;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FeederTest {
    private static final String GRAPH = "lavfi:testsrc2=size=64x48:rate=100:duration=0.3";

    @TempDir
    Path directory;

    private final FakeDevice fake = new FakeDevice();
    private long now;
    private int opened;
    /** Passes when a feed waits for its next frame, and only then. */
    private final Time time = new Time(() -> now, nanos -> now += nanos);

    private Feeder open(FeedRequest request) {
        return Feeder.open(
                request,
                () -> {
                    opened++;
                    return Inputs.open(request.input(), request.size(), request.rate(), request.loop());
                },
                () -> fake.open(Direction.OUTPUT),
                time);
    }

    private FeedStats feed(FeedRequest request) {
        try (Feeder feeder = open(request)) {
            return feeder.run(FeedListener.NONE);
        }
    }

    private static FeedRequest request(String input) {
        return FeedRequest.of(input, FakeDevice.PATH);
    }

    @Test
    void inputEnds_everyFrameWasSentAtItsRate() {
        fake.consumeAtOnce(true);
        FeedStats stats = feed(request(GRAPH));

        assertThat(stats.end()).isEqualTo(FeedStats.End.END_OF_INPUT);
        assertThat(stats.sent()).isEqualTo(30);
        assertThat(fake.taken).hasSize(30);
        assertThat(stats.elapsed()).isEqualTo(Duration.ofMillis(290));
        assertThat(stats.late()).isZero();
        assertThat(fake.openFiles + fake.mappings).isZero();
    }

    @Test
    void somebodyLooksAtThePlaceholder_theirFormatIsKept() {
        fake.placeholder.has(FrameFormat.of(PixelFormat.YU12, 32, 24));
        fake.placeholder.watchers = 1;
        try (VideoDevice device = fake.open(Direction.OUTPUT)) {
            device.setFormat(Direction.OUTPUT, DeviceFormat.asking(FrameFormat.of(PixelFormat.YU12, 32, 24)));
        }
        try (Feeder feeder = open(request("pattern:bars"))) {
            assertThat(feeder.format()).isEqualTo(FrameFormat.of(PixelFormat.YU12, 32, 24));
        }
        try (Feeder feeder = open(request("pattern:bars").withSize(new FrameSize(64, 48)))) {
            assertThat(feeder.format()).isEqualTo(FrameFormat.of(PixelFormat.YUYV, 64, 48));
        }
    }

    @Test
    void nobodyLooks_thePlaceholderIsBroughtToTheFormatOfTheFeed() {
        fake.placeholder.has(FrameFormat.of(PixelFormat.YUYV, 32, 24));
        try (Feeder feeder = open(request("lavfi:testsrc2=size=64x48,format=rgb24"))) {
            assertThat(feeder.format()).isEqualTo(FrameFormat.of(PixelFormat.YU12, 64, 48));
            assertThat(fake.placeholder.format()).isEqualTo(feeder.format());
            assertThat(fake.placeholder.bytesUsed()).isEqualTo(feeder.format().sizeImage());
        }
    }

    @Test
    void inputsOwnFormatIsAskedFor_theCameraHasIt() {
        fake.formats = List.of(PixelFormat.YUYV, PixelFormat.YU12, PixelFormat.RGB3);
        FeedRequest own = request("lavfi:testsrc2=size=64x48,format=rgb24").withFormatCalled("native");
        try (Feeder feeder = open(own)) {
            assertThat(feeder.format()).isEqualTo(FrameFormat.of(PixelFormat.RGB3, 64, 48));
        }
        fake.placeholder.has(FrameFormat.of(PixelFormat.YU12, 64, 48));
        try (Feeder feeder = open(own)) {
            assertThat(feeder.format()).isEqualTo(FrameFormat.of(PixelFormat.RGB3, 64, 48));
        }
    }

    @Test
    void durationIsOver_thatManyFramesWereSent() {
        fake.consumeAtOnce(false);
        FeedStats stats = feed(request("pattern:moving")
                .withSize(new FrameSize(64, 48))
                .withRate(FrameRate.of(50))
                .withDuration(Duration.ofMillis(400)));

        assertThat(stats.end()).isEqualTo(FeedStats.End.DURATION_REACHED);
        assertThat(stats.sent()).isEqualTo(20);
    }

    /** Comes and goes as a test says, at the first frame and at each change. */
    private static final class Visitor implements FeedListener {
        private final Deque<Runnable> deeds = new ArrayDeque<>();
        final List<Boolean> told = new ArrayList<>();

        Visitor(Runnable... deeds) {
            this.deeds.addAll(List.of(deeds));
        }

        @Override
        public void watched(boolean somebody) {
            told.add(somebody);
            Runnable deed = deeds.poll();
            if (deed != null) {
                deed.run();
            }
        }
    }

    @Test
    void onDemand_theInputBeginsAnewForEachWhoComesAndIsClosedBetween() {
        fake.consumeAtOnce(true);
        FeedRequest request =
                request("lavfi:testsrc2=size=64x48:rate=10:duration=5").withOnDemand(true);
        FeedStats stats;
        try (Feeder feeder = open(request.withLoop(true))) {
            Visitor visitor = new Visitor(
                    () -> fake.watched(true), () -> fake.watched(false), () -> fake.watched(true), feeder::stop);
            stats = feeder.run(visitor);
            assertThat(visitor.told).containsExactly(false, true, false, true);
        }

        assertThat(opened).isEqualTo(3);
        assertThat(stats.sent())
                .as("the first one, and two seconds more than somebody looked")
                .isGreaterThan(20);
        assertThat(stats.end()).isEqualTo(FeedStats.End.STOPPED);
        assertThat(stats.late()).isZero();
        assertThat(fake.taken.get(1)).as("it begins anew").isEqualTo(fake.taken.get(0));
        assertThat(fake.openFiles + fake.mappings).isZero();
    }

    @Test
    void onDemandAndNobodyComes_itEndsInTime() throws InterruptedException {
        fake.consumeAtOnce(false);
        Feeder feeder = open(request("pattern:bars").withOnDemand(true));
        Thread stopper = new Thread(feeder::stop);
        FeedStats stats = feeder.run(new FeedListener() {
            @Override
            public void watched(boolean somebody) {
                stopper.start();
            }
        });
        stopper.join();
        feeder.close();
        assertThat(stats.end()).isEqualTo(FeedStats.End.STOPPED);
        assertThat(stats.sent()).isOne();

        try (Feeder limited = open(request("pattern:bars").withOnDemand(true).withDuration(Duration.ofMillis(200)))) {
            FeedStats over = limited.run(new FeedListener() {
                @Override
                public void watched(boolean somebody) {
                    now += Duration.ofMillis(200).toNanos();
                }
            });
            assertThat(over.end()).isEqualTo(FeedStats.End.DURATION_REACHED);
        }
    }

    @Test
    void onDemandWhereNobodyTells_itPlaysAllTheTimeAndSaysSo() {
        fake.consumeAtOnce(true);
        fake.fail(Ioctl.VIDIOC_SUBSCRIBE_EVENT, Errno.EINVAL);
        FeedStats stats = feed(request(GRAPH).withOnDemand(true));
        assertThat(stats.sent()).isEqualTo(30);
        assertThat(stats.warnings()).singleElement().asString().contains("plays all the time");
    }

    @Test
    void patternInAnotherFormat_isConverted() {
        fake.consumeAtOnce(true);
        FeedStats stats = feed(request("pattern:bars")
                .withFormat(PixelFormat.MJPG)
                .withSize(new FrameSize(330, 240))
                .withDuration(Duration.ofMillis(60)));

        assertThat(stats.sent()).isPositive();
        assertThat(fake.taken.get(0)).startsWith(0xff, 0xd8);
    }

    @Test
    void stillImage_repeatsUntilTheDuration() {
        fake.consumeAtOnce(true);
        Path image = Clips.find(Clips.STILL);
        FeedStats stats = feed(request(image.toString())
                .withRate(FrameRate.of(50))
                .withMethod(StreamingMethod.WRITE)
                .withDuration(Duration.ofMillis(200)));

        assertThat(stats.sent()).isEqualTo(10);
        assertThat(fake.taken).allSatisfy(frame -> assertThat(frame).isEqualTo(fake.taken.get(0)));
    }

    @Test
    void deviceIsLost_feedEndsWithStatistics() {
        fake.consumeAtOnce(false);
        try (Feeder feeder = open(request("lavfi:testsrc2=size=64x48:rate=100"))) {
            FeedStats stats = feeder.run(new FeedListener() {
                @Override
                public void started(Feeder started) {
                    fake.vanish();
                }
            });

            assertThat(stats.end()).isEqualTo(FeedStats.End.DEVICE_LOST);
            assertThat(stats.sent()).isPositive();
            assertThatThrownBy(stats::throwIfFailed)
                    .isInstanceOfSatisfying(
                            VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.DEVICE_VANISHED));
        }
    }

    @Test
    void threadIsInterrupted_feedStopsAndKeepsTheFlag() {
        fake.consumeAtOnce(false);
        try (Feeder feeder = open(request("lavfi:testsrc2=size=64x48:rate=100"))) {
            FeedStats stats = feeder.run(new FeedListener() {
                @Override
                public void started(Feeder started) {
                    Thread.currentThread().interrupt();
                }
            });

            assertThat(Thread.interrupted()).isTrue();
            assertThat(stats.end()).isEqualTo(FeedStats.End.STOPPED);
            assertThat(stats.sent()).isEqualTo(1);
        }
    }

    @Test
    void stopIsCalledBeforehand_nothingIsSent() {
        try (Feeder feeder = open(request("pattern:solid").withSize(new FrameSize(64, 48)))) {
            feeder.stop();

            FeedStats stats = feeder.run(FeedListener.NONE);
            assertThat(stats.end()).isEqualTo(FeedStats.End.STOPPED);
            assertThat(stats.sent()).isZero();
        }
    }

    @Test
    void stopIsCalledWhileNoFrameComes_feedStopsAtOnceAndLeavesNoFlag() throws InterruptedException {
        fake.consumeAtOnce(false);
        CountDownLatch started = new CountDownLatch(1);
        try (Feeder feeder = open(request("lavfi:testsrc2=size=64x48:rate=5,realtime=speed=0.05"))) {
            Thread stopper = new Thread(() -> {
                started.countDown();
                feeder.stop();
            });
            stopper.start();
            started.await();
            FeedStats stats = feeder.run(FeedListener.NONE);
            stopper.join();

            assertThat(stats.end()).isEqualTo(FeedStats.End.STOPPED);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void feederWasClosed_itDoesNotPlay() {
        Feeder feeder = open(request(GRAPH));
        feeder.close();

        assertThatThrownBy(() -> feeder.run(FeedListener.NONE)).isInstanceOf(IllegalStateException.class);
        assertThat(fake.frames).isZero();
    }

    @Test
    void clipIsTruncated_statisticsWarn() throws Exception {
        fake.consumeAtOnce(false);
        byte[] whole = Files.readAllBytes(Clips.find(Clips.FILM));
        Path clip = Files.write(directory.resolve("clip.mp4"), Arrays.copyOf(whole, whole.length / 2));
        FeedStats stats = feed(request(clip.toString()));

        assertThat(stats.sent()).isPositive();
        assertThat(stats.warnings()).anySatisfy(line -> assertThat(line).contains("VCAM-105"));
    }

    @Test
    void requestIsSenseless_isRefused() {
        assertThatThrownBy(() -> request(" ")).hasMessageContaining("No input");
        assertThatThrownBy(() -> FeedRequest.of("x", "")).hasMessageContaining("No device");
        assertThatThrownBy(() -> request("x").withBuffers(0)).hasMessageContaining("0 buffers are not 1 to 32");
        assertThatThrownBy(() -> request("x").withDuration(Duration.ZERO))
                .hasMessageContaining("A duration of PT0S is not above 0");
    }

    @Test
    void feederIsOpened_itSaysWhatTheDeviceGets() {
        try (Feeder feeder = open(request(GRAPH).withFormat(PixelFormat.YU12))) {
            assertThat(feeder.format()).isEqualTo(FrameFormat.of(PixelFormat.YU12, 64, 48));
            assertThat(feeder.rate()).isEqualTo(FrameRate.of(100));
            assertThat(feeder.method()).isEqualTo(StreamingMethod.MMAP);
            assertThat(feeder.bufferCount()).isEqualTo(4);
        }
    }
}
