// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import io.github.vcam.frame.FrameRate;

/**
 * Keeps a rate on an absolute schedule: frame n is due n periods after the first one, so that waiting errors do not
 * add up. Who comes later than one period is let through at once and takes the next free place of the same schedule:
 * lateness is counted and never made up for by a burst. For one thread; makes no garbage.
 */
public final class Pacer {
    private final FrameRate rate;
    private final Time time;
    private long start;
    private long slot = -1;
    private long late;

    public Pacer(FrameRate rate) {
        this(rate, Time.REAL);
    }

    Pacer(FrameRate rate, Time time) {
        this.rate = rate;
        this.time = time;
    }

    /** The first frame is due now, unless one was due before. */
    public void begin() {
        if (slot < 0) {
            start = time.now();
            slot = 0;
        }
    }

    /** Waits until the next frame is due; false when the thread was interrupted (flag kept). */
    public boolean await() {
        if (slot < 0) {
            begin();
            return !Thread.currentThread().isInterrupted();
        }
        long now = time.now();
        slot++;
        if (now - start - rate.nanosAt(slot) > rate.periodNanos()) {
            late++;
            slot = Math.max(slot, (long) Math.floor((now - start) / (double) rate.periodNanos()));
        }
        while (!Thread.currentThread().isInterrupted()) {
            long left = start + rate.nanosAt(slot) - time.now();
            if (left <= 0) {
                return true;
            }
            time.sleeper().accept(left);
        }
        return false;
    }

    /** Frames that came more than one period after they were due. */
    public long late() {
        return late;
    }
}
