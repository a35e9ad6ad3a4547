// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.source;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;
import java.util.List;

/** Plays another source without end: again from the start, or, for a still image, its one frame over and over. */
public final class RepeatingSource implements FrameSource {
    private final FrameSource inner;
    private final FrameRate rate;
    private final boolean still;
    private long index = -1;

    private RepeatingSource(FrameSource inner, FrameRate rate, boolean still) {
        this.inner = inner;
        this.rate = rate;
        this.still = still;
    }

    /** Plays {@code inner}, which it owns from now on, again and again. */
    public static RepeatingSource loop(FrameSource inner) {
        return new RepeatingSource(inner, inner.rate(), false);
    }

    /** Shows the first frame of {@code inner}, which it owns from now on, at {@code rate}. */
    public static RepeatingSource still(FrameSource inner, FrameRate rate) {
        return new RepeatingSource(inner, rate, true);
    }

    @Override
    public FrameFormat nativeFormat() {
        return still ? inner.rawFormat() : inner.nativeFormat();
    }

    @Override
    public FrameFormat rawFormat() {
        return inner.rawFormat();
    }

    @Override
    public FrameRate rate() {
        return rate;
    }

    @Override
    public boolean canDeliver(PlaneLayout layout) {
        return inner.canDeliver(layout);
    }

    @Override
    public void deliver(PlaneLayout layout) {
        inner.deliver(layout);
    }

    @Override
    public boolean next() {
        if (Thread.currentThread().isInterrupted()) {
            return false;
        }
        if (index >= 0 && still) {
            index++;
            return true;
        }
        if (!inner.next()) {
            if (index < 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            inner.rewind();
            if (!inner.next()) {
                return false;
            }
        }
        index++;
        return true;
    }

    @Override
    public int writeTo(ByteBuffer target) {
        return inner.writeTo(target);
    }

    @Override
    public long ptsNanos() {
        return rate.nanosAt(Math.max(0, index));
    }

    @Override
    public void rewind() {
        inner.rewind();
        index = -1;
    }

    @Override
    public long dropped() {
        return inner.dropped();
    }

    @Override
    public List<String> warnings() {
        return inner.warnings();
    }

    @Override
    public void close() {
        inner.close();
    }
}
