// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.github.vcam.it.support.CameraProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Guests that are saved beside the first start of their kind, and beside the first feed: the next ones go on from them. */
@Tag("outside")
@Tag("long")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class SavedGuestIT {
    private static final Pattern SAID = Pattern.compile("this machine's(\\d+)\\s+(\\S+)\\s+([0-9a-f ]{47})");

    private final List<CameraProject> twins =
            Stream.of("one", "other").map(SavedGuestIT::project).toList();

    @AfterEach
    void stop() {
        for (CameraProject each : twins) {
            each.mvn("vcam:vm", "-Dvcam.vm.stop");
            each.close();
        }
    }

    private static void awaitSaved() {
        await().pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofMinutes(10))
                .alias("what is being saved is saved")
                .until(() -> ProcessHandle.allProcesses()
                        .noneMatch(process ->
                                process.info().commandLine().orElse("").contains("runtime.vm.BackgroundSave")));
    }

    @Test
    void machineIsSetUp_theFirstStartGoesOnFromASavedOne() {
        CameraProject project = twins.get(0);
        project.mvnSucceeds("vcam:vm", "-Dvcam.vm.forget");
        project.mvnSucceeds("vcam:setup");
        awaitSaved();
        assertThat(project.mvn("vcam:vm").stdout()).contains("going on with a saved micro-VM");
    }

    @Test
    void twoGoOnFromOne_bothWorkAndDrawOtherRandomNumbers() throws IOException {
        twins.get(0).mvnSucceeds("vcam:install", "vcam:load", "vcam:feed", "-Dinput=in.mp4", "-Dvcam.duration=1s");
        List<String> numbers = new ArrayList<>();
        twins.get(0).mvnSucceeds("vcam:vm", "-Dvcam.vm.stop");
        awaitSaved();
        for (CameraProject each : twins) {
            assertThat(each.mvn("vcam:vm").stdout()).contains("going on with a saved micro-VM");
            Path file = Files.writeString(each.directory().resolve("now"), "this machine's");
            String said = each.mvn(
                            "-q",
                            "vcam:exec",
                            "-Dvcam.command=cat " + file + " && date +%s && cat /proc/sys/kernel/random/uuid"
                                    + " && od -An -N16 -tx1 /dev/urandom")
                    .stdout();
            Matcher words = SAID.matcher(said);
            assertThat(words.find()).as(said).isTrue();
            assertThat(Long.parseLong(words.group(1))).isCloseTo(Instant.now().getEpochSecond(), within(60L));
            numbers.addAll(List.of(words.group(2), words.group(3)));
        }
        assertThat(numbers).hasSize(4).doesNotHaveDuplicates();
        for (CameraProject each : twins) {
            assertThat(each.mvn("vcam:install", "vcam:load", "vcam:feed", "-Dinput=in.mp4")
                            .stdout())
                    .contains("150 frames sent");
            assertSeesWhatIsWrittenAnew(each);
        }
    }

    /** What it remembers of a file that was played is forgotten. */
    private static void assertSeesWhatIsWrittenAnew(CameraProject project) throws IOException {
        byte[] film = Files.readAllBytes(project.directory().resolve("in.mp4"));
        Path again = project.directory().resolve("again.mp4");
        for (int round = 0; round < 2; round++) {
            Files.write(again, Arrays.copyOf(film, film.length * 3 / 10));
            assertThat(project.mvn("vcam:feed", "-Dinput=again.mp4").stdout()).contains("ends early");
            Files.write(again, film);
            assertThat(project.mvn("vcam:feed", "-Dinput=again.mp4").stdout()).contains("150 frames sent");
        }
    }

    private static CameraProject project(String name) {
        Path directory =
                Path.of(System.getProperty("vcam.it.outside"), "saved", name).toAbsolutePath();
        return CameraProject.create(
                        directory.resolve("camera"),
                        "-Dvcam.target=vm",
                        "-Dvcam.vm.accelerator=tcg",
                        "-Dvcam.vm.saved=true",
                        "-Dvcam.vm.directory=" + directory.resolve("vm"))
                .withModuleBuilt();
    }
}
