// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.CameraProject;
import io.github.vcam.it.support.RunningProgram;
import io.github.vcam.runtime.process.CommandResult;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A micro-VM while a feed plays in it for a long time, when it goes away then, and when it comes back. */
@Tag("outside")
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // made before all tests
class MicroVmInUseScenarioIT {
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
    static void loadCamera() {
        state = CameraProject.outside().resolve("vm-in-use");
        project = CameraProject.inVm("camera-in-use", state);
        project.mvnSucceeds("vcam:install", "vcam:load");
    }

    @AfterAll
    static void stop() {
        project.mvn("vcam:vm", "-Dvcam.vm.stop");
        project.close();
    }

    @Test
    @Order(1)
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
            assertThat(feed.output()).containsPattern("[1-9]\\d* frames sent in ");
        }
    }

    /** Begins when there is something to be seen. */
    private static RunningProgram watch(RunningProgram feed) {
        feed.awaitOutput("feeding /dev/video10");
        return project.start(
                "vcam:exec", "-Dvcam.command=v4l2-ctl -d /dev/video10 --stream-mmap --stream-to=/dev/null");
    }

    @Test
    @Order(2)
    void theMicroVmGoesAwayUnderAFeed_theFeedSaysSo() {
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
    @Order(3)
    void theMicroVmStopped_whatWasInstalledIsInTheNextOne() {
        project.mvnSucceeds("vcam:load");
        String module = project.mvn("vcam:exec", "-Dvcam.command=modinfo -n v4l2loopback")
                .stdout();
        assertThat(module).contains("/updates/v4l2loopback.ko");
        assertThat(project.mvn("vcam:install").stdout()).contains("already installed");
    }

    @Test
    @Order(4)
    void theGuestNeverBoots_startingSaysSoAndLeavesNoMachineBehind() {
        Path deaf = state.resolveSibling("deaf");
        String failure = project.mvnFails(
                "vcam:vm",
                "-Dvcam.vm.directory=" + deaf,
                "-Dvcam.vm.kernelArguments=rdinit=/nothing",
                "-Dvcam.vm.bootTimeout=15s");
        assertThat(failure).contains("[VCAM-503]");
        assertThat(CameraProject.processesOf(deaf)).isEmpty();
    }
}
