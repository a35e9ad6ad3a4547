// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import io.github.vcam.it.support.CameraProject;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** As a person on this machine sees it, with the cameras in a micro-VM. */
@Tag("outside")
@Tag("long")
class StartedCamerasScenarioIT extends StartedCamerasScenario {
    @Override
    CameraProject make(String name) {
        return CameraProject.inVm(name, CameraProject.outside().resolve("vm-started"));
    }

    @Override
    List<String> wordsOfThePlace() {
        return List.of("do not see them", "<jvm>${vcam.jvm}</jvm>");
    }

    @Override
    void leave(CameraProject project) {
        project.mvn("vcam:vm", "-Dvcam.vm.stop");
    }
}
