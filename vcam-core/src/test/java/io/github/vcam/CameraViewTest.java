// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.consumer.FakeCapture;
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
}
