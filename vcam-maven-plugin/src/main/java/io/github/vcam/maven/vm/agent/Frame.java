// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.vm.agent;

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
 * @param payload at most {@link #LONGEST_PAYLOAD} bytes; the frame owns the array
 */
@SuppressWarnings("ArrayRecordComponent") // a message in transit, never compared
public record Frame(FrameType type, byte[] payload) {
    /** More than any environment and argument list that a kernel takes. */
    public static final int LONGEST_PAYLOAD = 4 << 20;

    /** So many bytes of a stream travel in one frame; measured best for throughput among 4 KiB to 600 KiB. */
    public static final int STREAM_CHUNK = 32 << 10;

    /** So much standard input may be under way before the program took it. */
    public static final int STDIN_WINDOW = 512 << 10;

    private static final int HEADER = 5;

    public static Frame of(FrameType type) {
        return new Frame(type, new byte[0]);
    }

    public static Frame of(FrameType type, int number) {
        return new Frame(type, ByteBuffer.allocate(4).putInt(number).array());
    }

    public static Frame of(FrameType type, String text) {
        return new Frame(type, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Frame of(FrameType type, byte[] source, int length) {
        return new Frame(type, java.util.Arrays.copyOf(source, length));
    }

    /** The payload as a number; a payload that is none reads as -1. */
    public int number() {
        return payload.length == 4 ? ByteBuffer.wrap(payload).getInt() : -1;
    }

    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** Header and payload in one array, so that a frame is one write. */
    public byte[] bytes() {
        return ByteBuffer.allocate(HEADER + payload.length)
                .put(type.code())
                .putInt(payload.length)
                .put(payload)
                .array();
    }

    /** Writes and flushes the frame. */
    public void write(OutputStream out) throws IOException {
        out.write(bytes());
        out.flush();
    }

    /**
     * Reads one frame, blocking.
     *
     * @throws EOFException when the stream ends, in the middle of a frame too
     * @throws MalformedFrameException when what comes is no frame
     */
    public static Frame read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        FrameType type = FrameType.of(data.readUnsignedByte());
        int length = data.readInt();
        if (type == null || length < 0 || length > LONGEST_PAYLOAD) {
            throw new MalformedFrameException();
        }
        byte[] payload = new byte[length];
        data.readFully(payload);
        return new Frame(type, payload);
    }
}
