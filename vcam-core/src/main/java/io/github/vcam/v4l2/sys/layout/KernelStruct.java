// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.ToLongFunction;

/**
 * Memory of one kernel structure, in the machine's byte order. Not for use by several threads at once. Sizes and
 * offsets are those of 64-bit Linux; a test compares them with the C compiler's.
 */
public abstract class KernelStruct {
    private final ByteBuffer bytes;
    private long address;

    KernelStruct(int size) {
        bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }

    /** The memory itself, as long as this object lives. */
    public final ByteBuffer bytes() {
        return bytes;
    }

    /** Where the memory lies, as {@code resolver} finds it at the first call; kept for the later ones. */
    public final long address(ToLongFunction<ByteBuffer> resolver) {
        if (address == 0) {
            address = resolver.applyAsLong(bytes);
        }
        return address;
    }

    /** Fills everything with zeros, as V4L2 demands of reserved fields. */
    public final void clear() {
        for (int i = 0; i < bytes.capacity(); i += Integer.BYTES) {
            bytes.putInt(i, 0);
        }
    }

    final int getInt(int offset) {
        return bytes.getInt(offset);
    }

    final void putInt(int offset, int value) {
        bytes.putInt(offset, value);
    }

    final long getLong(int offset) {
        return bytes.getLong(offset);
    }

    final void putLong(int offset, long value) {
        bytes.putLong(offset, value);
    }

    final String getText(int offset, int capacity) {
        int length = 0;
        while (length < capacity && bytes.get(offset + length) != 0) {
            length++;
        }
        byte[] text = new byte[length];
        bytes.get(offset, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    final void putText(int offset, int capacity, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < capacity; i++) {
            bytes.put(offset + i, i < text.length && i < capacity - 1 ? text[i] : 0);
        }
    }
}
