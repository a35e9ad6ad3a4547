// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import io.github.vcam.it.support.CameraProject;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** As a person on this machine sees it: cameras, tests and browser are in a micro-VM. */
@Tag("outside")
@Tag("clients")
@Timeout(value = 25, unit = TimeUnit.MINUTES)
class WebTestScenarioIT extends WebTestScenario {
    private static Path state() {
        return CameraProject.outside().resolve("vm-web");
    }

    @Override
    CameraProject make() {
        return CameraProject.copyOfSample(
                        "web-test",
                        CameraProject.outside().resolve("web-test"),
                        "-Dvcam.target=vm",
                        "-Dvcam.vm.accelerator=tcg",
                        "-Dvcam.vm.directory=" + state(),
                        QUICK_JVM)
                .withModuleBuilt();
    }

    @AfterEach
    void stop() {
        try (CameraProject project = CameraProject.inVm("leave", state())) {
            project.mvn("vcam:vm", "-Dvcam.vm.stop");
        }
    }
}
