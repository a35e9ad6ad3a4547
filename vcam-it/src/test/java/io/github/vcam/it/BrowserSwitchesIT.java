// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Browser;
import io.github.vcam.it.support.Follower;
import io.github.vcam.it.support.FollowingPage;
import io.github.vcam.it.support.FollowingProgram;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.Switching;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same as {@link SwitchesIT} while browsers and OpenCV watch. OpenCV, too, takes a frame only when the one before is in
 * its file. A browser shows a frame some time after it took it from the camera: that one may be an old one when a change has
 * returned. What is promised is that none is captured from then on, so a page goes by each frame's {@code captureTime}.
 */
@Tag("clients")
@Timeout(value = 25, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class BrowserSwitchesIT {
    private static final FrameFormat FORMAT = FrameFormat.of(PixelFormat.YU12, 160, 120);

    @TempDir
    private Path directory;

    @BeforeEach
    void moduleIsThere() {
        KernelModule.awaitNode("/dev/v4l2loopback");
    }

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of("chromium", "opencv"),
                Arguments.of("firefox", "ffmpeg"),
                Arguments.of("chromium", "gstreamer"),
                Arguments.of("firefox", "opencv"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("pairs")
    void pictureChanges_neitherCapturesTheOldOne(String one, String other) {
        new Switching(FORMAT, FrameRate.of(10), directory)
                .run(one + "-" + other, List.of(program(one), program(other)));
    }

    private Function<String, Follower> program(String name) {
        return switch (name) {
            case "chromium" -> device -> FollowingPage.of(Browser.CHROMIUM, Switching.LABEL, directory);
            case "firefox" -> device -> FollowingPage.of(Browser.FIREFOX, Switching.LABEL, directory);
            case "ffmpeg" -> device -> FollowingProgram.ffmpeg(device, FORMAT, directory);
            case "gstreamer" -> device -> FollowingProgram.gstreamer(device, FORMAT, directory);
            default -> device -> FollowingProgram.openCv(device, directory);
        };
    }
}
