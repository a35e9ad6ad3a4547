// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import io.github.vcam.it.support.CameraProject;
import io.github.vcam.it.support.KernelModule;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On the machine's own kernel, as root. */
@Tag("clients")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class StartedCamerasOnHostScenarioIT extends StartedCamerasScenario {
    @TempDir
    private static Path directory;

    @BeforeAll
    static void unload() {
        KernelModule.remove();
    }

    @Override
    CameraProject make(String name) {
        return CameraProject.create(directory.resolve(name), "-Dvcam.target=host")
                .withModuleBuilt();
    }

    @Override
    List<String> wordsOfThePlace() {
        return List.of("works on this machine");
    }

    @Override
    void leave(CameraProject project) {
        KernelModule.restore();
    }
}
