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
import io.github.vcam.v4l2.sys.V4l2;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** As long as one period at least: no clock runs backwards. */
    @Test
    void frameAfterFrame_theyAreAPeriodApartFromTheFirstOn() {
        try (VirtualCamera camera = open()) {
            long begin = System.nanoTime();
            camera.send((buffer, layout) -> layout.bytesUsed());
            camera.awaitNextFrame();
            assertThat(System.nanoTime() - begin)
                    .isGreaterThanOrEqualTo(camera.rate().periodNanos());
            camera.send((buffer, layout) -> layout.bytesUsed());
            assertThat(camera.framesSent()).isEqualTo(2);
            assertThat(camera.format()).isEqualTo(FrameFormat.of(PixelFormat.YUYV, 64, 48));
        }
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

    @ParameterizedTest
    @ValueSource(ints = {V4l2.V4L2_CAP_READWRITE, V4l2.V4L2_CAP_STREAMING})
    void cameraWasClosed_nothingIsTakenAnyMore(int way) {
        fake.capabilities = V4l2.V4L2_CAP_VIDEO_OUTPUT | way;
        VirtualCamera camera = open();
        camera.send((buffer, layout) -> layout.bytesUsed());
        camera.close();
        camera.close();
        ByteBuffer frame = ByteBuffer.allocate(64 * 48 * 2);
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);

        assertThatThrownBy(() -> camera.send(frame)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> camera.send(image)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> camera.send((buffer, layout) -> 0)).isInstanceOf(IllegalStateException.class);
        assertThat(fake.taken).hasSize(1);
        assertThat(fake.openFiles + fake.mappings).isZero();
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
