// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.CameraProject;
import io.github.vcam.runtime.process.CommandResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong is told in one sentence, and nothing is left behind. */
@Tag("outside")
@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class WrongInputIT {
    private static final String NOWHERE = "-Dvcam.device=/dev/video77";

    @TempDir
    private static Path directory;

    private static CameraProject project;

    @BeforeAll
    static void makeInputs() throws IOException {
        project = CameraProject.create(directory.resolve("camera"), "-Dvcam.target=host");
        Files.createFile(project.directory().resolve("empty.mp4"));
        Files.writeString(project.directory().resolve("text.mp4"), "This is no film.\n".repeat(100));
        Files.write(project.directory().resolve("sound.wav"), sound());
    }

    @AfterAll
    static void endMaven() {
        project.close();
    }

    @ParameterizedTest
    @CsvSource({
        "-Dinput=absent.mp4, VCAM-101",
        "-Dinput=empty.mp4, VCAM-102",
        "-Dinput=text.mp4, VCAM-103",
        "-Dinput=sound.wav, VCAM-104",
        "-Dinput=pattern:nonsense, VCAM-106",
        "-Dinput=lavfi:nonsense, VCAM-106",
        "-Dinput=in.mp4 -Dvcam.size=0x0, VCAM-201",
        "-Dinput=in.mp4 -Dvcam.size=99999x99999, VCAM-201",
        "-Dinput=in.mp4 -Dvcam.format=ABCD, VCAM-202",
        "-Dinput=in.mp4 -Dvcam.method=teleport, VCAM-203",
        "-Dinput=in.mp4 -Dvcam.fps=0, VCAM-204",
        "-Dinput=in.mp4, VCAM-301",
        "-Dinput=in.mp4 -Dvcam.device=/dev/null, VCAM-302"
    })
    void feedIsAskedForTheImpossible_itSaysWhy(String words, String id) throws IOException {
        long files = fileCount();
        String[] line = Stream.concat(Stream.of("vcam:feed", NOWHERE), Stream.of(words.split(" ", -1)))
                .toArray(String[]::new);
        assertThat(project.mvnFails(line)).contains("[" + id + "]");
        assertThat(project.leftProcesses()).isEmpty();
        assertThat(fileCount()).isEqualTo(files);
    }

    @Test
    void inputOfAFeedInTheMicroVmIsWrong_noMicroVmIsStarted() {
        Path state = directory.resolve("vm");
        CommandResult result =
                project.mvn("vcam:feed", "-Dinput=absent.mp4", "-Dvcam.target=vm", "-Dvcam.vm.directory=" + state);
        assertThat(CameraProject.failure(result)).contains("[VCAM-101]");
        assertThat(state.resolve("console.log")).doesNotExist();
    }

    @Test
    void thereAreNoHeadersOfThatKernel_compilingSaysSo() {
        assertThat(project.mvnFails("vcam:compile", "-Dvcam.kernel=1.2.3-none")).contains("[VCAM-401]");
    }

    private static long fileCount() throws IOException {
        try (Stream<Path> files = Files.walk(project.directory())) {
            return files.filter(file -> !file.startsWith(project.directory().resolve("target")))
                    .count();
        }
    }

    /** A second of silence as a WAV file: 8000 samples of one byte. */
    private static byte[] sound() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AudioFormat format = new AudioFormat(8000, 8, 1, false, false);
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(new byte[8000]), format, 8000),
                AudioFileFormat.Type.WAVE,
                bytes);
        return bytes.toByteArray();
    }
}
