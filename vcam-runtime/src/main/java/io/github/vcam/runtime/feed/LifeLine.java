// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Standard input that stays open until it is closed, and has what it is given: a worker lives as long as it. */
public final class LifeLine extends InputStream {
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> given = new LinkedBlockingQueue<>();
    private byte[] piece = END;
    private int from;
    private boolean over;

    /** Open from now on. */
    public LifeLine() {
        super();
    }

    /** Gives it a line. Safe for use by several threads; what comes after its end is lost. */
    public void send(String line) {
        given.add((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int read() throws InterruptedIOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws InterruptedIOException {
        if (count == 0) {
            return 0;
        }
        try {
            while (!over && from == piece.length) {
                piece = given.take();
                from = 0;
                over = piece.length == 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
        if (over) {
            return -1;
        }
        int length = Math.min(count, piece.length - from);
        System.arraycopy(piece, from, target, offset, length);
        from += length;
        return length;
    }

    @Override
    public void close() {
        given.add(END);
    }
}
