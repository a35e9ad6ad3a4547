// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCallException;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import io.github.vcam.v4l2.sys.layout.DmabufSync;
import java.util.ArrayList;
import java.util.List;

/**
 * Dma-bufs of somebody else, which the driver imports (V4L2: "Streaming I/O (DMA buffer importing)"). Mapped here too;
 * what this process does with them lies between DMA_BUF_IOCTL_SYNC's begin and end, for machines whose caches need that.
 */
final class DmabufMemory implements BufferMemory {
    private final VideoDevice device;
    private final SystemCalls calls;
    private final long access;
    private final List<Import> buffers = new ArrayList<>();
    private final DmabufSync sync = new DmabufSync();

    /** One dma-buf; {@code open} while this process may touch it. */
    private static final class Import {
        private final int fd;
        private final NativeMemory memory;
        private boolean open;

        Import(int fd, NativeMemory memory) {
            this.fd = fd;
            this.memory = memory;
        }
    }

    private DmabufMemory(VideoDevice device, Direction direction) {
        this.device = device;
        this.calls = device.calls();
        this.access = direction == Direction.OUTPUT
                ? V4l2.DMA_BUF_SYNC_READ | V4l2.DMA_BUF_SYNC_WRITE
                : V4l2.DMA_BUF_SYNC_READ;
    }

    /** Gets dma-bufs from {@code source} and opens them for this process; they are the caller's until they are queued. */
    static DmabufMemory allocate(VideoDevice device, Direction direction, DmabufSource source, int size, int count) {
        DmabufMemory memory = new DmabufMemory(device, direction);
        int protection = direction == Direction.OUTPUT ? V4l2.PROT_READ | V4l2.PROT_WRITE : V4l2.PROT_READ;
        try {
            for (int i = 0; i < count; i++) {
                memory.add(source.allocate(size), size, protection);
                memory.beginAccess(i);
            }
            return memory;
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    private void add(int fd, int size, int protection) {
        try {
            buffers.add(new Import(fd, calls.mmap(fd, size, protection, 0)));
        } catch (SystemCallException e) {
            calls.close(fd);
            throw V4l2Exception.of("mmap", "a dma-buf for " + device.path(), e.errno());
        }
    }

    @Override
    public NativeMemory at(int index) {
        return buffers.get(index).memory;
    }

    @Override
    public int count() {
        return buffers.size();
    }

    @Override
    public void describe(int index, Buffer buffer) {
        Import at = buffers.get(index);
        buffer.memory(V4l2.V4L2_MEMORY_DMABUF).fileDescriptor(at.fd).length(at.memory.length());
    }

    @Override
    public void beginAccess(int index) {
        Import at = buffers.get(index);
        if (!at.open) {
            synchronise(at, access);
            at.open = true;
        }
    }

    @Override
    public void endAccess(int index) {
        Import at = buffers.get(index);
        if (at.open) {
            at.open = false;
            synchronise(at, access | V4l2.DMA_BUF_SYNC_END);
        }
    }

    private void synchronise(Import at, long flags) {
        int result;
        do {
            result = calls.ioctl(at.fd, Ioctl.DMA_BUF_IOCTL_SYNC, sync.flags(flags));
        } while (result == -Errno.EAGAIN); // dma-buf.h asks for another try
        if (result < 0) {
            throw V4l2Exception.of(Ioctl.DMA_BUF_IOCTL_SYNC.name(), "a dma-buf for " + device.path(), -result);
        }
    }

    @Override
    public void close() {
        for (Import each : buffers) {
            if (each.open) {
                each.open = false;
                calls.ioctl(each.fd, Ioctl.DMA_BUF_IOCTL_SYNC, sync.flags(access | V4l2.DMA_BUF_SYNC_END));
            }
            calls.munmap(each.memory);
            calls.close(each.fd);
        }
        buffers.clear();
    }
}
