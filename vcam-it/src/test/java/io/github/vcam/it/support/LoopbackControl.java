// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

/** The controls that the module adds to V4L2's own, numbered as in linux/v4l2loopback.h. */
public enum LoopbackControl {
    /** The format stays, whoever comes and goes. */
    KEEP_FORMAT(0),
    /** While the producer is late, the last frame is delivered again. */
    SUSTAIN_FRAMERATE(1),
    /** Milliseconds of silence until the timeout image is delivered. */
    TIMEOUT(2),
    /** What the next opener writes is the timeout image. */
    TIMEOUT_IMAGE_IO(3),
    /** What consumers get after the producer's last frame. */
    PRODUCER_END(0x80),
    /** For so many milliseconds a frame waits until all consumers have the one before. */
    WAIT_FOR_CONSUMERS(0x81),
    /** A producer's padded lines stay as they are. */
    KEEP_STRIDES(0x82);

    private static final int BASE = 0x0098f900;

    public final int id;

    LoopbackControl(int number) {
        id = BASE + number;
    }

    /** Sets it, and closes the node again. */
    public void set(int value) {
        try (Node node = Node.open()) {
            Node.must("S_CTRL", node.setControl(this, value));
        }
    }
}
