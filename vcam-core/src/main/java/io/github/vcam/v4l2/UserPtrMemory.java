// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCallException;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory of this process that the driver reads or writes (V4L2: "Streaming I/O (User Pointers)"). It lies outside the
 * Java heap, so nothing moves it, and begins at a page, as some drivers demand. It stays allocated until {@link #close},
 * whoever holds its {@link NativeMemory}.
 */
final class UserPtrMemory implements BufferMemory {
    private final SystemCalls calls;
    private final List<NativeMemory> buffers = new ArrayList<>();

    private UserPtrMemory(SystemCalls calls) {
        this.calls = calls;
    }

    static UserPtrMemory allocate(VideoDevice device, int size, int count) {
        UserPtrMemory memory = new UserPtrMemory(device.calls());
        try {
            for (int i = 0; i < count; i++) {
                memory.buffers.add(memory.calls.allocate(size));
            }
            return memory;
        } catch (SystemCallException e) {
            memory.close();
            throw V4l2Exception.of("allocating " + size + " bytes", device.path(), e.errno());
        }
    }

    @Override
    public NativeMemory at(int index) {
        return buffers.get(index);
    }

    @Override
    public int count() {
        return buffers.size();
    }

    @Override
    public void describe(int index, Buffer buffer) {
        NativeMemory memory = buffers.get(index);
        buffer.memory(V4l2.V4L2_MEMORY_USERPTR).userPointer(memory.address()).length(memory.length());
    }

    @Override
    public void close() {
        buffers.forEach(calls::free);
        buffers.clear();
    }
}
