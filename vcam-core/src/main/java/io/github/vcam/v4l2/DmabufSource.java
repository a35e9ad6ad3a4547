// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.CreateBuffers;
import io.github.vcam.v4l2.sys.layout.ExportBuffer;
import io.github.vcam.v4l2.sys.layout.Format;
import io.github.vcam.v4l2.sys.layout.HeapAllocation;
import io.github.vcam.v4l2.sys.layout.KernelStruct;
import io.github.vcam.v4l2.sys.layout.UdmabufCreate;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a process gets dma-bufs from: /dev/udmabuf, which makes them of a memfd; the system's dma-heap; else a buffer
 * that another video node exports (VIDIOC_EXPBUF). Such a buffer outlives the queue that it came from, so the other
 * node is let go of at once. The first place that works is kept for the next ones.
 */
final class DmabufSource {
    private static final String UDMABUF = "/dev/udmabuf";
    private static final String HEAP = "/dev/dma_heap/system";

    private final SystemCalls calls;
    private final String importer;
    private final List<String> places = new ArrayList<>();
    private int current;

    /** For buffers that {@code device} shall import. */
    DmabufSource(VideoDevice device) {
        calls = device.calls();
        importer = device.path();
        places.add(UDMABUF);
        places.add(HEAP);
        for (NodeFinder.Node node : device.neighbours().nodes()) {
            if (!node.path().toString().equals(importer)) {
                places.add(node.path().toString());
            }
        }
    }

    /** A new dma-buf of at least {@code size} bytes, the caller's to close; fails with DMABUF_UNAVAILABLE. */
    int allocate(int size) {
        int page = calls.pageSize();
        int rounded = (size + page - 1) / page * page;
        List<String> answers = new ArrayList<>();
        while (current < places.size()) {
            String place = places.get(current);
            int fd = allocate(place, rounded);
            if (fd >= 0) {
                return fd;
            }
            answers.add(place + ": " + Errno.name(-fd));
            current++;
        }
        current = 0;
        throw new VcamException(
                CoreError.DMABUF_UNAVAILABLE,
                "No dma-buf of " + rounded + " bytes is to be had for " + importer + " (" + String.join(", ", answers)
                        + ")");
    }

    private int allocate(String place, int size) {
        int flags = place.equals(HEAP) ? V4l2.O_RDONLY : V4l2.O_RDWR;
        int fd = calls.open(place, flags | V4l2.O_NONBLOCK | V4l2.O_CLOEXEC);
        if (fd < 0) {
            return fd;
        }
        try {
            return switch (place) {
                case UDMABUF -> ofMemoryFile(fd, size);
                case HEAP -> ofHeap(fd, size);
                default -> ofNode(fd, size);
            };
        } finally {
            calls.close(fd);
        }
    }

    private int ofMemoryFile(int fd, int size) {
        int memory = calls.createMemoryFile("vcam", size);
        if (memory < 0) {
            return memory;
        }
        int result = calls.ioctl(
                fd,
                Ioctl.UDMABUF_CREATE,
                new UdmabufCreate()
                        .memfd(memory)
                        .flags(V4l2.UDMABUF_FLAGS_CLOEXEC)
                        .length(size));
        calls.close(memory);
        return result;
    }

    private int ofHeap(int fd, int size) {
        HeapAllocation request = new HeapAllocation().length(size).fileFlags(V4l2.O_RDWR | V4l2.O_CLOEXEC);
        int result = calls.ioctl(fd, Ioctl.DMA_HEAP_IOCTL_ALLOC, request);
        return result < 0 ? result : request.fileDescriptor();
    }

    /** One more buffer in the node's CAPTURE queue, of our size whatever its format is, and out of it again. */
    private int ofNode(int fd, int size) {
        Format format = new Format().type(V4l2.V4L2_BUF_TYPE_VIDEO_CAPTURE);
        CreateBuffers request = new CreateBuffers().count(1).memory(V4l2.V4L2_MEMORY_MMAP);
        int result = call(fd, Ioctl.VIDIOC_G_FMT, format, 0);
        request.format(format).sizeImage(Math.max(size, format.sizeImage()));
        result = call(fd, Ioctl.VIDIOC_CREATE_BUFS, request, result);
        ExportBuffer export = new ExportBuffer()
                .type(V4l2.V4L2_BUF_TYPE_VIDEO_CAPTURE)
                .index(request.index())
                .flags(V4l2.O_RDWR | V4l2.O_CLOEXEC);
        result = call(fd, Ioctl.VIDIOC_EXPBUF, export, result);
        return result < 0 ? result : export.fileDescriptor();
    }

    private int call(int fd, Ioctl request, KernelStruct argument, int before) {
        return before < 0 ? before : calls.ioctl(fd, request, argument);
    }
}
