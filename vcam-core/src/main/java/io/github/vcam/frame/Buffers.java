// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.frame;

import io.github.vcam.error.InvalidValueException;

/** How many buffers a queue of frames has. */
public final class Buffers {
    /** Two are with the driver, one is filled or read, one is spare. */
    public static final int USUAL = 4;

    /** The most that the kernel gives: V4L2's VIDEO_MAX_FRAME. */
    public static final int MOST = 32;

    private Buffers() {}

    /** Fails unless a queue can have so many. */
    public static void check(int count) {
        if (count < 1 || count > MOST) {
            throw InvalidValueException.of("buffers", count + " buffers are not 1 to " + MOST);
        }
    }
}
