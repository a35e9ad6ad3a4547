// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Browser;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.FramesInFile;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.Programs;
import io.github.vcam.it.support.RestingCamera;
import io.github.vcam.it.support.RunningProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that look at a camera in the usual form before it is fed, while it is, and after. */
@Tag("clients")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class PlaceholderProgramsIT {
    private static final FrameFormat SMALL = FrameFormat.of(PixelFormat.YU12, 64, 64);
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final Pattern PIXEL = Pattern.compile("VCAM 640x480 (\\d+),(\\d+),(\\d+)");

    private static final String OPENCV = """
            import cv2
            import sys
            camera = cv2.VideoCapture(sys.argv[1], cv2.CAP_V4L2)
            camera.set(cv2.CAP_PROP_CONVERT_RGB, 0)
            file = open(sys.argv[2], 'wb', 0)
            while True:
                ok, frame = camera.read()
                if not ok:
                    sys.exit('no frame')
                file.write(frame.tobytes())
            """;

    @TempDir
    private Path directory = Path.of("");

    @AfterAll
    static void restore() {
        KernelModule.restore();
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                Arguments.of("OpenCV", List.of("python3", "-c", OPENCV, Camera.path(), "FILE")),
                Arguments.of(
                        "GStreamer",
                        List.of(
                                "gst-launch-1.0",
                                "-q",
                                "v4l2src",
                                "device=" + Camera.path(),
                                "!",
                                "filesink",
                                "buffer-mode=unbuffered",
                                "location=FILE")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void programLooks_itSeesThePictureThenTheVideoThenThePicture(String name, List<String> line) {
        RestingCamera.load(SMALL);
        try (FramesInFile program = new FramesInFile(line, directory.resolve("frames"), SMALL.sizeImage())) {
            program.awaitLast(RestingCamera.PLACEHOLDER);
            RestingCamera.feedUntil(SMALL, PATIENCE, () -> program.last() == RestingCamera.VIDEO);
            program.awaitLast(RestingCamera.PLACEHOLDER);
        }
    }

    @Test
    void mpvLooks_itPlaysThePicture() {
        RestingCamera.load(SMALL);
        try (RunningProgram mpv = RunningProgram.start(
                "mpv", "--no-config", "--vo=null", "--frames=10", "--untimed", "av://v4l2:" + Camera.path())) {
            mpv.awaitExit();
            assertThat(mpv.output()).contains("VO: [null] 64x64").doesNotContain("Failed to open");
        }
    }

    /** It asks whether the node announces OUTPUT, which a camera does not; the other forms are for it. */
    @Test
    void gstreamerFeeds_itTakesTheNodeForNoOutput() {
        RestingCamera.load(SMALL);
        assertThat(Programs.run(
                                "gst-launch-1.0",
                                "videotestsrc",
                                "num-buffers=3",
                                "!",
                                "v4l2sink",
                                "device=" + Camera.path())
                        .stderr())
                .contains("is not a output device");
    }

    @ParameterizedTest
    @EnumSource
    void pageLooks_itSeesThePictureThenTheVideoThenThePicture(Browser browser) {
        FrameFormat format = FrameFormat.of(PixelFormat.YU12, 640, 480);
        RestingCamera.load(format);
        try (RunningProgram page = browser.look(directory)) {
            awaitPicture(page);
            page.awaitOutput("LISTED " + RestingCamera.LABEL);
            RestingCamera.feedUntil(format, PATIENCE, () -> isVideo(lastPixel(page)));
            assertThat(isVideo(lastPixel(page))).as(page.output()).isTrue();
            awaitPicture(page);
            assertThat(page.output()).doesNotContain("CAMERA ended");
        }
    }

    private static void awaitPicture(RunningProgram page) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isPicture(lastPixel(page)) && System.nanoTime() - deadline < 0 && page.isAlive()) {
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        assertThat(isPicture(lastPixel(page))).as(page.output()).isTrue();
    }

    /** Red, green and blue of the middle, as the page has said last. */
    private static int[] lastPixel(RunningProgram page) {
        List<MatchResult> said = PIXEL.matcher(page.output()).results().toList();
        if (said.isEmpty()) {
            return new int[] {-1, -1, -1};
        }
        MatchResult last = said.get(said.size() - 1);
        return new int[] {
            Integer.parseInt(last.group(1)), Integer.parseInt(last.group(2)), Integer.parseInt(last.group(3))
        };
    }

    /** A dark blue. */
    private static boolean isPicture(int[] pixel) {
        return pixel[0] >= 0 && pixel[0] < 60 && pixel[2] > pixel[0] + 15 && pixel[2] < 100;
    }

    /** Orange. */
    private static boolean isVideo(int[] pixel) {
        return pixel[0] > 220 && pixel[2] < pixel[0] - 60;
    }
}
