// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys;

import java.nio.ByteBuffer;

/**
 * Memory outside the Java heap, with both of its names.
 *
 * @param address what system calls take
 * @param bytes the same memory for Java; never to be touched after its owner gave it back
 */
public record NativeMemory(long address, ByteBuffer bytes) {
    public int length() {
        return bytes.capacity();
    }
}
