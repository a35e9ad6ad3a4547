// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.consumer.CameraCapture;
import io.github.vcam.consumer.CaptureRequest;
import io.github.vcam.consumer.CapturedFrame;
import io.github.vcam.feed.FeedListener;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.feed.FeedStats;
import io.github.vcam.feed.Feeder;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Background;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.LoopbackControl;
import io.github.vcam.it.support.Pictures;
import io.github.vcam.it.support.Recording;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A film as a camera made it, from its file to a consumer. */
@Tag("long")
class RecordingIT {
    private static final byte[] NOTHING = {};
    private static final double NEARLY_THE_SAME = 40;
    private static final int PATIENCE_MILLIS = 60_000;

    /** Or a consumer that a busy machine keeps from its frames would lose one. */
    @BeforeEach
    void letTheFeedWait() {
        LoopbackControl.WAIT_FOR_CONSUMERS.set(PATIENCE_MILLIS);
    }

    @AfterEach
    void restore() {
        LoopbackControl.WAIT_FOR_CONSUMERS.set(0);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void nothingIsConverted_everyFrameArrivesByteForByte() {
        String slow = Recording.slow().toString();
        Map<Long, byte[]> expected = Recording.decoded(slow, PixelFormat.YU12, 0, 60, 249);
        Map<Long, byte[]> kept = new TreeMap<>();
        FeedStats stats = play(FeedRequest.of(slow, Camera.path()), PixelFormat.YU12, expected, kept);
        assertThat(stats.sent()).isEqualTo(Recording.FRAMES);
        expected.forEach((number, frame) -> assertThat(Pictures.psnr(frame, kept.getOrDefault(number, NOTHING)))
                .as("frame " + number)
                .isInfinite());
    }

    @Test
    void framesAreConverted_theyLookAsFfmpegConvertsThem() {
        String slow = Recording.slow().toString();
        Map<Long, byte[]> expected = Recording.decoded(slow, PixelFormat.YUYV, 0, 2, 5);
        Map<Long, byte[]> kept = new TreeMap<>();
        FeedRequest some =
                FeedRequest.of(slow, Camera.path()).withFormat(PixelFormat.YUYV).withDuration(Duration.ofSeconds(3));
        play(some, PixelFormat.YUYV, expected, kept);
        expected.forEach((number, frame) -> assertThat(Pictures.psnr(frame, kept.getOrDefault(number, NOTHING)))
                .as("frame " + number)
                .isGreaterThan(NEARLY_THE_SAME));
    }

    /** Plays to the end, sees to it that no frame is missing, and keeps those that are wanted. */
    private static FeedStats play(
            FeedRequest request, PixelFormat pixels, Map<Long, byte[]> wanted, Map<Long, byte[]> kept) {
        FrameFormat format = FrameFormat.of(pixels, Recording.WIDTH, Recording.HEIGHT);
        CaptureRequest reading = CaptureRequest.of(Camera.path()).withBuffers(8).withFormat(format);
        try (CameraCapture capture = CameraCapture.open(reading)) {
            CompletableFuture<FeedStats> feed = Background.start(() -> Feeder.feed(request, FeedListener.NONE));
            long number = 0;
            for (CapturedFrame frame = capture.next(Consumer.PATIENCE); frame != null; frame = next(capture, feed)) {
                assertThat(frame.sequence()).as("no frame is missing").isEqualTo(number);
                if (wanted.containsKey(number)) {
                    kept.put(number, bytes(frame.data()));
                }
                number++;
            }
            FeedStats stats = feed.join();
            assertThat(number).isEqualTo(stats.sent());
            return stats;
        }
    }

    /** Null when the feed has ended and nothing is left. */
    private static @Nullable CapturedFrame next(CameraCapture capture, CompletableFuture<FeedStats> feed) {
        boolean ended = feed.isDone();
        CapturedFrame frame = capture.next(Duration.ofSeconds(ended ? 0 : 1));
        return frame == null && !ended ? next(capture, feed) : frame;
    }

    private static byte[] bytes(ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(copy);
        return copy;
    }
}
