// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.CameraProject;
import io.github.vcam.it.support.Programs;
import io.github.vcam.it.support.RunningProgram;
import io.github.vcam.runtime.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short profile of two methods: what perf really records here is what the report is made for. */
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // made before all tests
class ProfileIT {
    private static final double WIDE_MARGIN = 8;

    /** Three Java machines start one after the other. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @TempDir
    private static Path directory;

    private static CameraProject project;

    @BeforeAll
    static void makeProject() {
        project = CameraProject.create(directory.resolve("camera"), "-Dvcam.target=host");
    }

    @Test
    void writeAndMmap_writeCopiesFramesAndMmapDoesNot() throws IOException {
        CommandResult result = Programs.run(project.command(
                        "vcam:profile",
                        "-Dinput=pattern:bars",
                        "-Dvcam.size=1920x1080",
                        "-Dvcam.methods=write,mmap",
                        "-Dvcam.device=" + Camera.path(),
                        "-Dvcam.duration=3",
                        "-Dvcam.warmup=0")
                .within(LIMIT));
        assertThat(result.exitStatus()).as(result.stdout() + result.stderr()).isZero();

        Path report = project.directory().resolve("target/vcam/profile");
        JsonArray methods = JsonParser.parseString(Files.readString(report.resolve("profile.json")))
                .getAsJsonObject()
                .getAsJsonArray("methods");
        assertThat(methods)
                .allSatisfy(method -> assertThat(method.getAsJsonObject().has("failure"))
                        .as(method.toString())
                        .isFalse());
        double write = copyPercent(methods.get(0).getAsJsonObject());
        double mmap = copyPercent(methods.get(1).getAsJsonObject());
        assertThat(write).as("per cent of write()'s samples in copies").isGreaterThan(mmap + WIDE_MARGIN);
        assertThat(report.resolve("write.perf.data")).isNotEmptyFile();
        assertThat(report.resolve("mmap.perf.data")).isNotEmptyFile();
        assertThat(report.resolve("index.html")).content().contains("write against mmap", "loopback_write");
        assertThat(report.resolve("write.collapsed")).content().containsPattern("io\\.github\\.vcam\\.[.\\w]+_\\[1]");
        assertThat(project.leftProcesses()).isEmpty();
    }

    @Test
    void itIsStoppedHalfWay_whatPerfSawIsKeptAndMarkedAndAnErrorSaysSo() throws IOException {
        Path report = project.directory().resolve("target/vcam/profile/profile.json");
        Files.deleteIfExists(report);
        try (RunningProgram profile = project.start(
                "vcam:profile",
                "-Dinput=pattern:bars",
                "-Dvcam.methods=write,mmap",
                "-Dvcam.device=" + Camera.path(),
                "-Dvcam.duration=3",
                "-Dvcam.warmup=0")) {
            await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).until(() -> Files.exists(report));
            assertThat(profile.interrupt()).as(profile.output()).isNotZero();
            assertThat(profile.output()).contains("[VCAM-714]");
        }
        assertThat(report).content().contains("\"partial\": true");
    }

    private static double copyPercent(JsonObject method) {
        JsonObject producer = method.getAsJsonArray("parts").get(0).getAsJsonObject();
        return StreamSupport.stream(producer.getAsJsonArray("groups").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .filter(group -> group.get("group").getAsString().equals("user-copy"))
                .mapToDouble(group -> group.get("percent").getAsDouble())
                .sum();
    }
}
