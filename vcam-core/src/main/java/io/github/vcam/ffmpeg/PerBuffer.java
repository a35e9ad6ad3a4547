// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.frame.Buffers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What FFmpeg must be told of a buffer, made at the buffer's first use and owned by this object. Kept for as many
 * buffers as a queue can have; whoever brings more than that makes it anew each time. For one thread; makes no garbage
 * for buffers that it knows.
 */
final class PerBuffer<T> implements AutoCloseable {
    private final Function<ByteBuffer, T> maker;
    private final Consumer<T> freer;
    private final List<ByteBuffer> buffers = new ArrayList<>();
    private final List<T> made = new ArrayList<>();
    private int oldest;

    PerBuffer(Function<ByteBuffer, T> maker, Consumer<T> freer) {
        this.maker = maker;
        this.freer = freer;
    }

    /** What belongs to the buffer; valid until {@value Buffers#MOST} others came. */
    T of(ByteBuffer buffer) {
        // a queue has few: a walk finds one
        for (int i = 0; i < buffers.size(); i++) {
            if (isSame(buffers.get(i), buffer)) {
                return made.get(i);
            }
        }
        T fresh = maker.apply(buffer);
        if (buffers.size() < Buffers.MOST) {
            buffers.add(buffer);
            made.add(fresh);
        } else {
            buffers.set(oldest, buffer);
            freer.accept(made.set(oldest, fresh));
            oldest = (oldest + 1) % Buffers.MOST;
        }
        return fresh;
    }

    @SuppressWarnings("ReferenceEquality") // equals() would compare the pixels
    private static boolean isSame(ByteBuffer a, ByteBuffer b) {
        return a == b;
    }

    @Override
    public void close() {
        made.forEach(freer);
        made.clear();
        buffers.clear();
    }
}
