// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.consumer;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.v4l2.BufferQueue;
import io.github.vcam.v4l2.DeviceFormat;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.MemoryKind;
import io.github.vcam.v4l2.PlainIo;
import io.github.vcam.v4l2.VideoDevice;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of a node's CAPTURE side. For one thread; several captures may share a node if its driver allows. Makes
 * no garbage per frame.
 */
public final class CameraCapture implements AutoCloseable {
    private static final int NONE = -1;

    private final VideoDevice device;
    private final DeviceFormat format;
    private final @Nullable BufferQueue queue;
    private final @Nullable PlainIo io;
    private final List<ByteBuffer> views = new ArrayList<>();
    private final CapturedFrame frame = new CapturedFrame();
    private int borrowed = NONE;
    private long frames;
    private boolean closed;

    private CameraCapture(VideoDevice device, DeviceFormat format, @Nullable BufferQueue queue, @Nullable PlainIo io) {
        this.device = device;
        this.format = format;
        this.queue = queue;
        this.io = io;
        int count = queue == null ? 0 : queue.count();
        for (int i = 0; queue != null && i < count; i++) {
            views.add(queue.memory(i).asReadOnlyBuffer());
        }
        if (io != null) {
            views.add(io.memory().asReadOnlyBuffer());
        }
    }

    /** Reads what the node gives, by MMAP with four buffers. */
    public static CameraCapture open(String device) {
        return open(CaptureRequest.of(device));
    }

    /** Opens the node, agrees on a format and starts streaming. */
    public static CameraCapture open(CaptureRequest request) {
        return open(request, VideoDevice.open(request.device(), Direction.CAPTURE));
    }

    /** As {@link #open(CaptureRequest)}, over a device that it owns from then on, also when it fails. */
    static CameraCapture open(CaptureRequest request, VideoDevice device) {
        try {
            DeviceFormat format = negotiate(request, device);
            if (request.method() == CaptureMethod.READ) {
                return new CameraCapture(device, format, null, PlainIo.open(device, format.sizeImage()));
            }
            MemoryKind memory = request.method().memory();
            BufferQueue queue = BufferQueue.open(device, Direction.CAPTURE, memory, request.buffers());
            try {
                for (int i = 0; i < queue.count(); i++) {
                    queue.enqueue(i, 0, 0);
                }
                queue.start();
                return new CameraCapture(device, format, queue, null);
            } catch (RuntimeException e) {
                queue.close();
                throw e;
            }
        } catch (RuntimeException e) {
            device.close();
            throw e;
        }
    }

    private static DeviceFormat negotiate(CaptureRequest request, VideoDevice device) {
        DeviceFormat current = device.format(Direction.CAPTURE);
        if (request.format() == null) {
            return current;
        }
        DeviceFormat answer = device.setFormat(Direction.CAPTURE, DeviceFormat.asking(request.format()));
        if (!answer.fourCc().equals(request.format().pixelFormat().fourCc())
                || !answer.size().equals(request.format().size())) {
            throw new VcamException(
                    CoreError.FORMAT_REFUSED,
                    "VIDIOC_S_FMT on " + device.path() + ": it gives " + answer + " instead of " + request.format());
        }
        return answer;
    }

    /** The format as negotiated. */
    public DeviceFormat format() {
        return format;
    }

    /** Where the planes lie; empty when this library does not know the format. */
    public Optional<PlaneLayout> layout() {
        return format.layout();
    }

    /** The number of buffers that the driver granted; 1 for read(). */
    public int bufferCount() {
        return views.size();
    }

    /** The device, for asking its capabilities; still owned by this capture. */
    public VideoDevice device() {
        return device;
    }

    /**
     * Gives the borrowed frame back and waits for the next one; null when none came within {@code limit} or the thread
     * was interrupted (flag kept). Fails with DEVICE_VANISHED when the producer's format changed or the node is gone.
     */
    public @Nullable CapturedFrame next(Duration limit) {
        return queue != null ? dequeue(queue, limit) : read(limit);
    }

    private @Nullable CapturedFrame dequeue(BufferQueue from, Duration limit) {
        if (borrowed != NONE) {
            int index = borrowed;
            borrowed = NONE;
            from.enqueue(index, 0, 0);
        }
        int index = from.dequeue(limit.toNanos());
        if (index < 0) {
            return null;
        }
        borrowed = index;
        frames++;
        ByteBuffer view = views.get(index);
        view.position(0).limit(Math.min(from.bytesUsed(), view.capacity()));
        long sequence = Integer.toUnsignedLong(from.sequence());
        return frame.set(view, index, sequence, from.timestampNanos(), from.flags(), from.isDamaged());
    }

    private @Nullable CapturedFrame read(Duration limit) {
        int length = io == null ? NONE : io.read(limit.toNanos());
        if (length < 0) {
            return null;
        }
        ByteBuffer view = views.get(0);
        view.position(0).limit(length);
        return frame.set(view, 0, frames++, 0, 0, false);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        frame.clear();
        if (queue != null) {
            queue.close();
        }
        if (io != null) {
            io.close();
        }
        device.close();
    }
}
