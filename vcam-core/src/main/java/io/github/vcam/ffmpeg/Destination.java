// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** A buffer of somebody else as FFmpeg wants to be told of it: plane addresses and strides. */
final class Destination implements AutoCloseable {
    private static final int PLANES = 4;

    private final BytePointer base;
    private final PointerPointer<Pointer> planes = new PointerPointer<>(PLANES);
    private final IntPointer strides = new IntPointer(PLANES);

    private Destination(ByteBuffer buffer, PlaneLayout layout) {
        this.base = new BytePointer(buffer);
        for (int i = 0; i < PLANES; i++) {
            boolean present = i < layout.planes().size();
            int offset = present ? layout.planes().get(i).offset() : 0;
            planes.put(i, present ? base.getPointer(offset) : null);
            strides.put(i, present ? layout.planes().get(i).bytesPerLine() : 0);
        }
    }

    /** The destinations of all buffers of a queue. */
    static PerBuffer<Destination> of(PlaneLayout layout) {
        return new PerBuffer<>(buffer -> of(buffer, layout), Destination::close);
    }

    private static Destination of(ByteBuffer buffer, PlaneLayout layout) {
        if (buffer.capacity() < layout.bytesUsed() && !layout.planes().isEmpty()) {
            throw new IllegalArgumentException(
                    "A buffer of " + buffer.capacity() + " bytes cannot hold " + layout.format());
        }
        return new Destination(buffer, layout);
    }

    BytePointer base() {
        return base;
    }

    PointerPointer<Pointer> planes() {
        return planes;
    }

    IntPointer strides() {
        return strides;
    }

    @Override
    public void close() {
        strides.deallocate();
        planes.deallocate();
    }
}
