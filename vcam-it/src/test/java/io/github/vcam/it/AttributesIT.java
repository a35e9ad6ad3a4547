// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.LoopbackControl;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.Programs;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The attributes of a node in sysfs. */
class AttributesIT {
    private final StampedVideo video = Camera.video();

    @BeforeEach
    void reload() {
        KernelModule.restore();
    }

    @AfterAll
    static void restore() {
        KernelModule.restore();
    }

    @Test
    void nobodyHasChosenAFormat_formatIsEmpty() throws IOException {
        assertThat(read("format")).isEmpty();
    }

    @Test
    void producerStreams_formatBuffersAndStateTellSo() throws IOException {
        try (Producer producer = new MappedProducer(video)) {
            producer.send(1);
            assertThat(read("format")).isEqualTo("YUYV:320x240@30");
            assertThat(read("state")).isEqualTo("capture");
            assertThat(Integer.parseInt(read("buffers"))).isPositive();
        }
        assertThat(read("state")).isEqualTo("output");
        assertThat(read("buffers")).isEqualTo("0");
    }

    @Test
    void rateIsWritten_itIsTheDevices() throws IOException {
        try (Node node = Node.open()) {
            Node.must("S_FMT", node.setFormat(Side.OUTPUT, video.format()));
            Node.must("S_CTRL", node.setControl(LoopbackControl.KEEP_FORMAT, 1));
        }
        assertThat(write("format", "@25")).isTrue();
        assertThat(read("format")).isEqualTo("YUYV:320x240@25");
        assertThat(write("format", "@30000/1001")).isTrue();
        assertThat(read("format")).isEqualTo("YUYV:320x240@30000/1001");
        assertThat(Programs.call("v4l2-ctl", "-d", Camera.path(), "--get-parm")).contains("29.970");
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "@", "@0", "@25/0", "@25x", "YUYV:320x240@25"})
    void anythingElseIsWritten_itIsRefused(String text) {
        assertThat(write("format", text)).isFalse();
    }

    @Test
    void openersAreLimited_oneMoreIsRefused() throws IOException {
        assertThat(write("max_openers", "1")).isTrue();
        assertThat(read("max_openers")).isEqualTo("1");
        try (Node node = Node.open()) {
            assertThat(Programs.run("v4l2-ctl", "-d", Camera.path(), "--all").exitStatus())
                    .isNotZero();
            assertThat(node.capabilities().driver()).isEqualTo("v4l2 loopback");
            assertThat(write("max_openers", "0")).isFalse();
        }
    }

    private static Path attribute(String name) {
        return Path.of("/sys/class/video4linux/video" + Camera.number(), name);
    }

    private static String read(String name) throws IOException {
        return Files.readString(attribute(name)).strip();
    }

    private static boolean write(String name, String text) {
        return Programs.runAsRoot("sh", "-c", "echo '" + text + "' > " + attribute(name))
                .succeeded();
    }
}
