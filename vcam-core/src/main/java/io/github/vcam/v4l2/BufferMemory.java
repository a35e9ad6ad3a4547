// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.layout.Buffer;

/**
 * Where the buffers of a queue live: one memory for each index, owned by this object. Callers see bytes only, so a
 * further kind of memory is one more class here and one more line in {@link MemoryKind}.
 */
sealed interface BufferMemory extends AutoCloseable permits MmapMemory, UserPtrMemory, DmabufMemory {

    /** The memory of buffer {@code index}, valid until {@link #close}. */
    NativeMemory at(int index);

    int count();

    /** Writes into {@code buffer} what VIDIOC_QBUF must know of buffer {@code index} in this kind of memory. */
    void describe(int index, Buffer buffer);

    /** The driver has given buffer {@code index} back: this process may touch it from now on. */
    default void beginAccess(int index) {}

    /** Buffer {@code index} is about to go to the driver: this process is done with it. */
    default void endAccess(int index) {}

    /**
     * Whether the driver owns the memory. Such memory must be let go of before the driver frees its buffers; any
     * other must outlive them, because the driver may use it until then.
     */
    default boolean isOfDriver() {
        return false;
    }

    @Override
    void close();
}
