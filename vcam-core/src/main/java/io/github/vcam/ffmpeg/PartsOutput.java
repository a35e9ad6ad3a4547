// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Several streams of bytes, one after the other, in one: whoever opens a pipe as an input plays them in turn as one video. The
 * mark {@code VCAMPART}; then pieces, each with its length before it in four bytes, the highest first; a length of 0 ends a
 * part that another follows. For one thread.
 */
public final class PartsOutput extends FilterOutputStream {
    static final byte[] MARK = "VCAMPART".getBytes(StandardCharsets.US_ASCII);

    private boolean begun;

    public PartsOutput(OutputStream target) {
        super(target);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        if (count > 0) {
            writeLength(count);
            out.write(bytes, from, count);
        }
    }

    /** What is written from now on is another part. */
    public void endPart() throws IOException {
        writeLength(0);
    }

    private void writeLength(int length) throws IOException {
        if (!begun) {
            begun = true;
            out.write(MARK);
        }
        out.write(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    }
}
