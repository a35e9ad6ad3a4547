// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * How long FFmpeg may wait for an input: until nothing has come for some time, the thread that waits is interrupted, or
 * {@link #cancel} is called, which any thread may do. FFmpeg asks it again and again while it waits.
 */
final class InputWait extends AVIOInterruptCB.Callback_Pointer {
    private final Duration patience;
    private long began = System.nanoTime();
    private volatile boolean cancelled;
    private boolean over;

    /** {@code patience} is for each step. */
    InputWait(Duration patience) {
        this.patience = patience;
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
        began = System.nanoTime();
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
        if (System.nanoTime() - began > patience.toNanos()) {
            over = true;
        }
        return over || cancelled || Thread.currentThread().isInterrupted() ? 1 : 0;
    }
}
