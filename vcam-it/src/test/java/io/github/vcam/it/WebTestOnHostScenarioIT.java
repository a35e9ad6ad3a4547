// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import io.github.vcam.it.support.CameraProject;
import io.github.vcam.it.support.KernelModule;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On the machine's own kernel, as root. */
@Tag("clients")
@Timeout(value = 25, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class WebTestOnHostScenarioIT extends WebTestScenario {
    @TempDir
    private Path directory;

    @BeforeEach
    void unload() {
        KernelModule.remove();
    }

    @Override
    CameraProject make() {
        return CameraProject.copyOfSample("web-test", directory.resolve("web-test"), "-Dvcam.target=host", QUICK_JVM)
                .withModuleBuilt();
    }

    @AfterEach
    void restore() {
        KernelModule.restore();
    }
}
