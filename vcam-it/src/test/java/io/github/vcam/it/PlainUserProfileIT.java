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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A profile by a plain user, whom the kernel lets look at least at what is their own. */
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class PlainUserProfileIT {
    @TempDir
    private static Path directory;

    private static CameraProject project;

    @BeforeAll
    static void makeUser() {
        project = PlainUser.project(directory, "vcam:load", "vcam:feed", "-Dinput=pattern:bars", "-Dvcam.duration=1");
        Programs.callAsRoot("chown", PlainUser.NAME, Camera.path());
    }

    @AfterAll
    static void restore() {
        if (project != null) {
            project.close();
        }
        KernelModule.restore();
    }

    @Test
    void mayNotSudo_profileNamesTheCommandThatMendsIt() throws IOException {
        String[] profile = {
            "vcam:profile", "-Dinput=pattern:bars", "-Dvcam.method=write", "-Dvcam.duration=2", "-Dvcam.warmup=0"
        };
        List<String> before = settings(List.of("kernel.perf_event_paranoid=3", "kernel.kptr_restrict=1"));
        try {
            List<String> mended = List.of("kernel.perf_event_paranoid=1", "kernel.kptr_restrict=0");
            assertThat(CameraProject.failure(project.mvn(profile)))
                    .contains("[VCAM-712]", "sudo sysctl " + String.join(" ", mended));
            settings(mended);
            CommandResult result = project.mvn(profile);
            assertThat(result.exitStatus()).as(result.stdout()).isZero();
        } finally {
            settings(before);
        }
        assertThat(project.directory().resolve("target/vcam/profile/write.collapsed"))
                .content()
                .contains("loopback_write");
    }

    /** Changes some of the kernel's settings as sysctl does; returns how they were. */
    private static List<String> settings(List<String> wanted) {
        List<String> before = new ArrayList<>();
        for (String setting : wanted) {
            String name = setting.substring(0, setting.indexOf('='));
            String file = "/proc/sys/" + name.replace('.', '/');
            before.add(name + "=" + Programs.callAsRoot("cat", file).strip());
            Programs.callAsRoot("sh", "-c", "echo " + setting.substring(name.length() + 1) + " > " + file);
        }
        return before;
    }
}
