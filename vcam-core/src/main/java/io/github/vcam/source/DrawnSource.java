// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.source;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;

/** Frames that are drawn in YUYV, without end. Other formats need a conversion. */
abstract class DrawnSource implements FrameSource {
    private final String what;
    private final FrameFormat format;
    private final FrameRate rate;
    private PlaneLayout layout;
    private long index = -1;

    /** {@code what} it is, for messages. */
    DrawnSource(String what, FrameSize size, FrameRate rate) {
        this.what = what;
        this.format = FrameFormat.of(PixelFormat.YUYV, size);
        this.rate = rate;
        this.layout = format.tight();
    }

    /**
     * Draws all of a frame.
     *
     * @param bytesPerLine from one row to the next
     * @param index of the frame, from 0
     */
    abstract void draw(ByteBuffer target, int bytesPerLine, long index);

    @Override
    public FrameFormat nativeFormat() {
        return format;
    }

    @Override
    public FrameRate rate() {
        return rate;
    }

    @Override
    public boolean canDeliver(PlaneLayout wanted) {
        return wanted.format().equals(format);
    }

    @Override
    public void deliver(PlaneLayout wanted) {
        if (!canDeliver(wanted)) {
            throw new VcamException(
                    CoreError.FORMAT_REFUSED, what + " of " + format + " cannot be drawn as " + wanted.format());
        }
        layout = wanted;
    }

    @Override
    public boolean next() {
        index++;
        return !Thread.currentThread().isInterrupted();
    }

    @Override
    public int writeTo(ByteBuffer target) {
        draw(target, layout.bytesPerLine(), index);
        return layout.bytesUsed();
    }

    @Override
    public long ptsNanos() {
        return rate.nanosAt(Math.max(0, index));
    }

    @Override
    public void rewind() {
        index = -1;
    }

    @Override
    public void close() {
        // owns nothing
    }
}
