// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesFileTest {
    @TempDir
    Path directory;

    private static ModuleState.Device device(int number) {
        return new ModuleState.Device(number, "cam", Map.of(), List.of());
    }

    @Test
    void devicesAreWritten_theFirstOneIsFound() {
        Path file = directory.resolve("target/devices.json");
        DevicesFile.write(file, List.of(device(12), device(10)));
        assertThat(DevicesFile.firstNode(file)).contains("/dev/video12");
        DevicesFile.delete(file);
        assertThat(DevicesFile.firstNode(file)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "null", "[]", "[null]", "[{}]", "[{\"number\":", "{}", "[{\"number\":\"x\"}]"})
    void fileIsEmptyOrDamaged_thereIsNoDevice(String content) throws IOException {
        assertThat(DevicesFile.firstNode(Files.writeString(directory.resolve("devices.json"), content)))
                .isEmpty();
    }

    @Test
    void fileIsReplaced_whoReadsItHasTheOldOneWhole() throws IOException {
        Path file = directory.resolve("devices.json");
        DevicesFile.write(file, List.of(device(10), device(11)));
        Path old = Files.createLink(directory.resolve("old"), file);
        DevicesFile.write(file, List.of(device(12)));
        assertThat(DevicesFile.firstNode(old)).contains("/dev/video10");
    }
}
