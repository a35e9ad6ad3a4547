// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import org.jspecify.annotations.Nullable;

/**
 * The bounded hand-over between the thread that decodes and the one that sends: a few native frames that go round.
 * One thread claims and publishes, one peeks and takes. Monitors, not locks of java.util.concurrent, because waiting
 * on those makes garbage.
 */
final class FrameRing implements AutoCloseable {
    private final NativeFrame[] frames;
    private int first;
    private int ready;
    private boolean held;
    private boolean ended;
    private boolean closed;
    private @Nullable Throwable failure;

    FrameRing(int size) {
        frames = new NativeFrame[size];
        for (int i = 0; i < size; i++) {
            frames[i] = new NativeFrame();
        }
    }

    /** Producer: waits for a frame to fill; null when nobody wants frames any more. */
    synchronized @Nullable NativeFrame claim() throws InterruptedException {
        while (!closed && ready + (held ? 1 : 0) == frames.length) {
            wait();
        }
        return closed ? null : frames[(first + ready + (held ? 1 : 0)) % frames.length];
    }

    /** Producer: the claimed frame is filled. */
    synchronized void publish() {
        ready++;
        notifyAll();
    }

    /** Producer: there will be no more; with the reason if that is a failure. */
    synchronized void end(@Nullable Throwable reason) {
        ended = true;
        failure = reason;
        notifyAll();
    }

    /** Consumer: waits for the frame that {@link #take} would give, leaving it here; null at the end. */
    synchronized @Nullable NativeFrame peek() throws InterruptedException {
        while (ready == 0 && !ended && !closed) {
            wait();
        }
        if (ready > 0) {
            return frames[(first + (held ? 1 : 0)) % frames.length];
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        return null;
    }

    /** Consumer: waits so long for a frame or the end; false when neither came. */
    synchronized boolean await(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; ready == 0 && !ended && !closed; left = (deadline - System.nanoTime()) / 1_000_000) {
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Consumer: whether {@link #take} gives a frame at once. */
    synchronized boolean hasMore() {
        return ready > 0;
    }

    /** Consumer: waits for the next frame, which stays valid until the next take; null at the end. */
    synchronized @Nullable NativeFrame take() throws InterruptedException {
        if (peek() == null) {
            return null;
        }
        if (held) {
            first = (first + 1) % frames.length;
        }
        held = true;
        ready--;
        notifyAll();
        return frames[first];
    }

    /** Tells both sides to stop waiting. */
    synchronized void stop() {
        closed = true;
        notifyAll();
    }

    /** Frees the frames; to be called when neither side uses the ring any more. */
    @Override
    public void close() {
        stop();
        for (NativeFrame frame : frames) {
            frame.close();
        }
    }
}
