// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.github.vcam.v4l2.sys.layout.KernelStruct;
import io.github.vcam.v4l2.sys.layout.PollRequests;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@link SystemCalls} of this machine, through {@link LibC}. */
final class HostCalls implements SystemCalls {
    static final HostCalls INSTANCE = new HostCalls();

    private static final int MAP_SHARED = 1;
    private static final int SC_PAGESIZE = 30;
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int F_ADD_SEALS = 1033;
    private static final int F_SEAL_SHRINK = 2;

    private static final int FOREVER = -1;

    private final ThreadLocal<PollRequests> pollRequests = ThreadLocal.withInitial(() -> new PollRequests(1));
    private final int pageSize;

    private HostCalls() {
        unpackWhereAnybodyMay();
        if (Native.POINTER_SIZE != Long.BYTES) {
            throw new UnsupportedOperationException("vcam needs a 64-bit Linux: V4L2's structures differ on 32 bits");
        }
        pageSize = (int) LibC.sysconf(SC_PAGESIZE);
    }

    /** JNA would unpack its library into the home; a user of a container may have none, and gets a directory "?" instead. */
    private static void unpackWhereAnybodyMay() {
        if (System.getProperty("jna.tmpdir") == null
                && !System.getProperty("user.home", "?").startsWith("/")) {
            System.setProperty("jna.tmpdir", System.getProperty("java.io.tmpdir", "/tmp"));
        }
    }

    @Override
    public int open(String path, int flags) {
        try {
            return LibC.open(path, flags);
        } catch (LastErrorException e) {
            return -e.getErrorCode();
        }
    }

    @Override
    public int close(int fd) {
        try {
            return LibC.close(fd);
        } catch (LastErrorException e) {
            return -e.getErrorCode();
        }
    }

    @Override
    public int ioctl(int fd, Ioctl request, KernelStruct argument) {
        while (true) {
            try {
                return LibC.ioctl(fd, request.request(), argument.address(HostCalls::addressOf));
            } catch (LastErrorException e) {
                if (e.getErrorCode() != Errno.EINTR) {
                    return -e.getErrorCode();
                }
            } finally {
                // the kernel writes to an address, which keeps nothing alive
                Reference.reachabilityFence(argument);
            }
        }
    }

    @Override
    public int poll(int fd, int events, int timeoutMillis) {
        PollRequests request = pollRequests.get();
        request.set(0, fd, events);
        try {
            return LibC.poll(request.address(HostCalls::addressOf), 1, timeoutMillis) == 0 ? 0 : request.answer(0);
        } catch (LastErrorException e) {
            return e.getErrorCode() == Errno.EINTR ? 0 : -e.getErrorCode();
        } finally {
            Reference.reachabilityFence(request);
        }
    }

    @Override
    public int pollWithBell(int fd, int events, int bell) {
        PollRequests requests = new PollRequests(2);
        while (true) {
            requests.set(0, fd, events);
            requests.set(1, bell, V4l2.POLLIN);
            try {
                LibC.poll(requests.address(HostCalls::addressOf), 2, FOREVER);
                return requests.answer(0);
            } catch (LastErrorException e) {
                if (e.getErrorCode() != Errno.EINTR) {
                    return -e.getErrorCode();
                }
            } finally {
                Reference.reachabilityFence(requests);
            }
        }
    }

    @Override
    public int createBell() {
        try {
            return LibC.eventfd(0, V4l2.O_CLOEXEC | V4l2.O_NONBLOCK);
        } catch (LastErrorException e) {
            return -e.getErrorCode();
        }
    }

    @Override
    public int ring(int bell) {
        try {
            return LibC.eventfd_write(bell, 1);
        } catch (LastErrorException e) {
            return -e.getErrorCode();
        }
    }

    @Override
    public long read(int fd, NativeMemory memory, int length) {
        while (true) {
            try {
                return LibC.read(fd, memory.address(), Math.min(length, memory.length()));
            } catch (LastErrorException e) {
                if (e.getErrorCode() != Errno.EINTR) {
                    return -e.getErrorCode();
                }
            }
        }
    }

    @Override
    public long write(int fd, NativeMemory memory, int length) {
        while (true) {
            try {
                return LibC.write(fd, memory.address(), Math.min(length, memory.length()));
            } catch (LastErrorException e) {
                if (e.getErrorCode() != Errno.EINTR) {
                    return -e.getErrorCode();
                }
            }
        }
    }

    @Override
    public NativeMemory mmap(int fd, int length, int protection, long offset) {
        try {
            return memory(LibC.mmap(0, length, protection, MAP_SHARED, fd, offset), length);
        } catch (LastErrorException e) {
            throw new SystemCallException("mmap", e.getErrorCode());
        }
    }

    @Override
    public int munmap(NativeMemory memory) {
        try {
            return LibC.munmap(memory.address(), memory.length());
        } catch (LastErrorException e) {
            return -e.getErrorCode();
        }
    }

    @Override
    public int createMemoryFile(String name, long size) {
        int fd = -1;
        try {
            fd = LibC.memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
            LibC.ftruncate(fd, size);
            LibC.fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK);
            return fd;
        } catch (LastErrorException e) {
            if (fd >= 0) {
                close(fd);
            }
            return -e.getErrorCode();
        }
    }

    @Override
    public int pageSize() {
        return pageSize;
    }

    @Override
    public NativeMemory allocate(int length) {
        int rounded = (length + pageSize - 1) / pageSize * pageSize;
        PointerByReference result = new PointerByReference();
        int errno = LibC.posix_memalign(result, pageSize, rounded);
        if (errno != 0) {
            throw new SystemCallException("posix_memalign", errno);
        }
        result.getValue().setMemory(0, rounded, (byte) 0);
        return memory(Pointer.nativeValue(result.getValue()), length);
    }

    @Override
    public void free(NativeMemory memory) {
        LibC.free(new Pointer(memory.address()));
    }

    private static NativeMemory memory(long address, int length) {
        return new NativeMemory(
                address, new Pointer(address).getByteBuffer(0, length).order(ByteOrder.nativeOrder()));
    }

    private static long addressOf(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }
}
