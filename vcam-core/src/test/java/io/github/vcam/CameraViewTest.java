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
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CameraViewTest {
    private static final Duration SHORT = Duration.ofMillis(30);

    private final FakeDevice fake = new FakeDevice();

    private CameraView open() {
        return CameraView.of(FakeCapture.open(fake));
    }

    /** Red as BT.601 has it, in YUYV. */
    private void paint(int buffer) {
        ByteBuffer memory = fake.memory(buffer);
        for (int i = 0; i < memory.capacity(); i += 4) {
            memory.put(i, (byte) 81).put(i + 1, (byte) 90).put(i + 2, (byte) 81).put(i + 3, (byte) 240);
        }
    }

    @Test
    void frameComes_itIsAPictureOfOnesOwn() {
        try (CameraView view = open()) {
            assertThat(view.next(SHORT)).isEmpty();
            paint(0);
            fake.giveBack(1);
            BufferedImage picture = view.next(SHORT).orElseThrow();
            fake.giveBack(1);
            BufferedImage other = view.next(SHORT).orElseThrow();

            assertThat(picture.getWidth()).isEqualTo(640);
            assertThat(picture.getHeight()).isEqualTo(480);
            assertThat(picture.getRGB(320, 240) >> 16 & 0xff).isGreaterThan(250);
            assertThat(picture.getRGB(320, 240) & 0xffff).isLessThan(0x0404);
            assertThat(other.getRGB(320, 240) >> 16 & 0xff)
                    .as("nothing was painted there")
                    .isLessThan(250);
        }
        assertThat(fake.openFiles + fake.mappings).isZero();
    }

    @Test
    void framesAreTaken_untilNoneComes() {
        try (CameraView view = open()) {
            fake.giveBack(3);
            List<BufferedImage> pictures = view.frames(SHORT).toList();

            assertThat(pictures).hasSize(3);
        }
    }

    @Test
    void formatChanges_picturesGoOnInTheNewSize() {
        try (CameraView view = open()) {
            fake.giveBack(1);
            assertThat(view.next(SHORT)).isPresent();
            fake.change(FrameFormat.of(PixelFormat.YU12, 320, 240));
            assertThat(view.next(SHORT)).as("none came yet").isEmpty();
            assertThat(view.hasEnded()).isFalse();
            fake.giveBack(1);
            BufferedImage picture = view.next(SHORT).orElseThrow();

            assertThat(picture.getWidth()).isEqualTo(320);
            assertThat(picture.getHeight()).isEqualTo(240);
        }
        assertThat(fake.openFiles + fake.mappings).isZero();
    }

    @Test
    void formatChangesBeforeAFrameIsTaken_thatOneIsForgotten() {
        try (CameraView view = open()) {
            fake.giveBack(1);
            assertThat(view.moveOn(SHORT)).isTrue();
            assertThat(view.moveOn(SHORT)).as("it is still there").isTrue();
            fake.change(FrameFormat.of(PixelFormat.YUYV, 320, 240));
            assertThat(view.moveOn(SHORT)).isFalse();
            fake.giveBack(1);

            assertThat(view.moveOn(SHORT)).isTrue();
            assertThat(view.takePicture().getWidth()).isEqualTo(320);
        }
    }

    @Test
    void formatBecomesOneThatIsNotKnown_thatIsSaidAndLaterOnesAreShown() {
        try (CameraView view = open()) {
            fake.change(FrameFormat.of(PixelFormat.YUYV, 320, 240));
            fake.unknown(true);
            assertThat(view.next(SHORT)).isEmpty();
            fake.giveBack(1);
            assertThatThrownBy(() -> view.next(SHORT))
                    .isInstanceOfSatisfying(
                            VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.FORMAT_UNKNOWN));
            fake.unknown(false);
            view.restart();
            fake.giveBack(1);

            assertThat(view.next(SHORT)).isPresent();
        }
        assertThat(fake.openFiles + fake.mappings).isZero();
    }

    @Test
    void producerLeavesForGood_theStreamOfPicturesEndsAtOnceAndCanBeginAnew() {
        try (CameraView view = open()) {
            fake.giveBack(2);
            fake.endStream();
            assertThat(view.frames(Duration.ofSeconds(20))).hasSize(2);
            assertThat(view.hasEnded()).isTrue();
            view.restart();
            fake.giveBack(1);

            assertThat(view.hasEnded()).isFalse();
            assertThat(view.next(SHORT)).isPresent();
        }
    }
}
