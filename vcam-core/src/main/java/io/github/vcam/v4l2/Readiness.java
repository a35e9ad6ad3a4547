// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.v4l2.sys.V4l2;

/** What came of waiting for a device. */
enum Readiness {
    READY,
    TIMED_OUT,
    INTERRUPTED,
    /** The device reported an error or went away; the next call on it tells which. */
    FAILED;

    private static final int SLICE_MILLIS = 100;
    private static final long MILLISECOND = 1_000_000L;

    /**
     * Waits until the device is ready or {@link System#nanoTime} reaches {@code deadline}, in slices, because an
     * interrupt does not end a poll(2). The interrupt flag stays set.
     */
    static Readiness await(VideoDevice device, Direction direction, long deadline) {
        while (true) {
            if (Thread.currentThread().isInterrupted()) {
                return INTERRUPTED;
            }
            long left = Math.max(0, deadline - System.nanoTime());
            int slice = (int) Math.min(SLICE_MILLIS, (left + MILLISECOND - 1) / MILLISECOND);
            int events = device.calls().poll(device.fd(), direction.pollEvent(), slice);
            if (events < 0) {
                throw V4l2Exception.of("poll", device.path(), -events);
            }
            if ((events & direction.pollEvent()) != 0) {
                return READY;
            }
            if ((events & (V4l2.POLLERR | V4l2.POLLHUP | V4l2.POLLNVAL)) != 0) {
                return FAILED;
            }
            if (left == 0) {
                return TIMED_OUT;
            }
        }
    }
}
