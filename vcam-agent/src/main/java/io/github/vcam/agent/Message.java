// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One message of the channel: type (1 byte), length (4 bytes, big-endian), payload.
 *
 * @param type what it means
 * @param payload at most {@link #LONGEST_PAYLOAD} bytes; the message owns the array
 */
@SuppressWarnings("ArrayRecordComponent") // a message in transit, never compared
public record Message(MessageType type, byte[] payload) {
    /** More than any environment and argument list that a kernel takes. */
    public static final int LONGEST_PAYLOAD = 4 << 20;

    /** So many bytes of a stream travel in one message; measured best for throughput among 4 KiB to 600 KiB. */
    public static final int STREAM_CHUNK = 32 << 10;

    /** So much standard input may be under way before the program took it. */
    public static final int STDIN_WINDOW = 512 << 10;

    private static final int HEADER = 5;

    public static Message of(MessageType type) {
        return new Message(type, new byte[0]);
    }

    public static Message of(MessageType type, int number) {
        return new Message(type, ByteBuffer.allocate(4).putInt(number).array());
    }

    public static Message of(MessageType type, String text) {
        return new Message(type, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Message of(MessageType type, byte[] source, int length) {
        return new Message(type, java.util.Arrays.copyOf(source, length));
    }

    /** The payload as a number; a payload that is none reads as -1. */
    public int number() {
        return payload.length == 4 ? ByteBuffer.wrap(payload).getInt() : -1;
    }

    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** Header and payload in one array, so that a message is one write. */
    public byte[] bytes() {
        return ByteBuffer.allocate(HEADER + payload.length)
                .put(type.code())
                .putInt(payload.length)
                .put(payload)
                .array();
    }

    /** Writes and flushes the message. */
    public void write(OutputStream out) throws IOException {
        out.write(bytes());
        out.flush();
    }

    /**
     * Reads one message, blocking.
     *
     * @throws EOFException when the stream ends, in the middle of a message too
     * @throws MalformedMessageException when what comes is no message
     */
    public static Message read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        MessageType type = MessageType.of(data.readUnsignedByte());
        int length = data.readInt();
        if (type == null || length < 0 || length > LONGEST_PAYLOAD) {
            throw new MalformedMessageException();
        }
        byte[] payload = new byte[length];
        data.readFully(payload);
        return new Message(type, payload);
    }
}
