// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.consumer;

import io.github.vcam.v4l2.BufferQueue;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.VideoDevice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frames in the buffers of a queue, of which one is lent and the others are with the driver. */
final class QueueIntake implements Intake {
    private static final int NONE = -1;

    private final BufferQueue queue;
    private final List<ByteBuffer> views = new ArrayList<>();
    private final CapturedFrame frame = new CapturedFrame();
    private int borrowed = NONE;

    private QueueIntake(BufferQueue queue) {
        this.queue = queue;
        for (int i = 0; i < queue.count(); i++) {
            views.add(queue.memory(i).asReadOnlyBuffer());
        }
    }

    static QueueIntake begin(CaptureRequest request, VideoDevice device) {
        BufferQueue queue =
                BufferQueue.open(device, Direction.CAPTURE, request.method().memory(), request.buffers());
        try {
            for (int i = 0; i < queue.count(); i++) {
                queue.enqueue(i, 0, 0);
            }
            queue.start();
            return new QueueIntake(queue);
        } catch (RuntimeException e) {
            queue.close();
            throw e;
        }
    }

    @Override
    public @Nullable CapturedFrame next(long nanos) {
        giveBack();
        return queue.hasEnded() ? null : lend(queue.dequeue(nanos));
    }

    @Override
    public @Nullable CapturedFrame newest(long nanos) {
        long deadline = System.nanoTime() + nanos;
        int waiting = borrowed == NONE ? views.size() : views.size() - 1;
        CapturedFrame newest = queue.hasEnded() ? null : lend(queue.dequeue(nanos));
        int there = newest == null ? 0 : 1;
        for (CapturedFrame newer = newest; newer != null && there < waiting && !queue.hasEnded(); there++) {
            newer = lend(queue.dequeue());
            newest = newer == null ? newest : newer;
        }
        // the driver had no buffer left and lost the frames since: the next one is as new as none of these
        if (there == waiting && there > 1 && !queue.hasEnded()) {
            CapturedFrame newer = lend(queue.dequeue(deadline - System.nanoTime()));
            newest = newer == null ? newest : newer;
        }
        return newest;
    }

    private void giveBack() {
        if (borrowed != NONE) {
            int index = borrowed;
            borrowed = NONE;
            queue.enqueue(index, 0, 0);
        }
    }

    /** Lends a buffer that came instead of the one before; null when none came, or the empty one that ends a stream. */
    private @Nullable CapturedFrame lend(int index) {
        if (index < 0 || (queue.hasEnded() && queue.bytesUsed() == 0)) {
            return null;
        }
        giveBack();
        borrowed = index;
        ByteBuffer view = views.get(index);
        view.position(0).limit(Math.min(queue.bytesUsed(), view.capacity()));
        long sequence = Integer.toUnsignedLong(queue.sequence());
        return frame.set(view, index, sequence, queue.timestampNanos(), queue.flags(), queue.isDamaged());
    }

    @Override
    public boolean hasEnded() {
        return queue.hasEnded();
    }

    @Override
    public int bufferCount() {
        return views.size();
    }

    @Override
    public void close() {
        frame.clear();
        queue.close();
    }
}
