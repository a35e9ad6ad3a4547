// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.consumer;

import io.github.vcam.v4l2.DeviceFormat;
import io.github.vcam.v4l2.VideoDevice;
import org.jspecify.annotations.Nullable;

/**
 * A way of taking frames that has begun, with the memory that they come in. It lends one frame at a time. For one thread;
 * makes no garbage per frame. The device is not its own.
 */
sealed interface Intake extends AutoCloseable permits QueueIntake, ReadIntake {

    /** Begins to take frames that are as {@code format} says. */
    static Intake begin(CaptureRequest request, VideoDevice device, DeviceFormat format) {
        return request.method() == CaptureMethod.READ
                ? ReadIntake.begin(device, format)
                : QueueIntake.begin(request, device);
    }

    /** As {@link CameraCapture#next}, in nanoseconds. */
    @Nullable
    CapturedFrame next(long nanos);

    /** As {@link CameraCapture#newest}, in nanoseconds. */
    @Nullable
    CapturedFrame newest(long nanos);

    /** Whether no frame follows. */
    boolean hasEnded();

    int bufferCount();

    /** Takes the lent frame away. Closing again does nothing. */
    @Override
    void close();
}
