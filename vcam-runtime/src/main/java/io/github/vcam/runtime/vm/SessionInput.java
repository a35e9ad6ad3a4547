// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The bytes from the guest, read with patience: at the command's time limit, or when the thread is interrupted, the
 * command is cancelled once and reading goes on for a last while.
 */
final class SessionInput extends InputStream {
    /** Why a command was cancelled. */
    enum Cause {
        TIME_OUT,
        INTERRUPTION,
        SINK
    }

    private static final Duration LONGEST = Duration.ofDays(365);
    private static final int BUFFER = 64 << 10;

    private final GuestPort port;
    private final Duration cancelPatience;
    private final Runnable cancel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
    private long deadline;
    private @Nullable Cause cause;

    SessionInput(GuestPort port, Duration limit, Duration cancelPatience, Runnable cancel) {
        this.port = port;
        this.cancelPatience = cancelPatience;
        this.cancel = cancel;
        this.deadline = System.nanoTime() + (limit.compareTo(LONGEST) < 0 ? limit : LONGEST).toNanos();
    }

    @Nullable
    Cause cause() {
        return cause;
    }

    void cancelNow(Cause why) {
        if (cause == null) {
            cause = why;
            deadline = System.nanoTime() + cancelPatience.toNanos();
            cancel.run();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!buffer.hasRemaining()) {
            if (!fill()) {
                return -1;
            }
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(into, offset, count);
        return count;
    }

    private boolean fill() throws IOException {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (Thread.interrupted()) {
            cancelNow(Cause.INTERRUPTION);
        } else if (left.isNegative()) {
            if (cause != null) {
                throw new GuestSilentException("the guest did not end the command when it was told to");
            }
            cancelNow(Cause.TIME_OUT);
        }
        buffer.clear();
        int count = port.read(buffer, left.isNegative() ? Duration.ofMillis(1) : left);
        buffer.flip();
        return count >= 0;
    }
}
