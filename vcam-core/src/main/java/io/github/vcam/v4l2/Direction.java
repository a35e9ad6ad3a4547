// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.v4l2.sys.V4l2;

/** The two ways of a V4L2 queue, named as V4L2 does: producers fill OUTPUT, consumers read CAPTURE. */
public enum Direction {
    OUTPUT(V4l2.V4L2_BUF_TYPE_VIDEO_OUTPUT, V4l2.V4L2_CAP_VIDEO_OUTPUT, V4l2.POLLOUT),
    CAPTURE(V4l2.V4L2_BUF_TYPE_VIDEO_CAPTURE, V4l2.V4L2_CAP_VIDEO_CAPTURE, V4l2.POLLIN);

    private final int bufferType;
    private final int capability;
    private final int pollEvent;

    Direction(int bufferType, int capability, int pollEvent) {
        this.bufferType = bufferType;
        this.capability = capability;
        this.pollEvent = pollEvent;
    }

    int bufferType() {
        return bufferType;
    }

    int capability() {
        return capability;
    }

    int pollEvent() {
        return pollEvent;
    }
}
