// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vcam.VirtualCamera;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.it.support.Browser;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.RunningProgram;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A page sees the camera, in the two forms of a device that a browser takes for one. */
@Tag("clients")
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class BrowserIT {
    /** What the camera shows, BT.601 limited range; about 255, 150, 60 in RGB. */
    private static final byte[] ORANGE = {(byte) 168, 67, (byte) 168, (byte) 182};

    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final Pattern PIXEL = Pattern.compile("VCAM (\\d+)x(\\d+) (\\d+),(\\d+),(\\d+)");

    @TempDir
    private Path directory = Path.of("");

    @AfterAll
    static void restore() {
        KernelModule.restore();
    }

    static Stream<Arguments> browsers() {
        return Stream.of(Browser.values())
                .flatMap(browser ->
                        Stream.of("exclusive_caps=1", "capture_nr=11").map(form -> Arguments.of(browser, form)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("browsers")
    void pageAsksForACamera_itGetsThePicture(Browser browser, String form) {
        KernelModule.reload("video_nr=" + Camera.number(), form);
        FrameFormat format = FrameFormat.of(PixelFormat.YUYV, 640, 480);
        try (VirtualCamera camera = VirtualCamera.open(Camera.path(), format, FrameRate.of(15))) {
            camera.send(BrowserIT::orange);
            try (RunningProgram program = browser.look(directory)) {
                long deadline = System.nanoTime() + PATIENCE.toNanos();
                Matcher pixel = PIXEL.matcher("");
                while (!pixel.find() && isLooking(program) && System.nanoTime() - deadline < 0) {
                    camera.awaitNextFrame();
                    camera.send(BrowserIT::orange);
                    pixel = PIXEL.matcher(program.output());
                }
                pixel.reset();
                assertThat(pixel.find()).as(program.output()).isTrue();
                assertThat(pixel.group(1) + "x" + pixel.group(2)).isEqualTo("640x480");
                assertThat(Integer.parseInt(pixel.group(3))).as("red").isCloseTo(255, within(20));
                assertThat(Integer.parseInt(pixel.group(4))).as("green").isCloseTo(150, within(20));
                assertThat(Integer.parseInt(pixel.group(5))).as("blue").isCloseTo(60, within(20));
            }
        }
    }

    private static boolean isLooking(RunningProgram program) {
        return program.isAlive() && !program.output().contains("NO CAMERA");
    }

    private static int orange(ByteBuffer buffer, PlaneLayout layout) {
        for (int i = 0; i < layout.bytesUsed(); i += ORANGE.length) {
            buffer.put(i, ORANGE);
        }
        return layout.bytesUsed();
    }
}
