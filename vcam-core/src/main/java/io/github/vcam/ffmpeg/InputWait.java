// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * How long FFmpeg may wait for an input: until nothing has come for some time, the thread that waits is interrupted, or
 * {@link #cancel} is called, which any thread may do. FFmpeg asks it again and again while it waits.
 */
final class InputWait extends AVIOInterruptCB.Callback_Pointer {
    private static final long LOOK_NANOS = 20_000_000;
    private static final long ENDLESS_NANOS = Duration.ofDays(365).toNanos();

    private final Duration patience;
    private long stepEnd;
    private long end;
    private boolean ends;
    private volatile boolean cancelled;
    private boolean over;

    /** {@code patience} is for each step. */
    InputWait(Duration patience) {
        this.patience = patience;
        begin();
    }

    Duration patience() {
        return patience;
    }

    /** Makes a context that was not opened yet ask this. */
    void guard(AVFormatContext context) {
        context.interrupt_callback().callback(this);
    }

    /** Another step begins. */
    void begin() {
        over = false;
        stepEnd = System.nanoTime() + patience.toNanos();
    }

    /** Another step begins that may take as long as it likes. */
    void beginEndless() {
        over = false;
        stepEnd = System.nanoTime() + ENDLESS_NANOS;
    }

    /** All steps together end then, by {@link System#nanoTime}, until {@link #endNever}. */
    void endAt(long nanoTime) {
        end = nanoTime;
        ends = true;
    }

    void endNever() {
        ends = false;
    }

    /** Waits so long, or until it is cancelled or interrupted (flag kept). */
    void pause(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (!isCancelled() && until - System.nanoTime() > 0) {
            LockSupport.parkNanos(Math.min(LOOK_NANOS, until - System.nanoTime()));
        }
    }

    /** Whether nobody wants the input any more. */
    boolean isCancelled() {
        return cancelled || Thread.currentThread().isInterrupted();
    }

    /** Whether whoever waits shall wait no more. */
    boolean isToEnd() {
        long now = System.nanoTime();
        if (now - stepEnd > 0 || (ends && now - end > 0)) {
            over = true;
        }
        return over || isCancelled();
    }

    /** Ends what FFmpeg does, now or next, until {@link #renew}. */
    void cancel() {
        cancelled = true;
    }

    /** Takes a {@link #cancel} back. */
    void renew() {
        cancelled = false;
    }

    /** Whether a step took too long. */
    boolean isOver() {
        return over;
    }

    @Override
    public int call(Pointer nothing) {
        return isToEnd() ? 1 : 0;
    }
}
