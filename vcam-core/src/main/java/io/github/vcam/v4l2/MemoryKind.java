// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.v4l2.sys.V4l2;

/** Who provides the memory of a queue's buffers (V4L2: "Input/Output"). */
public enum MemoryKind {
    /** The driver, mapped into this process. */
    MMAP(V4l2.V4L2_MEMORY_MMAP) {
        @Override
        BufferMemory provide(VideoDevice device, Direction direction, int count) {
            return MmapMemory.map(device, direction, count);
        }
    };

    private final int code;

    MemoryKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Memory for the {@code count} buffers that VIDIOC_REQBUFS has granted. */
    abstract BufferMemory provide(VideoDevice device, Direction direction, int count);
}
