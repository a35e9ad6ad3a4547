// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.FakeDevice;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class VirtualCameraTest {
    private final FakeDevice fake = new FakeDevice();

    private VirtualCamera open() {
        fake.consumeAtOnce(true);
        FrameFormat format = FrameFormat.of(PixelFormat.YUYV, 64, 48);
        return VirtualCamera.open(fake.open(Direction.OUTPUT), format, FrameRate.of(100));
    }

    @Test
    void pictureIsSent_deviceGetsItScaledAndConverted() {
        BufferedImage white = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 200; i++) {
            white.setRGB(i % 20, i / 20, 0xffffff);
        }
        try (VirtualCamera camera = open()) {
            camera.send(white);
            camera.awaitNextFrame();
            camera.send(white);
        }

        assertThat(fake.taken).hasSize(2);
        assertThat(fake.taken.get(1)).hasSize(64 * 48 * 2);
        assertThat(fake.taken.get(1)[0] & 0xff).isBetween(230, 236);
        assertThat(fake.taken.get(1)[1] & 0xff).isBetween(126, 130);
    }

    @Test
    void bytesAreSent_deviceGetsThemAsTheyAre() {
        ByteBuffer frame = ByteBuffer.allocate(64 * 48 * 2);
        frame.put(100, (byte) 7);
        try (VirtualCamera camera = open()) {
            camera.send(frame);

            assertThat(frame.remaining()).isEqualTo(64 * 48 * 2);
            assertThatThrownBy(() -> camera.send(ByteBuffer.allocate(12))).hasMessageContaining("not 12");
        }
        assertThat(fake.taken.get(0)[100]).isEqualTo((byte) 7);
    }

    @Test
    void fillerWrites_straightIntoTheDevicesBuffer() {
        try (VirtualCamera camera = open()) {
            camera.send((buffer, layout) -> {
                assertThat(buffer.isDirect()).isTrue();
                buffer.put(0, (byte) 9);
                return layout.bytesUsed();
            });
        }
        assertThat(fake.taken.get(0)[0]).isEqualTo((byte) 9);
    }
}
