// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

/** The controls that the module adds to V4L2's own, numbered as in linux/v4l2loopback.h. */
public enum LoopbackControl {
    /** The format stays, whoever comes and goes. */
    KEEP_FORMAT(0),
    /** What consumers get after the producer's last frame. */
    PRODUCER_END(0x80),
    /** For so many milliseconds a frame waits until all consumers have the one before. */
    WAIT_FOR_CONSUMERS(0x81);

    private static final int BASE = 0x0098f900;

    public final int id;

    LoopbackControl(int number) {
        id = BASE + number;
    }

    public String kernelName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
