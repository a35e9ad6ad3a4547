// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.reader;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.v4l2.Buffers;
import org.jspecify.annotations.Nullable;

/**
 * What to read from where.
 *
 * @param device a node's path, number or card label
 * @param method how frames are taken
 * @param buffers how many buffers to ask for, 1 to 32
 * @param format what the node must give; null: what it gives anyway
 */
public record ReadRequest(
        String device,
        ReadMethod method,
        int buffers,
        @Nullable FrameFormat format) {
    public ReadRequest {
        Buffers.check(buffers);
    }

    /** What the node gives, by a queue of four mapped buffers. */
    public static ReadRequest of(String device) {
        return new ReadRequest(device, ReadMethod.MMAP, Buffers.USUAL, null);
    }

    public ReadRequest withMethod(ReadMethod value) {
        return new ReadRequest(device, value, buffers, format);
    }

    public ReadRequest withBuffers(int value) {
        return new ReadRequest(device, method, value, format);
    }

    public ReadRequest withFormat(FrameFormat value) {
        return new ReadRequest(device, method, buffers, value);
    }
}
