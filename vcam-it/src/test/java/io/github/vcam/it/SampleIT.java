// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.CameraProject;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.Programs;
import io.github.vcam.runtime.feed.WorkerClassPath;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.vm.VmSettings;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of samples/java, where nothing of Maven is. */
@Tag("long")
class SampleIT {
    @AfterEach
    void restore() {
        KernelModule.restore();
    }

    @Test
    void playIntoCamera_makesACameraPlaysAndTakesAPicture(@TempDir Path directory) throws IOException {
        Programs.callAsRoot("modprobe", "-r", "v4l2loopback");
        Path cache = Files.createDirectories(directory.resolve("cache/vcam"));
        CameraProject.copyBuiltModule(cache.resolve("place"));
        Path natives = VmSettings.defaultCache().resolve("javacpp");
        if (Files.exists(natives)) { // unpacking them takes a guest long
            Files.createSymbolicLink(cache.resolve("javacpp"), natives);
        }
        Path picture = directory.resolve("picture.png");
        CommandResult result = Programs.run(Command.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        "PlayIntoCamera",
                        Path.of(System.getProperty("vcam.it.root"), "samples/in.mp4")
                                .toString(),
                        picture.toString())
                .with("XDG_CACHE_HOME", directory.resolve("cache").toString())
                .within(Duration.ofMinutes(5)));
        assertThat(result.exitStatus()).as(result.stdout() + result.stderr()).isZero();
        assertThat(result.stdout())
                .contains("Front (" + Camera.path() + ") is on this machine")
                .containsPattern("[1-9]\\d* frames sent");
        BufferedImage seen = ImageIO.read(picture.toFile());
        assertThat(List.of(seen.getWidth(), seen.getHeight())).containsExactly(640, 360);
        int[] pixels = seen.getRGB(0, 0, seen.getWidth(), seen.getHeight(), null, 0, seen.getWidth());
        assertThat(IntStream.of(pixels).distinct().count()).isGreaterThan(100);
        assertThat(KernelModule.isLoaded()).isFalse();
    }

    /** What vcam-runtime needs, and the sample. */
    private static String classPath() throws IOException {
        List<Path> path = WorkerClassPath.ofThisJvm().stream()
                .filter(entry -> !entry.toString().matches(".*(maven-plugin|/org/apache/maven/|plexus|/junit).*"))
                .toList();
        List<URL> urls = new ArrayList<>();
        for (Path entry : path) {
            urls.add(url(entry));
        }
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), null)) {
            assertThat(loader.getResource("PlayIntoCamera.class")).isNotNull();
            assertThat(List.of("org/apache/maven/plugin/Mojo.class", "io/github/vcam/maven/mojo/VcamMojo.class"))
                    .allSatisfy(type -> assertThat(loader.getResource(type)).isNull());
        }
        return path.stream().map(Path::toString).collect(Collectors.joining(":"));
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }
}
