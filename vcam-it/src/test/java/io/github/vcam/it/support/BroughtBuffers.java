// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Buffers whose memory the program brings along: its own pages, or dma-bufs of another driver. */
public final class BroughtBuffers implements Buffers, AutoCloseable {
    private final SystemCalls system = SystemCalls.host();
    private final int kind;
    private final List<NativeMemory> memory = new ArrayList<>();
    private final List<Integer> descriptors = new ArrayList<>();

    private BroughtBuffers(int kind) {
        this.kind = kind;
    }

    /** Pages of this program. */
    static Source userptr(int count) {
        return (node, side) -> {
            BroughtBuffers buffers = new BroughtBuffers(V4l2.V4L2_MEMORY_USERPTR);
            int size = node.format(side).sizeImage();
            for (int i = 0; i < count; i++) {
                buffers.memory.add(buffers.system.allocate(size));
            }
            return buffers.request(node, side);
        };
    }

    /** {@link Vivid}'s. */
    static Source dmabuf(int count) {
        return (node, side) -> {
            int size = node.format(side).sizeImage();
            return imported(size, Vivid.export(size, count)).request(node, side);
        };
    }

    /** These dma-bufs, which are the new object's from now on. */
    public static BroughtBuffers imported(int size, int... fds) {
        BroughtBuffers buffers = new BroughtBuffers(V4l2.V4L2_MEMORY_DMABUF);
        for (int fd : fds) {
            buffers.memory.add(buffers.system.mmap(fd, size, V4l2.PROT_READ | V4l2.PROT_WRITE, 0));
            buffers.descriptors.add(fd);
        }
        return buffers;
    }

    private BroughtBuffers request(Node node, Side side) {
        assertThat(node.requestBuffers(side, kind, count())).as("REQBUFS").isEqualTo(count());
        return this;
    }

    @Override
    public int kind() {
        return kind;
    }

    @Override
    public int count() {
        return memory.size();
    }

    @Override
    public ByteBuffer bytes(int index) {
        return memory.get(index).bytes();
    }

    @Override
    public int queue(Node node, Side side, int index, int bytesUsed) {
        NativeMemory at = memory.get(index);
        Buffer buffer = new Buffer()
                .index(index)
                .type(side.type)
                .memory(kind)
                .bytesUsed(bytesUsed)
                .field(V4l2.V4L2_FIELD_NONE)
                .length(at.length());
        if (kind == V4l2.V4L2_MEMORY_USERPTR) {
            buffer.userPointer(at.address());
        } else {
            buffer.fileDescriptor(descriptors.get(index));
        }
        return node.call(Ioctl.VIDIOC_QBUF, buffer);
    }

    @Override
    public void closeWith(Node node) {
        node.close();
        close();
    }

    @Override
    public void close() {
        if (kind == V4l2.V4L2_MEMORY_USERPTR) {
            memory.forEach(system::free);
        } else {
            memory.forEach(system::munmap);
            descriptors.forEach(system::close);
        }
    }
}
