// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.v4l2.OwnedDevice.Form;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.layout.LoopbackConfig;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnedDeviceTest {
    private static final int FD = 5;

    private final List<String> calls = new ArrayList<>();
    private int openAnswer = FD;
    private int addAnswer = 3;
    private int secondNode;

    /** A module whose control node does what it is asked. */
    private SystemCalls module() {
        return (SystemCalls) Proxy.newProxyInstance(
                SystemCalls.class.getClassLoader(), new Class<?>[] {SystemCalls.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "open" -> {
                            calls.add("open " + arguments[0]);
                            yield openAnswer;
                        }
                        case "close" -> {
                            calls.add("close " + arguments[0]);
                            yield 0;
                        }
                        case "ioctl" -> ioctl((Ioctl) arguments[1], (LoopbackConfig) arguments[2]);
                        default -> throw new IllegalStateException(method.getName());
                    };
                });
    }

    private int ioctl(Ioctl request, LoopbackConfig config) {
        calls.add(request + " " + config.outputNumber() + " " + config.captureNumber() + " " + config.cardLabel() + " "
                + config.announces());
        if (request == Ioctl.V4L2LOOPBACK_CTL_ADD_OWNED) {
            return addAnswer;
        }
        config.captureNumber(secondNode);
        return 0;
    }

    @Test
    void oneNodeIsAdded_itHasBothSides() {
        try (OwnedDevice device = OwnedDevice.add(module(), "Front", Form.EXCLUSIVE)) {
            assertThat(device.node()).isEqualTo("/dev/video3");
            assertThat(device.consumerNode()).isEqualTo("/dev/video3");
        }
        assertThat(calls)
                .containsExactly(
                        "open /dev/v4l2loopback",
                        "V4L2LOOPBACK_CTL_ADD_OWNED -1 0 Front 0",
                        "V4L2LOOPBACK_CTL_QUERY 3 0 Front 0",
                        "close 5");
    }

    @Test
    void twoNodesAreAdded_consumersHaveTheirOwn() {
        secondNode = 4;
        try (OwnedDevice device = OwnedDevice.add(module(), "Front", Form.SPLIT)) {
            assertThat(device.node()).isEqualTo("/dev/video3");
            assertThat(device.consumerNode()).isEqualTo("/dev/video4");
        }
        assertThat(calls).contains("V4L2LOOPBACK_CTL_ADD_OWNED -1 -2 Front 0");
    }

    @Test
    void cameraIsAdded_theModuleIsAskedForOneThatAnnouncesCaptureAlone() {
        OwnedDevice.add(module(), "Front", Form.of("camera")).close();
        assertThat(calls).contains("V4L2LOOPBACK_CTL_ADD_OWNED -1 0 Front 2");
    }

    @Test
    void closedTwice_theDescriptorIsClosedOnce() {
        OwnedDevice device = OwnedDevice.add(module(), "Front", Form.JOINED);
        device.close();
        device.close();
        assertThat(calls).containsOnlyOnce("close 5");
    }

    @Test
    void theModuleRefuses_theDescriptorIsClosedAndTheFailureSaysWhat() {
        addAnswer = -Errno.EACCES;
        assertThatThrownBy(() -> OwnedDevice.add(module(), "Front", Form.JOINED))
                .hasMessageContaining("V4L2LOOPBACK_CTL_ADD_OWNED on /dev/v4l2loopback")
                .hasMessageEndingWith("[VCAM-304]");
        assertThat(calls).contains("close 5");
    }

    @Test
    void thereIsNoModule_itIsSaid() {
        openAnswer = -Errno.ENOENT;
        assertThatThrownBy(() -> OwnedDevice.add(module(), "Front", Form.JOINED))
                .hasMessageEndingWith("[VCAM-301]");
    }
}
