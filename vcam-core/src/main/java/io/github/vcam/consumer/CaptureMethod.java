// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.consumer;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.v4l2.MemoryKind;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ways to take frames from a node (V4L2: "Input/Output"). */
public enum CaptureMethod {
    /** One read() for each frame. */
    READ(null),
    /** A queue of the driver's buffers, mapped here: no copy on a loopback device whose producer has one too. */
    MMAP(MemoryKind.MMAP),
    /** A queue of this process's buffers. */
    USERPTR(MemoryKind.USERPTR),
    /** A queue of dma-bufs from /dev/udmabuf, a dma-heap or another video node. */
    DMABUF(MemoryKind.DMABUF);

    private final @Nullable MemoryKind memory;

    CaptureMethod(@Nullable MemoryKind memory) {
        this.memory = memory;
    }

    /** Reads a name in either case; fails with METHOD_UNKNOWN. */
    public static CaptureMethod of(String name) {
        return Stream.of(values())
                .filter(method -> method.title().equals(name.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new VcamException(
                        CoreError.METHOD_UNKNOWN, "There is no method \"" + name + "\" of taking frames"));
    }

    /** Its name as people write it: {@code mmap}. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The memory of a method that has a queue. */
    MemoryKind memory() {
        return Objects.requireNonNull(memory, "no queue");
    }
}
