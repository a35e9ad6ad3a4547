// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.CameraProject;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.Programs;
import io.github.vcam.it.support.RunningProgram;
import io.github.vcam.runtime.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The lines of the README, as root, on the machine's own kernel: a scenario whose steps stand on those before. */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class CommandLineScenarioIT {
    /** 128 and SIGINT. */
    private static final int INTERRUPTED = 130;

    @TempDir
    private static Path directory;

    private static CameraProject project;

    @BeforeAll
    static void unload() {
        project = CameraProject.create(directory.resolve("camera"), "-Dvcam.target=host")
                .withModuleBuilt();
        Programs.callAsRoot("modprobe", "-r", "v4l2loopback");
    }

    @AfterAll
    static void restore() {
        project.close();
        KernelModule.restore();
    }

    @Test
    @Order(1)
    void installLoadAndFeed_theNodeIsThereAndTheFilmPlaysToTheEnd() throws IOException {
        project.startsAndSucceeds("vcam:install", "vcam:load", "vcam:feed", "-Dinput=in.mp4");
        assertThat(Path.of(Camera.path())).exists();
        assertThat(Files.readString(project.directory().resolve("target/vcam/devices.json")))
                .contains(Camera.path());
        assertThat(project.leftProcesses()).isEmpty();
    }

    @Test
    @Order(2)
    void aFeedRuns_theLogTellsItsFrames() {
        try (RunningProgram feed = project.start("vcam:feed", "-Dinput=pattern:bars", "-Dvcam.size=320x240")) {
            feed.awaitOutput("feeding " + Camera.path());
            assertThat(project.mvn("vcam:log", "-Dvcam.trace", "-Dvcam.duration=2")
                            .stdout())
                    .contains("publish  #")
                    .containsPattern("[1-9]\\d* frames published");
            assertThat(feed.interrupt()).isEqualTo(INTERRUPTED);
            assertThat(feed.output()).containsPattern("[1-9]\\d* frames sent in ");
        }
        assertThat(project.leftProcesses()).isEmpty();
    }

    @Test
    @Order(3)
    void anotherProducerIsThere_theFeedSaysBusy() {
        try (Producer producer = new MappedProducer(Camera.video())) {
            producer.send(1);
            assertThat(project.mvnFails("vcam:feed", "-Dinput=in.mp4")).contains("[VCAM-303]");
        }
    }

    @Test
    @Order(4)
    void filmIsCutOff_itIsFedAndTheFeedSaysSo() throws IOException {
        byte[] film = Files.readAllBytes(project.directory().resolve("in.mp4"));
        Files.write(project.directory().resolve("cut.mp4"), Arrays.copyOf(film, film.length * 6 / 10));
        CommandResult result = project.mvn("vcam:feed", "-Dinput=cut.mp4");
        assertThat(result.exitStatus()).as(result.stdout()).isZero();
        assertThat(result.stdout()).contains("WARNING", "ends early");
    }

    @Test
    @Order(5)
    void diskIsFull_compilingSaysSo() {
        Path target = project.directory().resolve("target");
        Programs.callAsRoot("mount", "-t", "tmpfs", "-o", "size=200k", "full", target.toString());
        try {
            assertThat(project.mvnFails("vcam:compile")).contains("[VCAM-410]");
        } finally {
            Programs.callAsRoot("umount", target.toString());
        }
    }
}
