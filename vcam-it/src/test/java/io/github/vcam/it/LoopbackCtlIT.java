// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.consumer.CameraCapture;
import io.github.vcam.consumer.CaptureRequest;
import io.github.vcam.consumer.CapturedFrame;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.DebianRelease;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.Programs;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tool of the module whose place ours takes, as Debian ships it, with each of its verbs. */
@Tag("long")
class LoopbackCtlIT {
    private static final int NUMBER = 43;
    private static final Path NODE = Path.of("/dev/video" + NUMBER);
    private static final Path FORMAT = Path.of("/sys/devices/virtual/video4linux/video" + Camera.number() + "/format");

    @TempDir
    private Path directory = Path.of("");

    @AfterEach
    void restore() {
        KernelModule.restore();
    }

    @Test
    void newest_addsListsQueriesAndDeletesADevice() {
        assertThat(newest("add", "-n", "Second camera", "-b", "4", Integer.toString(NUMBER)))
                .contains(NODE.toString());
        KernelModule.awaitNode(NODE.toString());
        assertThat(newest("list")).contains(NODE.toString(), "Second camera", Camera.path());
        assertThat(newest("query", NODE.toString())).containsPattern("card_label *: *\"?Second camera");
        newest("delete", NODE.toString());
        assertThat(NODE).doesNotExist();
    }

    @Test
    void newest_setsAndTellsTheFormat() throws IOException {
        newest("set-caps", Camera.path(), "YUYV:320x240@25/1");
        assertThat(newest("get-caps", Camera.path())).contains("YUYV:320x240@25");
        newest("set-fps", Camera.path(), "10");
        assertThat(newest("get-fps", Camera.path())).contains("10");
        assertThat(Files.readString(FORMAT).strip()).isEqualTo("YUYV:320x240@10");
        newest("set-caps", Camera.path(), "any");
        assertThat(Files.readString(FORMAT)).isBlank();
    }

    @Test
    void newest_setsTheImageThatConsumersGetAfterASilence() {
        newest("set-caps", Camera.path(), "YUYV:320x240@25/1");
        newest("set-timeout-image", "-t", "300", Camera.path(), white().toString());
        try (CameraCapture capture = CameraCapture.open(CaptureRequest.of(Camera.path()))) {
            CapturedFrame frame = Objects.requireNonNull(capture.next(Consumer.PATIENCE), "no image");
            assertThat(frame.bytesUsed())
                    .isEqualTo(Camera.small(PixelFormat.YUYV).sizeImage());
            assertThat(frame.data().get(0) & 0xff).as("white").isGreaterThan(225);
        }
    }

    private Path white() {
        Path image = directory.resolve("white.png");
        Programs.call(
                "ffmpeg",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "color=white:s=320x240",
                "-frames:v",
                "1",
                image.toString());
        return image;
    }

    @Test
    void installed_setsTheFormat() throws IOException {
        installed("set-caps", "video/x-raw,format=UYVY,width=640,height=480", Camera.path());
        assertThat(Files.readString(FORMAT)).startsWith("UYVY:640x480@");
        installed("set-fps", "15", Camera.path());
        assertThat(Files.readString(FORMAT).strip()).isEqualTo("UYVY:640x480@15");
        installed("set-caps", "any", Camera.path());
        assertThat(Files.readString(FORMAT)).isBlank();
    }

    private static String newest(String... words) {
        return call(DebianRelease.NEWEST, words);
    }

    private static String installed(String... words) {
        return call(DebianRelease.INSTALLED, words);
    }

    private static String call(DebianRelease release, String... words) {
        List<String> line = release.program("v4l2loopback-ctl");
        line.addAll(Arrays.asList(words));
        CommandResult result =
                Programs.run(Command.of(line).within(Duration.ofMinutes(2)).asRoot());
        assertThat(result.exitStatus())
                .as("%s: %s%s", String.join(" ", words), result.stdout(), result.stderr())
                .isZero();
        return result.stdout();
    }
}
