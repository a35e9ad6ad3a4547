// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import io.github.vcam.it.support.CameraProject;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** As a person on this machine sees it, with the cameras in one micro-VM. */
@Tag("outside")
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BuildsAtOnceScenarioIT extends BuildsAtOnceScenario {
    private static Path state() {
        return CameraProject.outside().resolve("vm-at-once");
    }

    @Override
    CameraProject make(String name) {
        return CameraProject.inVm(name, state());
    }

    @Override
    void leave() {
        try (CameraProject project = CameraProject.inVm("leave", state())) {
            project.mvn("vcam:vm", "-Dvcam.vm.stop");
        }
    }
}
