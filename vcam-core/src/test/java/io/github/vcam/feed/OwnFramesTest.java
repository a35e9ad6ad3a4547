// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.source.FilledSource;
import io.github.vcam.source.FrameFiller;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.FakeDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames that a program makes, instead of an input. */
@Timeout(60)
class OwnFramesTest {
    private final FakeDevice fake = new FakeDevice();
    private long now;
    private final Time time = new Time(() -> now, nanos -> now += nanos);

    private static FeedRequest request(String name) {
        return FeedRequest.of(name, FakeDevice.PATH);
    }

    /** The camera has the source's format: nothing lies between. */
    @Test
    void programHasFramesOfItsOwn_theyArePlayedEachAtItsTime() {
        fake.consumeAtOnce(true);
        List<Long> times = new ArrayList<>();
        FrameFormat format = FrameFormat.of(PixelFormat.YUYV, 64, 48);
        FeedStats stats =
                feed(request("numbers").withDuration(Duration.ofMillis(50)), format, (target, layout, index) -> {
                    assertThat(target.isDirect()).isTrue();
                    times.add(now);
                    target.put(0, (byte) (70 + index));
                    return layout.bytesUsed();
                });

        assertThat(stats.end()).isEqualTo(FeedStats.End.DURATION_REACHED);
        assertThat(fake.taken).extracting(frame -> frame[0]).containsExactly(boxed(70, 71, 72, 73, 74));
        assertThat(fake.taken.get(0)).hasSize(64 * 48 * 2);
        assertThat(times).containsExactly(0L, 0L, 10_000_000L, 20_000_000L, 30_000_000L);
        assertThat(fake.openFiles + fake.mappings).isZero();
    }

    @Test
    void programsFramesHaveAnotherFormatThanTheCamera_theyAreConverted() {
        fake.consumeAtOnce(true);
        FeedRequest request = request("white")
                .withFormat(PixelFormat.YUYV)
                .withSize(new FrameSize(32, 24))
                .withDuration(Duration.ofMillis(10));
        feed(request, FrameFormat.of(PixelFormat.RGB3, 64, 48), (target, layout, index) -> {
            for (int i = 0; i < layout.bytesUsed(); i++) {
                target.put(i, (byte) 255);
            }
            return layout.bytesUsed();
        });

        assertThat(fake.taken.get(0)).hasSize(32 * 24 * 2).startsWith(235, 128, 235, 128);
    }

    @Test
    void programCannotMakeAFrame_itHearsOfThatAndNothingIsLeft() {
        fake.consumeAtOnce(true);
        FrameFormat format = FrameFormat.of(PixelFormat.YUYV, 64, 48);
        assertThatThrownBy(() -> feed(request("nothing"), format, (target, layout, index) -> {
                    throw new IllegalStateException("out of ideas");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("out of ideas");
        assertThat(fake.openFiles + fake.mappings).isZero();
    }

    private FeedStats feed(FeedRequest request, FrameFormat format, FrameFiller filler) {
        try (Feeder feeder = Feeder.open(
                request,
                () -> new FilledSource(format, FrameRate.of(100), filler),
                () -> fake.open(Direction.OUTPUT),
                time)) {
            return feeder.run(FeedListener.NONE);
        }
    }

    private static Byte[] boxed(int... numbers) {
        return IntStream.of(numbers).mapToObj(number -> (byte) number).toArray(Byte[]::new);
    }
}
