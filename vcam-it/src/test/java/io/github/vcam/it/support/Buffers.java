// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import java.nio.ByteBuffer;

/** The buffers of one queue, whose memory is the kernel's or the program's. */
interface Buffers {
    /** V4L2_MEMORY_*. */
    int kind();

    int count();

    ByteBuffer bytes(int index);

    /** QBUF's answer. */
    int queue(Node node, Side side, int index, int bytesUsed);

    /** Closes the queue's node: mappings end before it, memory that was brought along after it. */
    void closeWith(Node node);

    /** Where a queue's buffers come from: REQBUFS was called when it returns. */
    @FunctionalInterface
    interface Source {
        Buffers request(Node node, Side side);
    }
}
