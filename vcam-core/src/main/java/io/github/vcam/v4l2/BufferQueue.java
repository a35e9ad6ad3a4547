// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import io.github.vcam.v4l2.sys.layout.IntArgument;
import io.github.vcam.v4l2.sys.layout.RequestBuffers;
import java.nio.ByteBuffer;
import java.util.stream.Collectors;

/**
 * One queue of a device and the memory of its buffers (V4L2: "Streaming I/O"). Owned by one thread. Neither
 * {@link #enqueue} nor {@link #dequeue} makes garbage. After {@link #dequeue}, the getters tell of that buffer until
 * the next one.
 */
public final class BufferQueue implements AutoCloseable {
    private static final long MICROSECOND = 1_000L;
    private static final long SECOND = 1_000_000_000L;

    private final VideoDevice device;
    private final Direction direction;
    private final MemoryKind kind;
    private final BufferMemory memory;
    private final Buffer outgoing = new Buffer();
    private final Buffer incoming = new Buffer();
    private boolean streaming;
    private boolean ended;
    private boolean closed;

    private BufferQueue(VideoDevice device, Direction direction, MemoryKind kind, BufferMemory memory) {
        this.device = device;
        this.direction = direction;
        this.kind = kind;
        this.memory = memory;
    }

    /**
     * Asks the driver for {@code count} buffers, which may grant another number, and gets hold of their memory. Fails
     * with METHOD_REFUSED when the node does not take this kind of memory.
     */
    public static BufferQueue open(VideoDevice device, Direction direction, MemoryKind kind, int count) {
        RequestBuffers request =
                new RequestBuffers().count(count).type(direction.bufferType()).memory(kind.code());
        int result = device.calls().ioctl(device.fd(), Ioctl.VIDIOC_REQBUFS, request);
        if (result == -Errno.EINVAL) {
            throw refused(device, direction, kind);
        }
        if (result < 0) {
            throw V4l2Exception.of(Ioctl.VIDIOC_REQBUFS.name(), device.path(), -result);
        }
        if (request.count() < 1) {
            throw V4l2Exception.of(Ioctl.VIDIOC_REQBUFS.name(), device.path(), Errno.ENOMEM);
        }
        try {
            BufferMemory memory = kind.provide(device, direction, request.count());
            return new BufferQueue(device, direction, kind, memory);
        } catch (RuntimeException e) {
            giveBack(device, direction, kind);
            throw e;
        }
    }

    private static VcamException refused(VideoDevice device, Direction direction, MemoryKind kind) {
        String offered = MemoryKind.offered(device, direction).stream()
                .map(MemoryKind::toString)
                .collect(Collectors.joining(", "));
        return new VcamException(
                CoreError.METHOD_REFUSED,
                "VIDIOC_REQBUFS on " + device.path() + ": it takes no " + kind + " buffers"
                        + (offered.isEmpty() ? "" : ", it offers " + offered));
    }

    private static void giveBack(VideoDevice device, Direction direction, MemoryKind kind) {
        RequestBuffers none =
                new RequestBuffers().count(0).type(direction.bufferType()).memory(kind.code());
        device.calls().ioctl(device.fd(), Ioctl.VIDIOC_REQBUFS, none);
    }

    public int count() {
        return memory.count();
    }

    /** The memory of one buffer, valid until {@link #close}; to be touched only while the buffer is not queued. */
    public ByteBuffer memory(int index) {
        requireOpen();
        return memory.at(index).bytes();
    }

    public void start() {
        device.require(Ioctl.VIDIOC_STREAMON, new IntArgument().value(direction.bufferType()));
        streaming = true;
    }

    /** Stops streaming; the driver gives up all queued buffers. Never fails. */
    public void stop() {
        if (streaming) {
            streaming = false;
            IntArgument type = new IntArgument().value(direction.bufferType());
            device.calls().ioctl(device.fd(), Ioctl.VIDIOC_STREAMOFF, type);
        }
    }

    /** Hands a buffer to the driver; for OUTPUT with {@code bytesUsed} bytes of frame taken at {@code nanos}. */
    public void enqueue(int index, int bytesUsed, long nanos) {
        requireOpen();
        memory.endAccess(index);
        outgoing.clear();
        outgoing.index(index).type(direction.bufferType());
        memory.describe(index, outgoing);
        if (direction == Direction.OUTPUT) {
            outgoing.bytesUsed(bytesUsed)
                    .field(V4l2.V4L2_FIELD_NONE)
                    .seconds(nanos / SECOND)
                    .microseconds(nanos % SECOND / MICROSECOND);
        }
        int result = device.calls().ioctl(device.fd(), Ioctl.VIDIOC_QBUF, outgoing);
        if (result < 0) {
            throw V4l2Exception.of(Ioctl.VIDIOC_QBUF.name(), device.path(), -result);
        }
    }

    /**
     * Takes back a buffer that the driver is done with; returns its index, or -1 when there is none yet, or none any more
     * ({@link #hasEnded}).
     */
    public int dequeue() {
        requireOpen();
        incoming.clear();
        incoming.type(direction.bufferType()).memory(kind.code());
        int result = device.calls().ioctl(device.fd(), Ioctl.VIDIOC_DQBUF, incoming);
        if (result == -Errno.EAGAIN) {
            return -1;
        }
        if (result == -Errno.EPIPE && direction == Direction.CAPTURE) {
            ended = true;
            return -1;
        }
        if (result < 0) {
            throw V4l2Exception.of(Ioctl.VIDIOC_DQBUF.name(), device.path(), -result);
        }
        ended |= (incoming.flags() & V4l2.V4L2_BUF_FLAG_LAST) != 0;
        memory.beginAccess(incoming.index());
        return incoming.index();
    }

    /** As {@link #dequeue()}, waiting at most {@code nanos}; -1 also when time ran out or the thread was interrupted. */
    public int dequeue(long nanos) {
        requireOpen();
        long deadline = System.nanoTime() + nanos;
        do {
            Readiness readiness = Readiness.await(device, direction, deadline);
            if (readiness != Readiness.READY && readiness != Readiness.FAILED) {
                return -1;
            }
            int index = dequeue();
            if (index >= 0 || ended) {
                return index;
            }
            if (readiness == Readiness.FAILED) {
                throw new V4l2Exception(CoreError.DEVICE_VANISHED, "poll", device.path(), Errno.EIO);
            }
        } while (System.nanoTime() - deadline < 0);
        return -1;
    }

    /**
     * Whether the driver has said that no frame follows until the stream is begun anew (V4L2: "last buffer"): the buffer
     * taken last was the last one, which may be empty, or the pipe is broken.
     */
    public boolean hasEnded() {
        return ended;
    }

    public int bytesUsed() {
        return incoming.bytesUsed();
    }

    public int sequence() {
        return incoming.sequence();
    }

    /** The V4L2_BUF_FLAG bits. */
    public int flags() {
        return incoming.flags();
    }

    /** Whether the driver marked the frame as damaged. */
    public boolean isDamaged() {
        return (incoming.flags() & V4l2.V4L2_BUF_FLAG_ERROR) != 0;
    }

    /** The frame's time in nanoseconds, mostly on the clock of {@link System#nanoTime}. */
    public long timestampNanos() {
        return incoming.seconds() * SECOND + incoming.microseconds() * MICROSECOND;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the queue of " + device.path() + " was closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            stop();
            if (memory.isOfDriver()) {
                memory.close();
                giveBack(device, direction, kind);
            } else {
                giveBack(device, direction, kind);
                memory.close();
            }
        }
    }
}
