// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import io.github.vcam.v4l2.sys.V4l2;

/** The two directions of a node, as V4L2 calls them. */
public enum Side {
    /** What consumers read. */
    CAPTURE(V4l2.V4L2_BUF_TYPE_VIDEO_CAPTURE),
    /** What the producer fills. */
    OUTPUT(V4l2.V4L2_BUF_TYPE_VIDEO_OUTPUT);

    final int type;

    Side(int type) {
        this.type = type;
    }
}
