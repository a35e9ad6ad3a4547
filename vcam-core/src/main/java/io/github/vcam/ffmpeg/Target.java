// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** A buffer of somebody else as FFmpeg wants to be told of it: plane addresses and strides. */
final class Target implements AutoCloseable {
    private static final int PLANES = 4;

    private final ByteBuffer buffer;
    private final BytePointer base;
    private final PointerPointer<Pointer> planes = new PointerPointer<>(PLANES);
    private final IntPointer strides = new IntPointer(PLANES);

    private Target(ByteBuffer buffer, PlaneLayout layout) {
        this.buffer = buffer;
        this.base = new BytePointer(buffer);
        for (int i = 0; i < PLANES; i++) {
            boolean present = i < layout.planes().size();
            int offset = present ? layout.planes().get(i).offset() : 0;
            planes.put(i, present ? base.getPointer(offset) : null);
            strides.put(i, present ? layout.planes().get(i).bytesPerLine() : 0);
        }
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

    /** The targets of all buffers of a queue, each made at its first use. A queue has few: a walk finds one. */
    static final class Cache implements AutoCloseable {
        private final PlaneLayout layout;
        private final List<Target> targets = new ArrayList<>();

        Cache(PlaneLayout layout) {
            this.layout = layout;
        }

        Target of(ByteBuffer buffer) {
            for (int i = 0; i < targets.size(); i++) {
                if (isSame(targets.get(i).buffer, buffer)) {
                    return targets.get(i);
                }
            }
            if (buffer.capacity() < layout.bytesUsed() && !layout.planes().isEmpty()) {
                throw new IllegalArgumentException(
                        "A buffer of " + buffer.capacity() + " bytes cannot hold " + layout.format());
            }
            Target made = new Target(buffer, layout);
            targets.add(made);
            return made;
        }

        @SuppressWarnings("ReferenceEquality") // equals() would compare the pixels
        private static boolean isSame(ByteBuffer a, ByteBuffer b) {
            return a == b;
        }

        @Override
        public void close() {
            targets.forEach(Target::close);
            targets.clear();
        }
    }
}
