// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.consumer;

import io.github.vcam.v4l2.DeviceFormat;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.PlainIo;
import io.github.vcam.v4l2.VideoDevice;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Frames by read(), each into the same buffer. Nobody but the driver knows how many wait, so the next is the newest. */
final class ReadIntake implements Intake {
    private final VideoDevice device;
    private final DeviceFormat format;
    private final PlainIo io;
    private final ByteBuffer view;
    private final CapturedFrame frame = new CapturedFrame();
    private long frames;
    private boolean ended;

    private ReadIntake(VideoDevice device, DeviceFormat format) {
        this.device = device;
        this.format = format;
        this.io = PlainIo.open(device, format.sizeImage());
        this.view = io.memory().asReadOnlyBuffer();
    }

    static ReadIntake begin(VideoDevice device, DeviceFormat format) {
        return new ReadIntake(device, format);
    }

    @Override
    public @Nullable CapturedFrame next(long nanos) {
        int length = ended ? 0 : read(nanos);
        ended |= length == 0; // as read(2) has it
        if (length <= 0) {
            return null;
        }
        view.position(0).limit(length);
        return frame.set(view, 0, frames++, 0, 0, false);
    }

    /** Drivers tell readers of a new format, and who has not read is none: the first frame is looked at before and after. */
    private int read(long nanos) {
        if (frames > 0) {
            return io.read(nanos);
        }
        long deadline = System.nanoTime() + nanos;
        if (!io.awaitFrame(nanos)) {
            return -1;
        }
        int length = isFormatAsBefore() ? io.read(Math.max(0, deadline - System.nanoTime())) : 0;
        return length <= 0 || isFormatAsBefore() ? length : 0;
    }

    private boolean isFormatAsBefore() {
        return device.format(Direction.CAPTURE).equals(format);
    }

    @Override
    public @Nullable CapturedFrame newest(long nanos) {
        return next(nanos);
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public int bufferCount() {
        return 1;
    }

    @Override
    public void close() {
        frame.clear();
        io.close();
    }
}
