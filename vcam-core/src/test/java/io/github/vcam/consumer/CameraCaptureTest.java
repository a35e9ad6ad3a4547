// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.FakeDevice;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CameraCaptureTest {
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final FakeDevice fake = new FakeDevice();
    private final CaptureRequest request = CaptureRequest.of(FakeDevice.PATH);

    private CameraCapture open(CaptureRequest what) {
        return CameraCapture.open(what, fake.open(Direction.CAPTURE));
    }

    @Test
    void opened_allBuffersAreQueuedAndTheStreamRuns() {
        try (CameraCapture capture = open(request.withBuffers(3))) {
            assertThat(capture.bufferCount()).isEqualTo(3);
            assertThat(fake.queued()).isEqualTo(3);
            assertThat(fake.isStreaming()).isTrue();
            assertThat(capture.layout().orElseThrow().format()).isEqualTo(FrameFormat.of(PixelFormat.YUYV, 640, 480));
        }
        assertThat(fake.openFiles + fake.mappings).isZero();
    }

    @Test
    void frameComes_isLentUntilTheNextCall() {
        try (CameraCapture capture = open(request)) {
            assertThat(capture.next(SHORT)).isNull();
            fake.memory(0).put(0, (byte) 42);
            fake.giveBack(1);
            CapturedFrame frame = Objects.requireNonNull(capture.next(SHORT));

            assertThat(frame.data().get(0)).isEqualTo((byte) 42);
            assertThat(frame.data().isReadOnly()).isTrue();
            assertThat(frame.bytesUsed()).isEqualTo(640 * 480 * 2);
            assertThat(frame.timestampNanos()).isEqualTo(3_000_014_000L);
            assertThat(fake.queued()).isEqualTo(3);
            assertThat(capture.next(SHORT)).isNull();
            assertThat(fake.queued()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "READ")
    void everyKindOfMemory_showsWhatTheDriverPutThere(CaptureMethod method) {
        fake.dmabufs.hasHeap = true;
        try (CameraCapture capture = open(request.withMethod(method))) {
            for (int i = 0; i < 9; i++) {
                fake.memory(i % 4).put(7, (byte) i);
                fake.giveBack(1);
                CapturedFrame frame = Objects.requireNonNull(capture.next(SHORT));

                assertThat(frame.index()).isEqualTo(i % 4);
                assertThat(frame.data().get(7)).isEqualTo((byte) i);
            }
        }
        assertThat(fake.openFiles + fake.mappings + fake.dmabufs.open()).isZero();
        assertThat(fake.freedTooEarly).isFalse();
    }

    @Test
    void plainRead_givesFrameAfterFrame() {
        try (CameraCapture capture = open(request.withMethod(CaptureMethod.READ))) {
            for (int i = 0; i < 3; i++) {
                CapturedFrame frame = Objects.requireNonNull(capture.next(SHORT));
                assertThat(frame.sequence()).isEqualTo(i);
                assertThat(frame.data().get(0)).isEqualTo((byte) (i + 1));
            }
        }
        assertThat(fake.openFiles + fake.mappings).isZero();
    }

    @ParameterizedTest
    @EnumSource(CaptureMethod.class)
    void readerWasClosed_itsFrameIsGoneAndNoOtherComes(CaptureMethod method) {
        fake.dmabufs.hasHeap = true;
        CameraCapture capture = open(request.withMethod(method));
        fake.giveBack(1);
        CapturedFrame frame = Objects.requireNonNull(capture.next(SHORT));
        capture.close();

        assertThat(frame.bytesUsed()).isZero();
        assertThatThrownBy(() -> capture.next(SHORT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nodeGivesAnotherFormat_isRefused() {
        CaptureRequest wanted = request.withFormat(FrameFormat.of(PixelFormat.NV24, 640, 480));

        assertThatThrownBy(() -> open(wanted))
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.FORMAT_REFUSED));
        assertThat(fake.openFiles).isZero();
    }

    @ParameterizedTest
    @EnumSource(CaptureMethod.class)
    void streamEnds_thatIsSaidAfterTheLastFrame(CaptureMethod method) {
        fake.dmabufs.hasHeap = true;
        try (CameraCapture capture = open(request.withMethod(method))) {
            fake.giveBack(1);
            assertThat(capture.next(SHORT)).isNotNull();
            assertThat(capture.ended()).isEmpty();
            fake.endStream();

            assertThat(capture.next(LONG)).isNull();
            assertThat(capture.ended()).contains(CaptureEnd.END_OF_STREAM);
            assertThat(capture.next(LONG)).as("at once").isNull();
            assertThat(capture.newest(LONG)).as("at once").isNull();
        }
        assertThat(fake.openFiles + fake.mappings).isZero();
    }

    @Test
    void pipeIsBrokenAtOnce_thatIsTheEndToo() {
        try (CameraCapture capture = open(request)) {
            fake.giveBack(1);
            fake.fail(Ioctl.VIDIOC_DQBUF, Errno.EPIPE);

            assertThat(capture.next(LONG)).isNull();
            assertThat(capture.ended()).contains(CaptureEnd.END_OF_STREAM);
        }
    }

    /** As on a node that is a camera only as long as somebody feeds it. */
    @Test
    void streamEndsAndNodeHasNoFormatAnyMore_thatIsTheEnd() {
        try (CameraCapture capture = open(request)) {
            fake.endStream();
            fake.fail(Ioctl.VIDIOC_G_FMT, Errno.EINVAL);

            assertThat(capture.next(LONG)).isNull();
            assertThat(capture.ended()).contains(CaptureEnd.END_OF_STREAM);
        }
    }

    @ParameterizedTest
    @EnumSource(CaptureMethod.class)
    void producerChangesTheFormat_captureGoesOnWithItWhenRestarted(CaptureMethod method) {
        fake.dmabufs.hasHeap = true;
        FrameFormat after = FrameFormat.of(PixelFormat.YU12, 320, 240);
        try (CameraCapture capture = open(request.withMethod(method))) {
            fake.giveBack(1);
            CapturedFrame before = Objects.requireNonNull(capture.next(SHORT));
            fake.change(after);
            assertThat(capture.next(LONG)).isNull();
            assertThat(capture.ended()).contains(CaptureEnd.NEW_FORMAT);
            capture.restart();
            fake.giveBack(1);

            assertThat(before.bytesUsed()).isZero();
            assertThat(capture.ended()).isEmpty();
            assertThat(capture.layout().orElseThrow().format()).isEqualTo(after);
            assertThat(Objects.requireNonNull(capture.next(SHORT)).bytesUsed()).isEqualTo(after.sizeImage());
        }
        assertThat(fake.openFiles + fake.mappings + fake.dmabufs.open()).isZero();
        assertThat(fake.freedTooEarly).isFalse();
    }

    @Test
    void formatChangesBeforeAnythingIsRead_captureSaysSo() {
        FrameFormat after = FrameFormat.of(PixelFormat.YU12, 320, 240);
        try (CameraCapture capture = open(request.withMethod(CaptureMethod.READ))) {
            fake.become(after);
            assertThat(capture.next(SHORT)).isNull();
            assertThat(capture.ended()).contains(CaptureEnd.NEW_FORMAT);
            capture.restart();
            assertThat(Objects.requireNonNull(capture.next(SHORT)).bytesUsed()).isEqualTo(after.sizeImage());
        }
    }

    @Test
    void restartFails_itMayBeTriedAgain() {
        try (CameraCapture capture = open(request)) {
            fake.endStream();
            assertThat(capture.next(LONG)).isNull();
            fake.fail(Ioctl.VIDIOC_STREAMON, Errno.EIO);
            assertThatThrownBy(capture::restart).hasMessageContaining("VIDIOC_STREAMON");
            assertThat(capture.ended()).contains(CaptureEnd.END_OF_STREAM);
            fake.succeed(Ioctl.VIDIOC_STREAMON);
            capture.restart();
            fake.giveBack(1);

            assertThat(capture.next(SHORT)).isNotNull();
        }
        assertThat(fake.openFiles + fake.mappings).isZero();
    }

    @Test
    void severalFramesWait_theNewestComesAndIsLentUntilThereIsAnother() {
        try (CameraCapture capture = open(request)) {
            for (int i = 0; i < 4; i++) {
                fake.memory(i).put(0, (byte) i);
            }
            fake.giveBack(2);
            CapturedFrame newest = Objects.requireNonNull(capture.newest(SHORT));
            assertThat(newest.data().get(0)).isEqualTo((byte) 1);
            assertThat(fake.queued()).isEqualTo(3);
            assertThat(capture.newest(SHORT)).isNull();
            assertThat(newest.data().get(0)).isEqualTo((byte) 1);
            assertThat(fake.queued()).isEqualTo(3);
        }
    }

    /** They were full a while ago; nobody knows how long. */
    @Test
    void allBuffersAreFull_aNewerFrameIsWaitedFor() {
        try (CameraCapture capture = open(request)) {
            for (int i = 0; i < 4; i++) {
                fake.memory(i).put(0, (byte) (10 + i));
            }
            fake.giveBack(5);
            CapturedFrame newest = Objects.requireNonNull(capture.newest(LONG));

            assertThat(newest.data().get(0)).as("the first to be filled again").isEqualTo((byte) 10);
        }
    }

    @Test
    void deviceFails_thatIsAnException() {
        try (CameraCapture capture = open(request)) {
            fake.giveBack(1);
            fake.fail(Ioctl.VIDIOC_DQBUF, Errno.EIO);

            assertThatThrownBy(() -> capture.next(SHORT))
                    .isInstanceOfSatisfying(
                            VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.DEVICE_VANISHED));
        }
    }

    @Test
    void streamingIsRefused_nothingIsLeft() {
        fake.fail(Ioctl.VIDIOC_STREAMON, Errno.EIO);

        assertThatThrownBy(() -> open(request)).hasMessageContaining("VIDIOC_STREAMON");
        assertThat(fake.openFiles + fake.mappings).isZero();
    }
}
