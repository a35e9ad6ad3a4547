// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.CameraProject;
import io.github.vcam.it.support.RunningProgram;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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

    /** As another build does whose last camera goes, at the worst moment. */
    @Test
    @Order(7)
    void theModuleIsUnloadedBeforeACameraIsThere_itIsLoadedAgain() throws IOException {
        String unloading =
                "echo waits; until [ -e /dev/v4l2loopback ]; do sleep 0.1; done; sleep 0.3; rmmod v4l2loopback && echo unloaded";
        try (RunningProgram other = one().start("-q", "vcam:exec", "-Dvcam.command=" + unloading)) {
            other.awaitOutput("waits");
            one().mvnSucceeds("vcam:start", "-Dinput=pattern:bars", "-Dvcam.label=Other");
            other.awaitOutput("unloaded");
        }
        assertThat(one().mvn("-q", "vcam:status").stdout()).contains("Other");
        assertThat(one().mvn("vcam:stop").stdout()).contains("the cameras are gone", "unloaded the module");
    }
}
