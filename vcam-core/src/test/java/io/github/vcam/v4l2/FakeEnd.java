// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;

/** How a fake node ends a stream: an empty last buffer, then a broken pipe, until it is begun anew. */
final class FakeEnd {
    private boolean pending;
    private boolean lastWasTaken;

    void begin() {
        pending = true;
    }

    void reset() {
        pending = false;
        lastWasTaken = false;
    }

    boolean isPending() {
        return pending;
    }

    /** What VIDIOC_DQBUF answers when no frame is there. */
    int dequeue(Buffer buffer, int index) {
        if (!pending) {
            return -Errno.EAGAIN;
        }
        if (lastWasTaken) {
            return -Errno.EPIPE;
        }
        lastWasTaken = true;
        buffer.index(index).bytesUsed(0).flags(V4l2.V4L2_BUF_FLAG_LAST);
        return 0;
    }
}
