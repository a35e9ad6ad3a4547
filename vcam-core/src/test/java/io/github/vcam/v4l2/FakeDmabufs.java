// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.DmabufSync;
import io.github.vcam.v4l2.sys.layout.HeapAllocation;
import io.github.vcam.v4l2.sys.layout.UdmabufCreate;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The dma-bufs of a machine in memory: who makes some, which are open, and whose bytes the CPU may touch. */
public final class FakeDmabufs {
    static final int UDMABUF = 100;
    static final int HEAP = 101;
    private static final int MEMFD = 102;
    private static final int FIRST = 200;
    private static final int LIMIT = 300;

    public boolean hasUdmabuf;
    public boolean hasHeap;
    public boolean exports;
    public int brackets;
    public int pageSize = 4096;
    private long memorySize;
    private int next = FIRST;
    private final @Nullable NativeMemory[] open = new NativeMemory[LIMIT];
    private final boolean[] touchable = new boolean[LIMIT];

    public int open() {
        return (int) Stream.of(open).filter(Objects::nonNull).count();
    }

    /** Whether this process has begun its access to the dma-buf and not ended it. */
    public boolean isTouchable(int fd) {
        return touchable[fd];
    }

    boolean knows(int fd) {
        return fd >= UDMABUF;
    }

    /** The descriptor of a device that makes dma-bufs, 0 when the path is another one's. */
    int openDevice(String path) {
        return switch (path) {
            case "/dev/udmabuf" -> hasUdmabuf ? UDMABUF : -Errno.ENOENT;
            case "/dev/dma_heap/system" -> hasHeap ? HEAP : -Errno.ENOENT;
            default -> 0;
        };
    }

    int createMemory(long size) {
        memorySize = size;
        return MEMFD;
    }

    int create(UdmabufCreate request) {
        boolean right = request.memfd() == MEMFD && request.length() == memorySize && memorySize % pageSize == 0;
        return right ? add(memorySize) : -Errno.EINVAL;
    }

    int allocate(HeapAllocation request) {
        request.fileDescriptor(add(request.length()));
        return 0;
    }

    int add(long size) {
        open[next] = memory(next * 0x10_0000L, (int) size);
        return next++;
    }

    static NativeMemory memory(long address, int size) {
        return new NativeMemory(address, ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder()));
    }

    @Nullable
    NativeMemory memory(int fd) {
        return fd < LIMIT && fd >= 0 ? open[fd] : null;
    }

    /** Begins or ends; an access that is begun twice or ended unbegun is an error of ours. */
    int synchronise(int fd, DmabufSync sync) {
        brackets++;
        boolean end = (sync.flags() & V4l2.DMA_BUF_SYNC_END) != 0;
        boolean right = open[fd] != null && touchable[fd] == end;
        touchable[fd] = !end;
        return right ? 0 : -Errno.EINVAL;
    }

    NativeMemory map(int fd, int length) {
        NativeMemory whole = Objects.requireNonNull(open[fd], "no dma-buf");
        return new NativeMemory(whole.address(), whole.bytes().slice(0, length).order(ByteOrder.nativeOrder()));
    }

    void close(int fd) {
        if (memory(fd) != null) {
            open[fd] = null;
        }
    }
}
