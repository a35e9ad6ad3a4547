// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.source;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;

/** Frames that are made in one format, each from its number, without end. Other formats need a conversion. */
abstract class DrawnSource implements FrameSource {
    private final String what;
    private final FrameFormat format;
    private final FrameRate rate;
    private PlaneLayout layout;
    private long index = -1;

    /** {@code what} it is, for messages. */
    DrawnSource(String what, FrameFormat format, FrameRate rate) {
        this.what = what;
        this.format = format;
        this.rate = rate;
        this.layout = format.tight();
    }

    /**
     * Draws all of a frame into the front of a buffer; returns the bytes used.
     *
     * @param wanted where it lies
     * @param index of the frame, from 0
     */
    abstract int draw(ByteBuffer target, PlaneLayout wanted, long index);

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
        return draw(target, layout, index);
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
