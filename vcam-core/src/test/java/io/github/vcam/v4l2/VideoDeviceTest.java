// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoDeviceTest {
    private final FakeDevice fake = new FakeDevice();

    @ParameterizedTest
    @CsvSource({
        "2, DEVICE_ABSENT",
        "6, DEVICE_ABSENT",
        "19, DEVICE_ABSENT",
        "13, DEVICE_FORBIDDEN",
        "1, DEVICE_FORBIDDEN",
        "16, DEVICE_BUSY",
        "12, IOCTL_FAILED"
    })
    void openIsRefused_codeFollowsErrno(int errno, CoreError code) {
        fake.openErrno = errno;

        assertThatThrownBy(() -> fake.open(Direction.OUTPUT))
                .isInstanceOfSatisfying(V4l2Exception.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.errno()).isEqualTo(errno);
                })
                .hasMessageStartingWith("open on /dev/video10: E");
    }

    @Test
    void nodeIsBusy_messageSaysWhatOnWhatWhyAndWhatToDo() {
        V4l2Exception busy = V4l2Exception.of("VIDIOC_S_FMT", "/dev/video10", Errno.EBUSY);

        assertThat(busy).hasMessage("VIDIOC_S_FMT on /dev/video10: EBUSY [VCAM-303]");
    }

    @Test
    void nodeIsACameraToEverybody_itTakesAProducer() {
        fake.capabilities = V4l2.V4L2_CAP_VIDEO_CAPTURE;

        fake.open(Direction.OUTPUT).close();
        assertThat(fake.openFiles).isZero();
    }

    @Test
    void nodeHasNoOutput_isUnsuitableAndClosed() {
        fake.capabilities = V4l2.V4L2_CAP_VIDEO_CAPTURE;
        fake.hidden = true;

        assertThatThrownBy(() -> fake.open(Direction.OUTPUT))
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.DEVICE_UNSUITABLE));
        assertThat(fake.openFiles).isZero();
    }

    @Test
    void fileIsNoVideoNode_isUnsuitableAndClosed() {
        fake.fail(Ioctl.VIDIOC_QUERYCAP, Errno.ENOTTY);

        assertThatThrownBy(() -> fake.open(Direction.OUTPUT)).hasMessageContaining("VIDIOC_QUERYCAP on /dev/video10");
        assertThat(fake.openFiles).isZero();
    }

    @Test
    void hostCalls_openAFileThatIsNoVideoNode() {
        NodeFinder finder = NodeFinder.ofThisMachine();

        assertThatThrownBy(() -> VideoDevice.open(SystemCalls.host(), finder, "/dev/null", Direction.OUTPUT))
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.DEVICE_UNSUITABLE));
        assertThatThrownBy(() -> VideoDevice.open(SystemCalls.host(), finder, "/dev/nothing", Direction.OUTPUT))
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.DEVICE_ABSENT));
    }

    @Test
    void formatsAndSizes_areListed() {
        try (VideoDevice device = fake.open(Direction.OUTPUT)) {
            assertThat(device.formats(Direction.OUTPUT))
                    .containsExactly(PixelFormat.YUYV.fourCc(), PixelFormat.YU12.fourCc(), PixelFormat.MJPG.fourCc());
            assertThat(device.largestSize(PixelFormat.YUYV.fourCc())).contains(new FrameSize(1920, 1080));
            assertThat(device.rate(Direction.OUTPUT)).isEmpty();
        }
    }

    @Test
    void mappingFails_buffersAreGivenBack() {
        try (VideoDevice device = fake.open(Direction.OUTPUT)) {
            fake.fail(Ioctl.VIDIOC_QUERYBUF, Errno.EINVAL);

            assertThatThrownBy(() -> BufferQueue.open(device, Direction.OUTPUT, MemoryKind.MMAP, 4))
                    .isInstanceOf(V4l2Exception.class);
            assertThat(fake.mappings).isZero();
        }
    }

    @Test
    void label_findsItsNodes(@TempDir Path classes) throws IOException {
        node(classes, "video10", "My camera");
        node(classes, "video9", "Other");
        node(classes, "video11", "My camera");
        NodeFinder finder = new NodeFinder(classes, Path.of("/dev"));

        assertThat(finder.find("My camera")).containsExactly(Path.of("/dev/video10"), Path.of("/dev/video11"));
        assertThat(finder.find("9")).containsExactly(Path.of("/dev/video9"));
        assertThat(finder.find("video9")).containsExactly(Path.of("/dev/video9"));
        assertThat(finder.find("/dev/v4l/by-id/x")).containsExactly(Path.of("/dev/v4l/by-id/x"));
        assertThatThrownBy(() -> finder.find("Nobody"))
                .hasMessageStartingWith("No video device is labelled \"Nobody\"; there is /dev/video9 (Other), ")
                .hasMessageEndingWith("[VCAM-301]");
        assertThatThrownBy(() -> finder.find("/dev/a\0b")).hasMessageEndingWith("[VCAM-301]");
    }

    private static void node(Path classes, String name, String label) throws IOException {
        Files.createDirectory(classes.resolve(name));
        Files.writeString(classes.resolve(name).resolve("name"), label + "\n");
    }
}
