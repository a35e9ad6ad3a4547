// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Programs;
import io.github.vcam.junit.Labelled;
import io.github.vcam.junit.VirtualCameraUnderTest;
import io.github.vcam.junit.WithVirtualCamera;
import io.github.vcam.v4l2.OwnedDevice.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The JUnit extension beside the module: shared cameras, cameras of one test, and what becomes of them. */
@WithVirtualCamera(label = "Shared", input = "pattern:bars", size = "160x120", form = Form.JOINED)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WithVirtualCameraIT {
    private static String shared = "";
    private static String own = "";

    private static String look(VirtualCameraUnderTest camera) {
        return Programs.call(
                "v4l2-ctl",
                "-d",
                camera.device(),
                "--info",
                "--get-fmt-video",
                "--stream-mmap",
                "--stream-count=2",
                "--stream-to=/dev/null");
    }

    @Test
    @Order(1)
    void sharedCamera_isThereAndPlays(VirtualCameraUnderTest camera) {
        shared = camera.device();
        assertThat(look(camera)).contains("Shared", "160/120");
    }

    @Test
    @Order(2)
    @WithVirtualCamera(label = "Own", size = "320x240", form = Form.SPLIT)
    void ownCamera_isAnotherOne(
            @Labelled("Own") VirtualCameraUnderTest mine, @Labelled("Shared") VirtualCameraUnderTest ours) {
        own = mine.device();
        assertThat(ours.device()).isEqualTo(shared).isNotEqualTo(own);
        assertThat(look(mine)).contains("Own", "320/240");
    }

    @Test
    @Order(3)
    void testIsOver_itsOwnCameraIsGone(VirtualCameraUnderTest camera) {
        assertThat(camera.device()).isEqualTo(shared);
        assertThat(Path.of(own)).doesNotExist();
        assertThat(Path.of(shared)).exists();
    }

    @RepeatedTest(2)
    @Order(4)
    @WithVirtualCamera(label = "Again", size = "160x120")
    void eachRun_hasItsOwn(@Labelled("Again") VirtualCameraUnderTest camera) throws IOException {
        Path name = Path.of(
                "/sys/class/video4linux", Path.of(camera.device()).getFileName().toString(), "name");
        assertThat(Files.readString(name)).isEqualTo("Again\n");
        camera.play("lavfi:testsrc2=s=160x120:r=30");
        camera.seek(Duration.ofSeconds(1));
        camera.freeze();
        camera.resume();
        camera.black();
    }
}
