// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vcam.it.support.CameraProject;
import io.github.vcam.it.support.Programs;
import io.github.vcam.it.support.RunningProgram;
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
    /** It leaves an emulated guest time for others. */
    private static final String[] ENDLESS_FEED = {
        "vcam:feed", "-Dinput=pattern:bars", "-Dvcam.size=320x240", "-Dvcam.fps=10"
    };

    /** Waits until no instance of tracefs is left, a bounded time. */
    private static final String NOBODY_TRACES = "for i in 1 2 3 4 5 6 7 8 9 10; do"
            + " ls -d /sys/kernel/tracing/instances/vcam.* 2>/dev/null || exit 0; sleep 1; done; exit 1";

    private static CameraProject project;
    private static Path state;

    @BeforeAll
    static void makeProject() {
        Path directory = Path.of(System.getProperty("vcam.it.outside")).toAbsolutePath();
        state = directory.resolve("vm");
        project = CameraProject.create(
                        directory.resolve("camera"),
                        "-Dvcam.target=vm",
                        "-Dvcam.vm.accelerator=tcg",
                        "-Dvcam.vm.directory=" + state)
                .withModuleBuilt();
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
    void aFeedRuns_othersGetFramesAtTheSameTimeAndStatusNamesThem() throws IOException {
        try (RunningProgram feed = project.start(ENDLESS_FEED);
                RunningProgram watcher = watch(feed)) {
            CommandResult frames = project.mvn(
                    "vcam:exec", "-Dvcam.command=ffmpeg -f v4l2 -i /dev/video10 -frames:v 30 -f framemd5 -");
            assertThat(frames.stdout().lines().filter(line -> line.startsWith("0,")))
                    .as(frames.stdout())
                    .hasSize(30);
            Path snapshot = project.directory().resolve("target/vcam/snapshot.png");
            assertThat(project.mvn("-q", "vcam:snapshot").stdout()).contains(snapshot + "\n");
            assertThat(snapshot).isNotEmptyFile();
            watcher.awaitOutput("<<<"); // a sign for each frame
            assertThat(project.mvn("-q", "vcam:status").stdout())
                    .contains("/dev/video10", "java", "v4l2-ctl")
                    .doesNotContain("[INFO]");
            assertThat(project.mvn("vcam:log", "-Dvcam.trace", "-Dvcam.duration=3s")
                            .stdout())
                    .contains("publish  #", "deliver  #", "v4l2-ctl (pid ")
                    .containsPattern("[1-9]\\d* frames published, [1-9]\\d* delivered");
            try (RunningProgram trace = project.start("vcam:log", "-Dvcam.trace", "-Dvcam.follow")) {
                trace.awaitOutput("publish  #");
                trace.interrupt();
                trace.awaitExit();
            }
            assertThat(project.mvn("vcam:exec", "-Dvcam.command=" + NOBODY_TRACES)
                            .exitStatus())
                    .isZero();
            assertThat(project.mvnFails("vcam:unload")).contains("[VCAM-406]");
            feed.interrupt();
        }
    }

    /** Begins when there is something to be seen. */
    private static RunningProgram watch(RunningProgram feed) {
        feed.awaitOutput("feeding /dev/video10");
        return project.start(
                "vcam:exec", "-Dvcam.command=v4l2-ctl -d /dev/video10 --stream-mmap --stream-to=/dev/null");
    }

    @Test
    @Order(4)
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
    @Order(5)
    void unload_theModuleIsGone() {
        project.mvnSucceeds("vcam:unload");
        assertThat(project.mvn("vcam:status").stdout()).contains("not loaded");
        assertThat(project.mvnFails("vcam:log", "-Dvcam.trace")).contains("[VCAM-507]");
        assertThat(project.mvnFails("vcam:feed", "-Dinput=in.mp4")).contains("[VCAM-301]");
    }

    @Test
    @Order(6)
    void theMicroVmGoesAwayUnderAFeed_theFeedSaysSo() {
        project.mvnSucceeds("vcam:load");
        try (RunningProgram feed = project.start(ENDLESS_FEED)) {
            feed.awaitOutput("feeding /dev/video10");
            project.mvnSucceeds("vcam:vm", "-Dvcam.vm.stop");
            assertThat(feed.awaitExit()).isEqualTo(1);
            assertThat(feed.output()).contains("[VCAM-504]");
        }
        assertThat(project.leftProcesses()).isEmpty();
    }

    /** As on a machine of its own, where an installed module is there after a reboot. */
    @Test
    @Order(7)
    void theMicroVmStopped_whatWasInstalledIsInTheNextOne() {
        project.mvnSucceeds("vcam:load");
        String module = project.mvn("vcam:exec", "-Dvcam.command=modinfo -n v4l2loopback")
                .stdout();
        assertThat(module).contains("/updates/v4l2loopback.ko");
        assertThat(project.mvn("vcam:install").stdout()).contains("already installed");
    }

    @Test
    @Order(8)
    void uninstalledWhileTheMicroVmIsDown_loadSaysThatNothingIsInstalled() {
        project.mvnSucceeds("vcam:vm", "-Dvcam.vm.stop");
        project.mvnSucceeds("vcam:uninstall");
        assertThat(project.mvnFails("vcam:load")).contains("[VCAM-407]");
        assertThat(processesOf(state)).isEmpty();
    }

    @Test
    @Order(9)
    void theGuestNeverBoots_startingSaysSoAndLeavesNoMachineBehind() {
        Path deaf = state.resolveSibling("deaf");
        String failure = project.mvnFails(
                "vcam:vm",
                "-Dvcam.vm.directory=" + deaf,
                "-Dvcam.vm.kernelArguments=rdinit=/nothing",
                "-Dvcam.vm.bootTimeout=15s");
        assertThat(failure).contains("[VCAM-503]");
        assertThat(processesOf(deaf)).isEmpty();
    }

    @Test
    @Order(10)
    void thereIsNoQemu_startingSaysSo(@TempDir Path programs) throws IOException {
        linkPrograms(programs, "qemu-");
        CommandResult result = run(project, programs, "vcam:vm", "-Dvcam.vm.directory=" + state.resolveSibling("none"));
        assertThat(CameraProject.failure(result)).contains("[VCAM-501]");
    }

    @Test
    @Order(11)
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

    private static Stream<String> processesOf(Path vm) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(vm.toString()));
    }
}
