// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import java.io.IOException;
import java.io.OutputStream;

/** What is written to it travels as {@link Message}s of one type, each in one piece between others. Safe for several threads. */
public class MessageStream extends OutputStream {
    private final MessageType type;
    private final OutputStream out;

    /**
     * A stream.
     *
     * @param out of all messages; whole ones are written under its lock, and closing leaves it open
     */
    public MessageStream(MessageType type, OutputStream out) {
        this.type = type;
        this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        byte[] piece = java.util.Arrays.copyOfRange(bytes, from, from + count);
        synchronized (out) {
            new Message(type, piece).write(out);
        }
    }
}
