// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Where there is no camera; where there is one is {@code WithVirtualCameraIT}'s. */
class VirtualCameraExtensionTest {
    @BeforeEach
    void thereIsNoModule() {
        assumeFalse(Files.exists(Path.of("/dev/v4l2loopback")));
    }

    /** What became of each test and class, by its name. */
    private static Map<String, String> run(Class<?> tests) {
        Map<String, String> told = new LinkedHashMap<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .configurationParameter("vcam.fixture", "true")
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionSkipped(TestIdentifier test, String reason) {
                told.put(test.getDisplayName(), "left out: " + reason);
            }

            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                told.put(
                        test.getDisplayName(),
                        result.getStatus()
                                + result.getThrowable()
                                        .map(e -> ": " + e.getMessage())
                                        .orElse(""));
            }
        });
        return told;
    }

    @WithVirtualCamera
    static final class Needs {
        @Test
        void looks(VirtualCameraUnderTest camera) {
            assertThat(camera).isNotNull();
        }
    }

    @Test
    void thereIsNoCamera_theTestFailsAndSaysWhatToDo() {
        assertThat(run(Needs.class).toString())
                .contains("FAILED: no camera can be made", "/dev/v4l2loopback", "vcam:start", "<jvm>${vcam.jvm}</jvm>");
    }

    @WithVirtualCamera(disabledWithoutCamera = true)
    static final class Wishes {
        @Test
        void looks(VirtualCameraUnderTest camera) {
            assertThat(camera).isNotNull();
        }
    }

    @Test
    void thereIsNoCameraAndItIsOnlyWished_theTestIsLeftOut() {
        assertThat(run(Wishes.class).toString()).contains("left out: no camera can be made");
    }

    static final class Forgets {
        @Test
        @WithVirtualCamera(label = "a", disabledWithoutCamera = true)
        void one() {
            // left out
        }

        @Test
        void other() {
            // needs none
        }
    }

    @Test
    void oneTestWishesACamera_theOthersRun() {
        Map<String, String> told = run(Forgets.class);
        assertThat(told.get("one()")).startsWith("left out");
        assertThat(told.get("other()")).isEqualTo("SUCCESSFUL");
    }
}
