// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.CameraProject;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.PlainUser;
import io.github.vcam.it.support.Programs;
import io.github.vcam.runtime.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lines of the README as a plain user, without sudo and with it, on the guest's own kernel: a scenario whose steps
 * stand on those before.
 */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class PlainUserScenarioIT {
    @TempDir
    private static Path directory;

    private static CameraProject project;

    @BeforeAll
    static void makeUser() {
        project = PlainUser.project(directory, "vcam:load");
    }

    @AfterAll
    static void restore() {
        if (project != null) {
            project.close();
        }
        PlainUser.maySudo(false);
        KernelModule.restore();
    }

    @Test
    @Order(1)
    void rootLoadedTheModuleJustSo_loadIsContentWithoutRights() {
        CommandResult result = mvn("vcam:load");
        assertThat(result.exitStatus()).as(result.stdout()).isZero();
        assertThat(result.stdout()).contains("already loaded", Camera.path());
        Programs.callAsRoot("modprobe", "-r", "v4l2loopback");
    }

    /** What root installed is seen, though modinfo is not on a plain user's path. */
    @Test
    @Order(2)
    void mayNotSudo_loadSaysThatRightsAreMissing() {
        assertThat(CameraProject.failure(mvn("vcam:load"))).contains("[VCAM-404]");
    }

    @Test
    @Order(3)
    void maySudo_installAndLoadWork() {
        PlainUser.maySudo(true);
        CommandResult result = mvn("vcam:install", "vcam:load");
        assertThat(result.exitStatus()).as(result.stdout()).isZero();
        assertThat(Path.of(Camera.path())).exists();
    }

    @Test
    @Order(4)
    void isNotInTheNodesGroup_feedSaysThatTheDeviceIsForbidden() {
        Programs.callAsRoot("chmod", "0660", Camera.path());
        assertThat(CameraProject.failure(mvn("vcam:feed", "-Dinput=in.mp4"))).contains("[VCAM-304]");
    }

    @Test
    @Order(5)
    void nodeIsOfRootAlone_theDoctorNamesTheCommandAndMendsItWhenTold() throws IOException {
        String command = "sudo chgrp video " + Camera.path() + " && sudo chmod 660 " + Camera.path();
        CommandResult result = mvn("vcam:doctor");
        assertThat(result.exitStatus()).as(result.stdout()).isZero();
        assertThat(result.stdout()).contains("[node-closed, hinders]", command);
        assertThat(group(Camera.path())).isEqualTo("root");

        assertThat(mvn("vcam:doctor", "-Dvcam.fix").stdout()).contains("mended: " + Camera.path() + " has group root");
        assertThat(group(Camera.path())).isEqualTo("video");
        assertThat(mvn("vcam:doctor").stdout())
                .contains("[user-outside-group, hinders]", "sudo usermod -aG video " + PlainUser.NAME)
                .doesNotContain("node-closed");
    }

    private static String group(String file) throws IOException {
        return Files.getFileAttributeView(Path.of(file), PosixFileAttributeView.class)
                .readAttributes()
                .group()
                .getName();
    }

    @Test
    @Order(6)
    void mayOpenTheNode_feedWorks() {
        Programs.callAsRoot("chown", PlainUser.NAME, Camera.path());
        CommandResult result = mvn("vcam:feed", "-Dinput=in.mp4");
        assertThat(result.exitStatus()).as(result.stdout()).isZero();
    }

    @Test
    @Order(7)
    void maySudo_unloadWorks() {
        PlainUser.maySudo(true);
        CommandResult result = mvn("vcam:unload");
        assertThat(result.exitStatus()).as(result.stdout()).isZero();
        assertThat(KernelModule.isLoaded()).isFalse();
    }

    private static CommandResult mvn(String... words) {
        return project.mvn(words);
    }
}
