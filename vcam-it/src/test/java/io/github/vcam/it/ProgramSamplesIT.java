// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Greys;
import io.github.vcam.it.support.Programs;
import io.github.vcam.junit.VirtualCameraUnderTest;
import io.github.vcam.junit.WithVirtualCamera;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandResult;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples in which other people's programs look at a camera, as they lie there. */
class ProgramSamplesIT {
    private static final Path SAMPLES = Path.of(System.getProperty("vcam.it.root"), "samples");

    private static CommandResult run(String... words) {
        CommandResult result = Programs.run(Command.of(List.of(words)).within(Duration.ofMinutes(4)));
        assertThat(result.exitStatus()).as(result.stdout() + result.stderr()).isZero();
        return result;
    }

    @Test
    @Tag("long")
    @WithVirtualCamera(size = "64x48")
    void gstreamer_takesThePictureThatIsShown(VirtualCameraUnderTest camera, @TempDir Path directory)
            throws IOException {
        List<Path> pictures = Greys.write(directory, 64, 48);
        for (int shown : List.of(3, 7)) {
            camera.show(pictures.get(shown));
            Path taken = directory.resolve("taken.png");
            run(SAMPLES.resolve("gstreamer/picture.sh").toString(), camera.device(), taken.toString());
            BufferedImage image = ImageIO.read(taken.toFile());
            assertThat(image.getWidth()).isEqualTo(64);
            assertThat(Greys.ofBrightness(image.getRGB(32, 24) & 0xff)).isEqualTo(shown);
        }
    }

    @Test
    @Tag("clients")
    @WithVirtualCamera(size = "320x240", fps = "10")
    void openCv_readsTheCodeThatIsShown(VirtualCameraUnderTest camera, @TempDir Path directory) {
        String jar = "/usr/share/java/opencv.jar";
        run(
                jdk("javac"),
                "-cp",
                jar,
                "-d",
                directory.toString(),
                SAMPLES.resolve("opencv/ReadCode.java").toString());
        for (String code : List.of("4711", "4712")) {
            camera.show(SAMPLES.resolve("web-test/src/test/resources/" + code + ".png"));
            assertThat(run(
                                    jdk("java"),
                                    "-cp",
                                    jar + ":" + directory,
                                    "-Djava.library.path=/usr/lib/jni",
                                    "ReadCode",
                                    camera.device())
                            .stdout())
                    .isEqualTo(code + "\n");
        }
    }

    private static String jdk(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }
}
