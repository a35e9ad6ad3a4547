// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.runtime.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script on a machine that is a directory. */
class ProbeTest {
    @TempDir
    Path root;

    @BeforeEach
    void someCameras() throws IOException {
        node(0, "Webcam", "dev_debug", "index");
        node(7, "akvcam", "dev_debug", "index");
        node(10, "ours", "buffers", "format", "max_openers", "sides", "state");
        Files.createDirectories(root.resolve("sys/devices/virtual/video4linux/video7"));
        Files.createDirectories(root.resolve("sys/devices/virtual/video4linux/video10"));
    }

    private void loadModule() throws IOException {
        write("sys/module/v4l2loopback/version", "0.15.4");
        write("sys/module/v4l2loopback/srcversion", "ABC");
        write("sys/module/v4l2loopback/parameters/allowed_gid", "-1");
        write("sys/kernel/debug/v4l2loopback/video10", "device card=ours frames=3");
        write("run/vcam/v4l2loopback", "ABC video_nr=10");
    }

    private void node(int number, String name, String... attributes) throws IOException {
        String directory = "sys/class/video4linux/video" + number + "/";
        write(directory + "name", name);
        for (String attribute : attributes) {
            write(directory + attribute, "");
        }
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }

    private ModuleState state() {
        return ModuleState.parse(
                CommandRunner.create().call(Script.PROBE.by(List.of("sh"), List.of("state", root.toString()))));
    }

    @Test
    void anotherDriverHasAVirtualNode_itIsNotTakenForOurs() throws IOException {
        loadModule();
        assertThat(state().devices()).extracting(ModuleState.Device::number).containsExactly(10);
    }

    @Test
    void moduleIsLoaded_itsFactsAreTold() throws IOException {
        loadModule();
        ModuleState state = state();
        ModuleState.Loaded loaded = state.loaded().orElseThrow();
        assertThat(loaded)
                .isEqualTo(new ModuleState.Loaded("0.15.4", "ABC", Map.of("allowed_gid", "-1"), "ABC video_nr=10"));
        assertThat(state.devices().get(0).facts()).containsEntry("frames", "3");
    }

    @Test
    void moduleIsNotLoaded_noNodeIsOurs() {
        ModuleState state = state();
        assertThat(state.loaded()).isEmpty();
        assertThat(state.devices()).isEmpty();
    }

    @Test
    void processHasANodeOpen_itIsAHolder() throws IOException {
        loadModule();
        write("proc/42/comm", "cheese");
        Files.createDirectories(root.resolve("proc/7/fd"));
        Path descriptors = Files.createDirectories(root.resolve("proc/42/fd"));
        Files.createSymbolicLink(descriptors.resolve("5"), Path.of("/dev/video10"));
        Files.createSymbolicLink(descriptors.resolve("6"), Path.of("/dev/null"));
        assertThat(state().moduleHolders()).extracting(Object::toString).containsExactly("cheese (pid 42)");
    }
}
