// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.RequestBuffers;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Who provides the memory of a queue's buffers (V4L2: "Input/Output"). */
public enum MemoryKind {
    /** The driver, mapped into this process. */
    MMAP(V4l2.V4L2_MEMORY_MMAP, V4l2.V4L2_BUF_CAP_SUPPORTS_MMAP) {
        @Override
        BufferMemory provide(VideoDevice device, Direction direction, int count) {
            return MmapMemory.map(device, direction, count);
        }
    },
    /** This process. */
    USERPTR(V4l2.V4L2_MEMORY_USERPTR, V4l2.V4L2_BUF_CAP_SUPPORTS_USERPTR) {
        @Override
        BufferMemory provide(VideoDevice device, Direction direction, int count) {
            return UserPtrMemory.allocate(device, device.format(direction).sizeImage(), count);
        }
    },
    /** Somebody else, as dma-bufs. */
    DMABUF(V4l2.V4L2_MEMORY_DMABUF, V4l2.V4L2_BUF_CAP_SUPPORTS_DMABUF) {
        @Override
        BufferMemory provide(VideoDevice device, Direction direction, int count) {
            int size = device.format(direction).sizeImage();
            return DmabufMemory.allocate(device, direction, new DmabufSource(device), size, count);
        }
    };

    private final int code;
    private final int capability;

    MemoryKind(int code, int capability) {
        this.code = code;
        this.capability = capability;
    }

    int code() {
        return code;
    }

    /** Memory for the {@code count} buffers that VIDIOC_REQBUFS has granted. */
    abstract BufferMemory provide(VideoDevice device, Direction direction, int count);

    /**
     * The kinds that a queue takes, as the capabilities of VIDIOC_REQBUFS say; where an old kernel says nothing there,
     * those that it does not refuse. Frees the queue's buffers: ask before there are any.
     */
    static Set<MemoryKind> offered(VideoDevice device, Direction direction) {
        Set<MemoryKind> kinds = EnumSet.noneOf(MemoryKind.class);
        if (!device.capabilities().canStream()) {
            return kinds;
        }
        int said = 0;
        for (MemoryKind kind : values()) {
            RequestBuffers none =
                    new RequestBuffers().type(direction.bufferType()).memory(kind.code);
            int result = device.calls().ioctl(device.fd(), Ioctl.VIDIOC_REQBUFS, none);
            if (result != -Errno.EINVAL) {
                kinds.add(kind); // EBUSY, for instance, is about another thing
                said |= result < 0 ? 0 : none.capabilities();
            }
        }
        int bits = said;
        if (bits != 0) {
            kinds.removeIf(kind -> (bits & kind.capability) == 0);
        }
        return kinds;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
