// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.layout.Buffer;

/**
 * Where the buffers of a queue live: one memory for each index, owned by this object. Callers see bytes only, so a
 * further kind of memory is one more class here and one more line in {@link MemoryKind}.
 */
public sealed interface BufferMemory extends AutoCloseable permits MmapMemory {

    /** The memory of buffer {@code index}, valid until {@link #close}. */
    NativeMemory at(int index);

    int count();

    /** Writes into {@code buffer} what VIDIOC_QBUF must know of buffer {@code index} in this kind of memory. */
    void describe(int index, Buffer buffer);

    @Override
    void close();
}
