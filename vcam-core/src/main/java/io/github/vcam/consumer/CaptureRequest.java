// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.consumer;

import io.github.vcam.frame.Buffers;
import io.github.vcam.frame.FrameFormat;
import org.jspecify.annotations.Nullable;

/**
 * What to read from where.
 *
 * @param device a node's path, number or card label
 * @param method how frames are taken
 * @param buffers how many buffers to ask for, 1 to 32
 * @param format what the node must give; null: what it gives anyway
 */
public record CaptureRequest(
        String device,
        CaptureMethod method,
        int buffers,
        @Nullable FrameFormat format) {
    public CaptureRequest {
        Buffers.check(buffers);
    }

    /** What the node gives, by a queue of four mapped buffers. */
    public static CaptureRequest of(String device) {
        return new CaptureRequest(device, CaptureMethod.MMAP, Buffers.USUAL, null);
    }

    public CaptureRequest withMethod(CaptureMethod value) {
        return new CaptureRequest(device, value, buffers, format);
    }

    public CaptureRequest withBuffers(int value) {
        return new CaptureRequest(device, method, value, format);
    }

    public CaptureRequest withFormat(FrameFormat value) {
        return new CaptureRequest(device, method, buffers, value);
    }
}
