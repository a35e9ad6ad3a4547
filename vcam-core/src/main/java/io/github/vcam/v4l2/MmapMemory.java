// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCallException;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.util.ArrayList;
import java.util.List;

/** The driver's own buffers, mapped (V4L2: "Streaming I/O (Memory Mapping)"). Consumers map them read-only. */
final class MmapMemory implements BufferMemory {
    private final SystemCalls calls;
    private final List<NativeMemory> mappings = new ArrayList<>();

    private MmapMemory(SystemCalls calls) {
        this.calls = calls;
    }

    static MmapMemory map(VideoDevice device, Direction direction, int count) {
        MmapMemory memory = new MmapMemory(device.calls());
        int protection = direction == Direction.OUTPUT ? V4l2.PROT_READ | V4l2.PROT_WRITE : V4l2.PROT_READ;
        try {
            for (int i = 0; i < count; i++) {
                Buffer buffer =
                        new Buffer().index(i).type(direction.bufferType()).memory(V4l2.V4L2_MEMORY_MMAP);
                device.require(Ioctl.VIDIOC_QUERYBUF, buffer);
                long offset = Integer.toUnsignedLong(buffer.offset());
                memory.mappings.add(memory.calls.mmap(device.fd(), buffer.length(), protection, offset));
            }
            return memory;
        } catch (SystemCallException e) {
            memory.close();
            throw V4l2Exception.of("mmap", device.path(), e.errno());
        } catch (V4l2Exception e) {
            memory.close();
            throw e;
        }
    }

    @Override
    public NativeMemory at(int index) {
        return mappings.get(index);
    }

    @Override
    public int count() {
        return mappings.size();
    }

    @Override
    public void describe(int index, Buffer buffer) {
        buffer.memory(V4l2.V4L2_MEMORY_MMAP).length(mappings.get(index).length());
    }

    @Override
    public boolean isOfDriver() {
        return true;
    }

    @Override
    public void close() {
        for (int i = mappings.size() - 1; i >= 0; i--) {
            calls.munmap(mappings.get(i));
        }
        mappings.clear();
    }
}
