// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.LoopbackControl;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.Uevents;
import io.github.vcam.v4l2.sys.V4l2;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An exclusive node says which side it has by turns: whoever listens to udev hears of each turn. */
class AnnouncedChangeIT {
    private static final String NODE = "video" + Camera.number();
    private static final int SIDES = V4l2.V4L2_CAP_VIDEO_CAPTURE | V4l2.V4L2_CAP_VIDEO_OUTPUT;

    @BeforeAll
    static void exclusive() {
        KernelModule.reload("video_nr=" + Camera.number(), "exclusive_caps=1");
    }

    @AfterAll
    static void restore() {
        KernelModule.restore();
    }

    @Test
    void producerComesAndGoes_udevIsToldOfBoth() {
        try (Uevents events = new Uevents()) {
            try (Producer producer = new MappedProducer(Camera.video())) {
                producer.send(1);
                assertThat(announced()).isEqualTo(V4l2.V4L2_CAP_VIDEO_CAPTURE);
                assertThat(events.hear("change", NODE, Consumer.PATIENCE))
                        .as("a uevent when it became a camera")
                        .isTrue();
            }
            assertThat(announced()).isEqualTo(V4l2.V4L2_CAP_VIDEO_OUTPUT);
            assertThat(events.hear("change", NODE, Consumer.PATIENCE))
                    .as("a uevent when it was none any more")
                    .isTrue();
            assertThat(events.hear("change", NODE, Duration.ofMillis(300)))
                    .as("a uevent without a change")
                    .isFalse();
        }
    }

    @Test
    void formatIsKept_udevIsToldOfTheCameraThatStays() {
        try (Uevents events = new Uevents()) {
            LoopbackControl.KEEP_FORMAT.set(1);
            try {
                if (announced() == V4l2.V4L2_CAP_VIDEO_CAPTURE) {
                    assertThat(events.hear("change", NODE, Consumer.PATIENCE)).isTrue();
                }
            } finally {
                LoopbackControl.KEEP_FORMAT.set(0);
            }
        }
    }

    private static int announced() {
        try (Node node = Node.open()) {
            return node.capabilities().deviceCaps() & SIDES;
        }
    }
}
