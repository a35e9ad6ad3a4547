// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.error.CoreError;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCallException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * read() and write() of whole frames on a device, through one page-aligned buffer that this object owns (V4L2:
 * "Read/Write"). For one thread. Makes no garbage for frames that are ready at once.
 */
public final class PlainIo implements AutoCloseable {
    private final VideoDevice device;
    private @Nullable NativeMemory memory;

    private PlainIo(VideoDevice device, NativeMemory memory) {
        this.device = device;
        this.memory = memory;
    }

    public static PlainIo open(VideoDevice device, int sizeImage) {
        try {
            return new PlainIo(device, device.calls().allocate(sizeImage));
        } catch (SystemCallException e) {
            throw V4l2Exception.of("allocating " + sizeImage + " bytes", device.path(), e.errno());
        }
    }

    /** The buffer, valid until {@link #close}. */
    public ByteBuffer memory() {
        return held().bytes();
    }

    private NativeMemory held() {
        if (memory == null) {
            throw new IllegalStateException(device.path() + " was closed");
        }
        return memory;
    }

    /** Writes the buffer's first {@code length} bytes as one frame; false when time ran out or on interruption. */
    public boolean write(int length, long nanos) {
        NativeMemory from = held();
        long deadline = System.nanoTime() + nanos;
        while (true) {
            long written = device.calls().write(device.fd(), from, length);
            if (written >= 0) {
                return true;
            }
            if (!retry("write", (int) -written, Direction.OUTPUT, deadline)) {
                return false;
            }
        }
    }

    /** Waits until there is a frame to read, and leaves it there; false when time ran out or on interruption. */
    public boolean awaitFrame(long nanos) {
        return ready(Direction.CAPTURE, System.nanoTime() + nanos);
    }

    /** Reads one frame into the buffer; returns its bytes, or -1 when time ran out or on interruption. */
    public int read(long nanos) {
        NativeMemory into = held();
        long deadline = System.nanoTime() + nanos;
        while (true) {
            long read = device.calls().read(device.fd(), into, into.length());
            if (read >= 0) {
                return (int) read;
            }
            if (!retry("read", (int) -read, Direction.CAPTURE, deadline)) {
                return -1;
            }
        }
    }

    private boolean retry(String call, int errno, Direction direction, long deadline) {
        if (errno != Errno.EAGAIN) {
            throw V4l2Exception.of(call, device.path(), errno);
        }
        return ready(direction, deadline) && System.nanoTime() - deadline < 0;
    }

    private boolean ready(Direction direction, long deadline) {
        Readiness readiness = Readiness.await(device, direction, deadline);
        if (readiness == Readiness.FAILED) {
            throw new V4l2Exception(CoreError.DEVICE_VANISHED, "poll", device.path(), Errno.EIO);
        }
        return readiness == Readiness.READY;
    }

    @Override
    public void close() {
        NativeMemory freed = memory;
        memory = null;
        if (freed != null) {
            device.calls().free(freed);
        }
    }
}
