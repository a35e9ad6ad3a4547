// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.ErrorId;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.Colours;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.FakeDevice;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.V4l2;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CameraOutputTest {
    private static final FrameRate RATE = FrameRate.of(30);
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofSeconds(5);
    private static final FrameFormat FORMAT = FrameFormat.of(PixelFormat.YUYV, 64, 48);

    private final FakeDevice fake = new FakeDevice();

    @BeforeEach
    void offerDmabufs() {
        fake.dmabufs.hasUdmabuf = true;
    }

    private CameraOutput open(StreamingMethod method, FrameDemand demand) {
        return CameraOutput.open(fake.open(Direction.OUTPUT), method, demand, 4);
    }

    private CameraOutput open(StreamingMethod method) {
        return open(method, FrameDemand.exactly(FORMAT, RATE));
    }

    private static void send(CameraOutput output, int value) {
        ByteBuffer buffer = Objects.requireNonNull(output.acquire(LONG));
        buffer.put(0, (byte) value);
        output.submit(output.layout().bytesUsed());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void framesAreSent_deviceGetsThemWholeAndInOrder(StreamingMethod method) {
        fake.consumeAtOnce(true);
        try (CameraOutput output = open(method)) {
            for (int i = 0; i < 20; i++) {
                send(output, i);
            }
        }

        assertThat(fake.taken).hasSize(20).allSatisfy(frame -> assertThat(frame).hasSize(64 * 48 * 2));
        assertThat(fake.taken).extracting(frame -> (int) frame[0]).isSorted();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void sinkIsClosed_nothingIsLeft(StreamingMethod method) {
        CameraOutput output = open(method);
        send(output, 1);
        output.close();

        assertThat(fake.openFiles).isZero();
        assertThat(fake.mappings).isZero();
        assertThat(fake.dmabufs.open()).isZero();
        assertThat(fake.freedTooEarly).isFalse();
        assertThat(fake.isStreaming()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void sinkWasClosed_noBufferIsLentAnyMore(StreamingMethod method) {
        CameraOutput output = open(method);
        send(output, 1);
        assertThat(output.acquire(LONG)).isNotNull();
        output.close();

        assertThatThrownBy(() -> output.submit(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> output.acquire(LONG)).isInstanceOf(IllegalStateException.class);
        assertThat(fake.frames).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void deviceVanishes_saysSo(StreamingMethod method) {
        try (CameraOutput output = open(method)) {
            fake.vanish();

            assertCode(() -> send(output, 1), CoreError.DEVICE_VANISHED);
        }
    }

    @Test
    void queueIsFull_sendWaitsUntilConsumerReturnsABuffer() {
        try (CameraOutput output = open(StreamingMethod.MMAP)) {
            for (int i = 0; i < 4; i++) {
                send(output, i);
            }
            assertCode(() -> output.acquire(SHORT), CoreError.FRAME_TIMEOUT);

            fake.giveBack(1);
            send(output, 5);

            assertThat(fake.queued()).isEqualTo(4);
        }
    }

    @Test
    void queueFailsWhileWaiting_deviceCountsAsVanished() {
        try (CameraOutput output = open(StreamingMethod.MMAP)) {
            for (int i = 0; i < 4; i++) {
                send(output, i);
            }
            fake.vanish();

            assertCode(() -> output.acquire(LONG), CoreError.DEVICE_VANISHED);
        }
    }

    @Test
    void threadIsInterruptedWhileWaiting_acquireGivesNull() {
        try (CameraOutput output = open(StreamingMethod.MMAP)) {
            for (int i = 0; i < 4; i++) {
                send(output, i);
            }
            Thread.currentThread().interrupt();

            assertThat(output.acquire(LONG)).isNull();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void bufferWasNotSubmitted_isGivenAgain() {
        try (CameraOutput output = open(StreamingMethod.MMAP)) {
            assertThat(output.acquire(SHORT)).isSameAs(output.acquire(SHORT));
        }
    }

    @Test
    void driverGrantsOtherBuffers_theyAreUsed() {
        fake.grantedAtMost = 2;
        try (CameraOutput output = open(StreamingMethod.MMAP)) {
            assertThat(output.bufferCount()).isEqualTo(2);
        }
    }

    @Test
    void driverPadsLines_layoutFollows() {
        fake.linePadding = 32;
        try (CameraOutput output = open(StreamingMethod.AUTO)) {
            assertThat(output.method()).isEqualTo(StreamingMethod.MMAP);
            assertThat(output.layout().bytesPerLine()).isEqualTo(160);
        }
    }

    @Test
    void nodeDoesNotStream_autoWrites() {
        fake.capabilities = V4l2.V4L2_CAP_VIDEO_OUTPUT | V4l2.V4L2_CAP_READWRITE;
        try (CameraOutput output = open(StreamingMethod.AUTO)) {
            assertThat(output.method()).isEqualTo(StreamingMethod.WRITE);
        }
        assertCode(() -> open(StreamingMethod.MMAP), CoreError.METHOD_REFUSED);
        assertThat(fake.openFiles).isZero();
    }

    @Test
    void queueTakesOtherMemory_autoPicksThatAndOthersAreRefused() {
        fake.bufferCapabilities = V4l2.V4L2_BUF_CAP_SUPPORTS_USERPTR | V4l2.V4L2_BUF_CAP_SUPPORTS_DMABUF;
        try (CameraOutput output = open(StreamingMethod.AUTO)) {
            assertThat(output.method()).isEqualTo(StreamingMethod.USERPTR);
        }
        assertCode(() -> open(StreamingMethod.MMAP), CoreError.METHOD_REFUSED);
        assertThatThrownBy(() -> open(StreamingMethod.MMAP))
                .hasMessageContaining("it takes no mmap buffers, it offers userptr, dmabuf");
        fake.keepsCapabilitiesToItself = true;
        try (CameraOutput output = open(StreamingMethod.AUTO)) {
            assertThat(output.method()).isEqualTo(StreamingMethod.USERPTR);
        }
        assertThat(fake.openFiles).isZero();
    }

    @Test
    void nodeDoesNotTakeUserPointers_isRefused() {
        fake.bufferCapabilities = V4l2.V4L2_BUF_CAP_SUPPORTS_MMAP;

        assertCode(() -> open(StreamingMethod.USERPTR), CoreError.METHOD_REFUSED);
        assertCode(() -> open(StreamingMethod.DMABUF), CoreError.METHOD_REFUSED);
        assertThat(fake.openFiles + fake.mappings).isZero();
    }

    @Test
    void demandedFormatIsChanged_isRefusedWithWhatIsOffered() {
        FrameDemand demand = FrameDemand.exactly(FrameFormat.of(PixelFormat.NV12, 64, 48), RATE);

        assertCode(() -> open(StreamingMethod.AUTO, demand), CoreError.FORMAT_REFUSED);
        assertThatThrownBy(() -> open(StreamingMethod.AUTO, demand)).hasMessageContaining("it offers YUYV YU12 MJPG");
        assertThat(fake.openFiles).isZero();
    }

    @Test
    void demandedSizeIsChanged_isRefusedWithTheMaximum() {
        FrameDemand demand = FrameDemand.exactly(FrameFormat.of(PixelFormat.YUYV, 4096, 4096), RATE);

        assertCode(() -> open(StreamingMethod.AUTO, demand), CoreError.SIZE_INVALID);
        assertThatThrownBy(() -> open(StreamingMethod.AUTO, demand)).hasMessageContaining("its maximum is 1920x1080");
    }

    @Test
    void nothingIsDemanded_nativeFormatGoesFirstThenWhatTheNodeTakes() {
        FrameFormat native420 = FrameFormat.of(PixelFormat.YU12, 64, 48);
        try (CameraOutput output = open(StreamingMethod.AUTO, natural(native420))) {
            assertThat(output.layout().format()).isEqualTo(native420);
        }
        try (CameraOutput output = open(StreamingMethod.AUTO, natural(FrameFormat.of(PixelFormat.NV21, 64, 48)))) {
            assertThat(output.layout().format().pixelFormat()).isEqualTo(PixelFormat.YUYV);
        }
        try (CameraOutput output = open(StreamingMethod.AUTO, natural(FrameFormat.of(PixelFormat.YUYV, 4000, 3000)))) {
            assertThat(output.layout().format().size()).isEqualTo(new FrameSize(1920, 1080));
        }
    }

    @Test
    void somebodyFixedTheFormat_itIsTakenWhenNothingIsDemanded() {
        fake.formats = List.of(PixelFormat.GREY);
        try (CameraOutput output = open(StreamingMethod.AUTO, natural(FORMAT))) {
            assertThat(output.layout().format().pixelFormat()).isEqualTo(PixelFormat.GREY);
        }
    }

    @Test
    void anotherProducerHasTheNode_isBusy() {
        fake.fail(Ioctl.VIDIOC_S_FMT, Errno.EBUSY);

        assertCode(() -> open(StreamingMethod.AUTO), CoreError.DEVICE_BUSY);
    }

    @Test
    void methodNames_areRead() {
        assertThat(StreamingMethod.of(" Mmap")).isEqualTo(StreamingMethod.MMAP);
        assertCode(() -> StreamingMethod.of("carrier-pigeon"), CoreError.METHOD_UNKNOWN);
        assertThat(StreamingMethod.of("userptr")).isEqualTo(StreamingMethod.USERPTR);
        assertThat(StreamingMethod.of("DMABUF")).isEqualTo(StreamingMethod.DMABUF);
    }

    private static FrameDemand natural(FrameFormat format) {
        return new FrameDemand(null, null, List.of(format), RATE, Colours.UNSAID);
    }

    private static void assertCode(ThrowingCallable call, ErrorId code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
