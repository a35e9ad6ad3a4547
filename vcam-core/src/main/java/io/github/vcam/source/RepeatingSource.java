// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.source;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;

/** Plays another source without end: again from the start, or, for a still image, its one frame over and over. */
public final class RepeatingSource extends WrappingSource {
    private final FrameRate rate;
    private final boolean still;
    private long index = -1;

    private RepeatingSource(FrameSource inner, FrameRate rate, boolean still) {
        super(inner);
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
        return still ? inner().rawFormat() : inner().nativeFormat();
    }

    @Override
    public FrameRate rate() {
        return rate;
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
        if (!inner().next()) {
            if (index < 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            inner().rewind();
            if (!inner().next()) {
                return false;
            }
        }
        index++;
        return true;
    }

    @Override
    public long ptsNanos() {
        return rate.nanosAt(Math.max(0, index));
    }

    @Override
    public void rewind() {
        super.rewind();
        index = -1;
    }
}
