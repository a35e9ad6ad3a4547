// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.Colours;
import io.github.vcam.frame.Colours.Encoding;
import io.github.vcam.frame.Colours.Range;
import io.github.vcam.frame.Colours.Space;
import io.github.vcam.frame.Colours.Transfer;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.producer.StreamingMethod;
import io.github.vcam.v4l2.DeviceFormat;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.FakeDevice;
import io.github.vcam.v4l2.VideoDevice;
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
        return camera().format(FrameFormat.of(PixelFormat.YUYV, 64, 48))
                .rate(100)
                .open(fake.open(Direction.OUTPUT));
    }

    private static VirtualCameraBuilder camera() {
        return VirtualCamera.on(FakeDevice.PATH);
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

    /** The schedule begins with the first wait, which is none. */
    @Test
    void programWaitsBeforeEachFrame_theFirstOnesAreAPeriodApartToo() {
        try (VirtualCamera camera = open()) {
            long begin = System.nanoTime();
            camera.awaitNextFrame();
            camera.send((buffer, layout) -> layout.bytesUsed());
            camera.awaitNextFrame();
            camera.awaitNextFrame();

            assertThat(System.nanoTime() - begin)
                    .isGreaterThanOrEqualTo(2 * camera.rate().periodNanos());
        }
    }

    @Test
    void nothingIsSaid_theCameraIsWhatEverybodyTakes() {
        try (VirtualCamera camera = camera().open(fake.open(Direction.OUTPUT))) {
            assertThat(camera.format()).isEqualTo(FrameFormat.of(PixelFormat.YU12, 640, 480));
            assertThat(camera.rate()).isEqualTo(FrameRate.of(30));
            assertThat(camera.method()).isEqualTo(StreamingMethod.MMAP);
            assertThat(camera.bufferCount()).isEqualTo(4);
            assertThat(camera.layout().colours()).isEqualTo(Colours.UNSAID);
        }
    }

    @Test
    void allIsSaid_theCameraIsThat() {
        Colours colours = new Colours(Space.REC709, Encoding.BT709, Range.FULL, Transfer.BT709);
        VirtualCameraBuilder builder = camera().pixelFormat(PixelFormat.YUYV)
                .size(320, 240)
                .rate(FrameRate.of("29.97"))
                .method(StreamingMethod.USERPTR)
                .colours(colours)
                .buffers(3);
        try (VirtualCamera camera = builder.open(fake.open(Direction.OUTPUT))) {
            assertThat(camera.format()).isEqualTo(FrameFormat.of(PixelFormat.YUYV, 320, 240));
            assertThat(camera.rate()).isEqualTo(new FrameRate(2997, 100));
            assertThat(camera.method()).isEqualTo(StreamingMethod.USERPTR);
            assertThat(camera.bufferCount()).isEqualTo(3);
            assertThat(camera.layout().colours()).isEqualTo(colours);
        }
        assertThat(fake.openFiles + fake.mappings).isZero();
    }

    @Test
    void somethingIsAskedForThatCannotBe_itIsRefusedAndNothingIsLeft() {
        assertThatThrownBy(() -> camera().buffers(0)).hasMessageContaining("0 buffers are not 1 to 32");
        assertThatThrownBy(() -> camera().pixelFormat(PixelFormat.NV24).open(fake.open(Direction.OUTPUT)))
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.FORMAT_REFUSED));
        assertThat(fake.openFiles).isZero();
    }

    @Test
    void somebodyLooksAtThePlaceholder_theirFormatIsKept() {
        FrameFormat theirs = FrameFormat.of(PixelFormat.YUYV, 32, 24);
        fake.placeholder.has(theirs);
        fake.placeholder.watchers = 1;
        try (VideoDevice device = fake.open(Direction.OUTPUT)) {
            device.setFormat(Direction.OUTPUT, DeviceFormat.asking(theirs));
        }
        try (VirtualCamera camera = camera().open(fake.open(Direction.OUTPUT))) {
            assertThat(camera.format()).isEqualTo(theirs);
        }
        try (VirtualCamera camera = camera().size(64, 48).open(fake.open(Direction.OUTPUT))) {
            assertThat(camera.format()).isEqualTo(FrameFormat.of(PixelFormat.YU12, 64, 48));
            assertThat(fake.placeholder.format()).isEqualTo(camera.format());
        }
    }
}
