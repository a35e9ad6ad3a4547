// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.consumer;

/** Why a capture gets no frame any more until it is {@linkplain CameraCapture#restart restarted}. */
public enum CaptureEnd {
    /**
     * The producer has left. Drivers say so where that is an end: a loopback device whose control {@code producer_end} is
     * {@code end of stream}. Elsewhere consumers wait for the next producer.
     */
    END_OF_STREAM,
    /** Frames of another size or pixel format, or in other colours, follow (V4L2: "Dynamic Resolution Change"). */
    NEW_FORMAT
}
