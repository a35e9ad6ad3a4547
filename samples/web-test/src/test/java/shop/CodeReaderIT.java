// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vcam.junit.VirtualCameraUnderTest;
import io.github.vcam.junit.WithVirtualCamera;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CodeReaderIT {
    private static CameraPage page;

    @BeforeAll
    static void openBrowser() {
        page = new CameraPage();
    }

    @AfterAll
    static void closeBrowser() {
        page.close();
    }

    /** The camera of the POM, which plays one picture. */
    @Test
    void reads_the_code() {
        page.lookAt("Front");
        assertEquals("4711", page.code());
    }

    /** A camera of the test's own, which shows what the test says. */
    @Test
    @WithVirtualCamera(label = "Door", input = "src/test/resources/4711.png", size = "320x240", fps = "5")
    void reads_another_code_when_one_is_held_up(VirtualCameraUnderTest camera) {
        page.lookAt("Door");
        assertEquals("4711", page.code());
        camera.show(Path.of("src/test/resources/4712.png"));
        assertEquals("4712", page.code());
    }
}
