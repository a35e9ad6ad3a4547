// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.frame.FrameRate;

/**
 * Where frames fall in an output's even sequence, by the times that an input gives them. Pauses stay; a clock that goes
 * back, or far ahead, is one that was set anew, and its frame follows the one before. For one thread; makes no garbage.
 */
final class Timeline {
    /** A step of the clock of more than this is none of the video's. */
    private static final long JUMP_NANOS = 5_000_000_000L;
    /** Frames of a slide show last longer, each about as long as the one before. */
    private static final int JUMP_FRAMES = 4;
    /** Frames of a steady video that come so little late, in places, or early, are in their place. */
    private static final double SLACK = 1.5;

    private final FrameRate output;
    private final boolean counted;
    private final long period;
    private boolean begun;
    private boolean anew;
    private long offset;
    private long shown;
    private long length;
    private long first = -1;
    private long end;

    /**
     * @param output the rate of the sequence
     * @param input the rate of the frames
     * @param steady whether frames come evenly, but for pauses
     */
    Timeline(FrameRate output, FrameRate input, boolean steady) {
        this.output = output;
        this.counted = steady && output.equals(input);
        this.period = input.periodNanos();
    }

    /**
     * Places the next frame.
     *
     * @param nanos when it is to be shown, by the input's clock
     * @param duration how long, 0 when that is not known
     */
    void add(long nanos, long duration) {
        long next = begun ? shown + length : 0;
        long step = nanos + offset - shown;
        boolean jump = step < 0 || (step > JUMP_NANOS && step > JUMP_FRAMES * length);
        if (!begun || anew || jump) {
            offset = next - nanos;
        }
        shown = nanos + offset;
        length = duration > 0 ? duration : period;
        if (counted) {
            long expected = first + 1;
            double place = (double) shown / period;
            first = !begun || place - expected < SLACK ? expected : output.indexAt(shown);
            end = first + Math.max(1, Math.round((double) length / period));
        } else {
            first = output.indexAt(shown);
            end = output.indexAt(shown + length);
        }
        begun = true;
        anew = false;
    }

    /** The input begins again: its next frame follows the last one. */
    void again() {
        anew = begun;
    }

    /** The first place that the frame fills. */
    long first() {
        return first;
    }

    /** The place behind the last one that it fills if no other comes before. */
    long end() {
        return end;
    }
}
