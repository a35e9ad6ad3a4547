// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.producer;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.MemoryKind;
import io.github.vcam.v4l2.VideoDevice;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ways to hand frames to a node (V4L2: "Input/Output"). */
public enum StreamingMethod {
    /**
     * The best that the node offers: MMAP where it streams so, because a frame is then made in the very memory that
     * consumers see, and nothing is copied. A loopback device has to copy a frame of any other memory once; of those,
     * USERPTR and DMABUF need not copy on a device that does DMA, and write() always must.
     */
    AUTO(null),
    /** One write() for each frame. */
    WRITE(null),
    /** A queue of the driver's buffers, mapped here. */
    MMAP(MemoryKind.MMAP),
    /** A queue of this process's buffers. */
    USERPTR(MemoryKind.USERPTR),
    /** A queue of dma-bufs from /dev/udmabuf, a dma-heap or another video node. */
    DMABUF(MemoryKind.DMABUF);

    private final @Nullable MemoryKind memory;

    StreamingMethod(@Nullable MemoryKind memory) {
        this.memory = memory;
    }

    /** The memory of a method that has a queue. */
    MemoryKind memory() {
        return Objects.requireNonNull(memory, "no queue");
    }

    /** Reads a name in either case; fails with METHOD_UNKNOWN. */
    public static StreamingMethod of(String name) {
        return Stream.of(values())
                .filter(method -> method.title().equals(name.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new VcamException(CoreError.METHOD_UNKNOWN, "There is no method \"" + name + "\""));
    }

    /** Its name as people write it: {@code mmap}. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What AUTO means for this node, whose queue has no buffers yet; the others mean themselves. */
    StreamingMethod resolve(VideoDevice device) {
        if (this != AUTO) {
            return this;
        }
        Set<MemoryKind> kinds = device.memoryKinds(Direction.OUTPUT);
        return Stream.of(MMAP, USERPTR, DMABUF)
                .filter(method -> kinds.contains(method.memory()))
                .findFirst()
                .orElse(WRITE);
    }
}
