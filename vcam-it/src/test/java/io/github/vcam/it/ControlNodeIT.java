// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.ControlNode;
import io.github.vcam.it.support.ControlNode.Config;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.Node;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.V4l2;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** /dev/v4l2loopback: devices that come and go while the module is loaded. */
class ControlNodeIT {
    private static final int NUMBER = 42;
    private static final int ENOSYS = 38;
    private static final int EEXIST = 17;
    private static final long NOBODYS_ADDRESS = 16;

    private ControlNode control;

    @BeforeEach
    void load() {
        KernelModule.restore();
        KernelModule.awaitNode(ControlNode.PATH);
        control = new ControlNode();
    }

    @AfterEach
    void restore() {
        control.close();
        KernelModule.restore();
    }

    @Test
    void versionIsAsked_itIsThatOfTheInterface() {
        assertThat(control.version()).isEqualTo(0x000f04);
    }

    @Test
    void moduleIsLoaded_itsOwnVersionTellsItFromV4l2loopback() {
        assertThat(Path.of("/sys/module/v4l2loopback/version")).content().isEqualToIgnoringNewLines("0.15.4-vcam");
    }

    @Test
    void deviceIsAdded_itIsWhatWasAskedFor() {
        Config wanted = new Config()
                .number(NUMBER)
                .label("Added")
                .size(32, 1280, 24, 720)
                .buffers(4)
                .openers(3)
                .allCaps(0);
        assertThat(control.call(ControlNode.ADD, wanted)).isEqualTo(NUMBER);
        Config answer = new Config().number(NUMBER);
        Node.must("QUERY", control.call(ControlNode.QUERY, answer));
        assertThat(answer.label()).isEqualTo("Added");
        assertThat(answer.captureNumber()).isZero();
        int[] values = {32, 1280, 24, 720, 4, 3, 0, 0};
        for (int i = 0; i < values.length; i++) {
            assertThat(answer.at(40 + 4 * i)).as("field at %d", 40 + 4 * i).isEqualTo(values[i]);
        }
        KernelModule.awaitNode("/dev/video" + NUMBER);
        try (Node node = Node.open("/dev/video" + NUMBER, V4l2.O_RDWR)) {
            assertThat(node.capabilities().card()).isEqualTo("Added");
        }
    }

    @Test
    void requestsHaveTheirOldNumbers_theyWorkAsWell() {
        int number = Node.must("ADD", control.call(ControlNode.LEGACY_ADD, 0));
        Config answer = new Config().number(number);
        Node.must("QUERY", control.call(ControlNode.LEGACY_QUERY, answer));
        assertThat(answer.number()).isEqualTo(number);
        assertThat(control.call(ControlNode.LEGACY_REMOVE, number)).isZero();
        assertThat(control.call(ControlNode.LEGACY_QUERY, answer)).isEqualTo(-Errno.ENODEV);
    }

    @Test
    void numberIsTakenByAnotherDevice_nothingIsAdded() {
        assertThat(control.call(ControlNode.ADD, new Config().number(Camera.number())))
                .isEqualTo(-EEXIST);
    }

    @Test
    void deviceIsOpen_itIsNotRemovedUntilItIsClosed() {
        try (Node node = Node.open()) {
            assertThat(control.call(ControlNode.REMOVE, Camera.number())).isEqualTo(-Errno.EBUSY);
            assertThat(node.capabilities().driver()).isEqualTo("v4l2 loopback");
        }
        assertThat(control.call(ControlNode.REMOVE, Camera.number())).isZero();
        assertThat(control.call(ControlNode.REMOVE, Camera.number())).isEqualTo(-Errno.ENODEV);
    }

    @Test
    void captureNumberIsGiven_theDeviceHasTwoNodes() {
        Config wanted = new Config().number(NUMBER).captureNumber(NUMBER + 1);
        assertThat(control.call(ControlNode.ADD, wanted)).isEqualTo(NUMBER);
        Config answer = new Config().number(NUMBER + 1);
        Node.must("QUERY", control.call(ControlNode.QUERY, answer));
        assertThat(answer.number()).isEqualTo(NUMBER);
        assertThat(answer.captureNumber()).isEqualTo(NUMBER + 1);
        assertThat(sides(NUMBER)).content().isEqualToIgnoringNewLines("output");
        assertThat(sides(NUMBER + 1)).content().isEqualToIgnoringNewLines("capture");
        assertThat(sides(Camera.number())).content().isEqualToIgnoringNewLines("both");
    }

    private static Path sides(int number) {
        return Path.of("/sys/class/video4linux/video" + number, "sides");
    }

    /** Debian's own tool leaves the reserved field as it finds it on its stack. */
    @ParameterizedTest
    @ValueSource(ints = {0, -1, 32765, Integer.MIN_VALUE})
    void reservedFieldHoldsAnything_theDeviceHasOneNode(int rest) {
        assertThat(control.call(ControlNode.ADD, new Config().number(NUMBER).captureNumber(rest)))
                .isEqualTo(NUMBER);
        Config answer = new Config().number(NUMBER);
        Node.must("QUERY", control.call(ControlNode.QUERY, answer));
        assertThat(answer.captureNumber()).isZero();
    }

    @Test
    void addressIsNobodys_itIsAnError() {
        assertThat(control.call(ControlNode.ADD, NOBODYS_ADDRESS)).isEqualTo(-Errno.EFAULT);
        assertThat(control.call(ControlNode.QUERY, NOBODYS_ADDRESS)).isEqualTo(-Errno.EFAULT);
        assertThat(control.call(ControlNode.QUERY, 0)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void requestIsUnknown_theAnswerIsEnosys() {
        assertThat(control.call(0x4c99, 0)).isEqualTo(-ENOSYS);
    }
}
