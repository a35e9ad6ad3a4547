// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.producer;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.v4l2.Behind;
import io.github.vcam.v4l2.BufferQueue;
import io.github.vcam.v4l2.ConsumerWatch;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.VideoDevice;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A queue of buffers that go to the driver and come back (V4L2: "Streaming I/O"). */
public final class StreamingOutput implements CameraOutput {
    private static final int NONE = -1;

    private final VideoDevice device;
    private final PlaneLayout layout;
    private final BufferQueue queue;
    private final StreamingMethod method;
    private int untouched;
    private int queued;
    private int acquired = NONE;

    private StreamingOutput(VideoDevice device, PlaneLayout layout, BufferQueue queue, StreamingMethod method) {
        this.device = device;
        this.layout = layout;
        this.queue = queue;
        this.method = method;
    }

    static StreamingOutput open(VideoDevice device, PlaneLayout layout, StreamingMethod method, int buffers) {
        if (!device.capabilities().canStream()) {
            throw new VcamException(CoreError.METHOD_REFUSED, device.path() + " has no buffer queue");
        }
        BufferQueue queue = BufferQueue.open(device, Direction.OUTPUT, method.memory(), buffers);
        try {
            queue.start();
            return new StreamingOutput(device, layout, queue, method);
        } catch (RuntimeException e) {
            queue.close();
            throw e;
        }
    }

    @Override
    public PlaneLayout layout() {
        return layout;
    }

    @Override
    public StreamingMethod method() {
        return method;
    }

    @Override
    public int bufferCount() {
        return queue.count();
    }

    @Override
    public @Nullable ByteBuffer acquire(Duration limit) {
        if (acquired == NONE) {
            acquired = untouched < queue.count() ? untouched++ : returned(limit);
        }
        return acquired == NONE ? null : queue.memory(acquired);
    }

    /** A buffer that the driver gives back; poll() tells of one only when all are queued, as they are here. */
    private int returned(Duration limit) {
        int index = queue.dequeue(limit.toNanos());
        if (index >= 0) {
            queued--;
            return index;
        }
        if (Thread.currentThread().isInterrupted()) {
            return NONE;
        }
        throw new VcamException(
                CoreError.FRAME_TIMEOUT,
                "VIDIOC_DQBUF on " + device.path() + ": no buffer came back for " + limit.toMillis() + " ms");
    }

    @Override
    public void submit(int bytesUsed) {
        if (acquired == NONE) {
            throw new IllegalStateException("acquire() must come first");
        }
        int length = layout.planes().isEmpty() ? bytesUsed : layout.sizeImage();
        queue.enqueue(acquired, length, System.nanoTime());
        acquired = NONE;
        queued++;
    }

    @Override
    public Optional<Behind> behind(long frame) {
        return device.behind((int) frame);
    }

    @Override
    public Optional<ConsumerWatch> watchConsumers(Runnable changed) {
        return device.watchConsumers(changed);
    }

    @Override
    public void drain(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        // a loopback device keeps the last frame for those who come later
        while (queued > 1) {
            if (queue.dequeue(deadline - System.nanoTime()) < 0) {
                return;
            }
            queued--;
        }
    }

    @Override
    public void close() {
        queue.close();
        device.close();
    }
}
