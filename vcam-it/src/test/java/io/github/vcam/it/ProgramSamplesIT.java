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
import java.util.stream.Stream;
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
    void openCv_readsTheColourThatIsShown(VirtualCameraUnderTest camera, @TempDir Path directory) {
        String jar = "/usr/share/java/opencv.jar";
        String source = SAMPLES.resolve("opencv/ReadColour.java").toString();
        run(jdk("javac"), "-cp", jar, "-d", directory.toString(), source);
        for (String colour : List.of("red", "blue")) {
            camera.play("lavfi:color=" + colour + ":size=320x240");
            String read = run(
                            jdk("java"),
                            "-cp",
                            jar + ":" + directory,
                            "-Djava.library.path=/usr/lib/jni",
                            "ReadColour",
                            camera.device())
                    .stdout();
            int[] seen = Stream.of(read.strip().split(" "))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            boolean red = colour.equals("red");
            assertThat(seen[0]).as(read).isBetween(red ? 245 : 0, red ? 255 : 10);
            assertThat(seen[1]).as(read).isBetween(0, 10);
            assertThat(seen[2]).as(read).isBetween(red ? 0 : 245, red ? 10 : 255);
        }
    }

    private static String jdk(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }
}
