// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vcam.it.support.CameraProject;
import io.github.vcam.it.support.Programs;
import io.github.vcam.runtime.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The lines of the README where the camera lives in a micro-VM of their own: a scenario whose steps stand on those before. */
@Tag("outside")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // made before all tests
class MicroVmScenarioIT {
    private static CameraProject project;
    private static Path state;

    @BeforeAll
    static void makeProject() {
        state = CameraProject.outside().resolve("vm");
        project = CameraProject.inVm("camera", state);
    }

    @AfterAll
    static void stop() {
        project.mvn("vcam:vm", "-Dvcam.vm.stop");
        project.close();
    }

    @Test
    @Order(1)
    void installAndLoad_theNodeIsThere() throws IOException {
        project.startsAndSucceeds("vcam:install", "vcam:load");
        assertThat(Files.readString(project.directory().resolve("target/vcam/devices.json")))
                .contains("/dev/video10");
    }

    @Test
    @Order(2)
    void feed_playsToTheEnd() {
        CommandResult result = project.mvn("vcam:feed", "-Dinput=in.mp4");
        assertThat(result.exitStatus()).as(result.stdout()).isZero();
        assertThat(result.stdout()).contains("150 frames sent");
    }

    @Test
    @Order(3)
    void answerIsWantedInAFile_itIsThereByteForByte() throws IOException {
        Path answer = project.directory().resolve("answer");
        project.mvnSucceeds("-q", "vcam:status", "-Dvcam.json", "-Dvcam.output=answer");
        JsonObject status = JsonParser.parseString(Files.readString(answer)).getAsJsonObject();
        assertThat(status.get("ours").getAsBoolean()).isTrue();
        assertThat(status.getAsJsonArray("devices")
                        .get(0)
                        .getAsJsonObject()
                        .get("node")
                        .getAsString())
                .isEqualTo("/dev/video10");
        String allBytes = "i=0; while [ $i -lt 256 ]; do printf \\\\$(printf %03o $i); i=$((i+1)); done";
        project.mvnSucceeds("vcam:exec", "-Dvcam.command=" + allBytes, "-Dvcam.output=answer");
        byte[] expected = new byte[256];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) i;
        }
        assertThat(answer).hasBinaryContent(expected);
    }

    @Test
    @Order(4)
    void cameraIsJoined_theDoctorNamesTheCommandForBrowsersAndNothingElse() throws IOException {
        assertThat(project.mvn("vcam:doctor").stdout()).contains("Nothing is wrong: the micro-VM");
        project.mvnSucceeds("vcam:load", "-Dvcam.form=joined");
        CommandResult result = project.mvn("vcam:doctor");
        assertThat(result.exitStatus()).as(result.stdout()).isZero();
        assertThat(result.stdout())
                .contains(
                        "CAMERAS ARE IN A MICRO-VM",
                        "/dev/video10 is a joined node [form-joined, hint]",
                        "What mends it:  mvn vcam:load -Dvcam.form=camera -Dvcam.target=vm")
                .containsOnlyOnce("What mends it:");
    }

    @Test
    @Order(5)
    void unload_theModuleIsGone() {
        project.mvnSucceeds("vcam:unload");
        assertThat(project.mvn("vcam:status").stdout()).contains("not loaded");
        assertThat(project.mvnFails("vcam:log", "-Dvcam.trace")).contains("[VCAM-507]");
        assertThat(project.mvnFails("vcam:feed", "-Dinput=in.mp4")).contains("[VCAM-301]");
    }

    @Test
    @Order(6)
    void uninstalledWhileTheMicroVmIsDown_loadSaysThatNothingIsInstalled() {
        project.mvnSucceeds("vcam:vm", "-Dvcam.vm.stop");
        project.mvnSucceeds("vcam:uninstall");
        assertThat(project.mvnFails("vcam:load")).contains("[VCAM-407]");
        assertThat(CameraProject.processesOf(state)).isEmpty();
    }

    @Test
    @Order(7)
    void thereIsNoQemu_startingSaysSo(@TempDir Path programs) throws IOException {
        linkPrograms(programs, "qemu-");
        String none = "-Dvcam.vm.directory=" + state.resolveSibling("none");
        CommandResult result = run(project, programs, "vcam:vm", none);
        assertThat(CameraProject.failure(result)).contains("[VCAM-501]", "`mvn vcam:setup`");
        Path answer = project.directory().resolve("answer");
        run(project, programs, "-q", "vcam:doctor", "-Dvcam.json", "-Dvcam.output=answer", none);
        JsonObject report = JsonParser.parseString(Files.readString(answer)).getAsJsonObject();
        assertThat(report.get("sound").getAsBoolean()).isFalse();
        JsonObject fault = report.getAsJsonArray("findings").get(0).getAsJsonObject();
        assertThat(fault.get("fault").getAsString()).isEqualTo("qemu-missing");
        assertThat(fault.get("command").getAsString()).startsWith("mvn vcam:setup");
    }

    @Test
    @Order(8)
    void thereIsNoCompiler_compilingSaysSo(@TempDir Path directory) throws IOException {
        Path programs = Files.createDirectory(directory.resolve("programs"));
        linkPrograms(programs, "gcc", "cc", "x86_64-linux-gnu-gcc");
        CameraProject uncompiled = CameraProject.create(
                directory.resolve("uncompiled"), "-Dvcam.target=vm", "-Dvcam.vm.directory=" + state);
        assertThat(CameraProject.failure(run(uncompiled, programs, "vcam:compile", "-Dvcam.kernel=all")))
                .contains("[VCAM-402]");
    }

    private static CommandResult run(CameraProject camera, Path programs, String... words) {
        return Programs.run(camera.command(words).with("PATH", programs.toString()));
    }

    /** A directory with all programs of this machine but for those whose names begin so. */
    private static void linkPrograms(Path directory, String... without) throws IOException {
        for (Path place : Stream.of("/usr/sbin", "/usr/bin").map(Path::of).toList()) {
            try (Stream<Path> programs = Files.list(place)) {
                for (Path program : programs.toList()) {
                    String name = program.getFileName().toString();
                    if (Stream.of(without).noneMatch(name::startsWith) && Files.notExists(directory.resolve(name))) {
                        Files.createSymbolicLink(directory.resolve(name), program);
                    }
                }
            }
        }
    }
}
