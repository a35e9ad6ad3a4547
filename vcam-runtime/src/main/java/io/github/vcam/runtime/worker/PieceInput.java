// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import java.io.IOException;
import java.io.InputStream;

/** A stream that comes in pieces; a read gives what is there of one and waits for no more. For one reader at a time. */
public abstract class PieceInput extends InputStream {
    private byte[] piece = new byte[0];
    private int from;
    private boolean over;

    /** Before its first piece. */
    protected PieceInput() {
        super();
    }

    /** Waits for the next piece; an empty one is the end. */
    protected abstract byte[] next() throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final synchronized int read(byte[] target, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (!over && from == piece.length) {
            piece = next();
            from = 0;
            over = piece.length == 0;
        }
        if (over) {
            return -1;
        }
        int length = Math.min(count, piece.length - from);
        System.arraycopy(piece, from, target, offset, length);
        from += length;
        return length;
    }
}
