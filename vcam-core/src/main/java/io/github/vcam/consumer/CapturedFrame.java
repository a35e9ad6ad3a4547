// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.consumer;

import java.nio.ByteBuffer;

/**
 * A frame that a consumer got. Borrowed: data and numbers hold until its capture's next call. One object serves all
 * frames of a capture until that is restarted.
 */
public final class CapturedFrame {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer data = NOTHING;
    private int index;
    private long sequence;
    private long timestampNanos;
    private int flags;
    private boolean damaged;

    CapturedFrame() {}

    CapturedFrame set(ByteBuffer bytes, int bufferIndex, long number, long nanos, int bits, boolean isDamaged) {
        data = bytes;
        index = bufferIndex;
        sequence = number;
        timestampNanos = nanos;
        flags = bits;
        damaged = isDamaged;
        return this;
    }

    /** Lets go of the bytes, whose memory is about to go. */
    void clear() {
        data = NOTHING;
    }

    /** The frame's bytes, from 0 to {@link #bytesUsed}, read-only, in the queue's own buffer. */
    public ByteBuffer data() {
        return data;
    }

    public int bytesUsed() {
        return data.limit();
    }

    /** The buffer's index in its queue; 0 for read(). */
    public int index() {
        return index;
    }

    /** The driver's frame number, or for read() the number of frames read before. */
    public long sequence() {
        return sequence;
    }

    /** The driver's time stamp in nanoseconds; 0 for read(). */
    public long timestampNanos() {
        return timestampNanos;
    }

    /** The V4L2_BUF_FLAG bits; 0 for read(). */
    public int flags() {
        return flags;
    }

    /** Whether the driver marked the frame as damaged. */
    public boolean isDamaged() {
        return damaged;
    }
}
