// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/**
 * The C library by JNA's direct mapping. Addresses, sizes and request numbers are {@code long}, which they are on
 * every 64-bit Linux: passing primitives alone keeps calls free of garbage. ioctl and fcntl are variadic in C; on x86-64
 * and AArch64 Linux their third argument is passed as a fixed one would be.
 */
final class LibC {
    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    static native int open(String path, int flags) throws LastErrorException;

    static native int close(int fd) throws LastErrorException;

    static native int ioctl(int fd, long request, long argument) throws LastErrorException;

    static native int poll(long pollFds, long count, int timeoutMillis) throws LastErrorException;

    static native int eventfd(int value, int flags) throws LastErrorException;

    static native int eventfd_write(int fd, long value) throws LastErrorException;

    static native long read(int fd, long buffer, long count) throws LastErrorException;

    static native long write(int fd, long buffer, long count) throws LastErrorException;

    static native long mmap(long address, long length, int protection, int flags, int fd, long offset)
            throws LastErrorException;

    static native int munmap(long address, long length) throws LastErrorException;

    static native int memfd_create(String name, int flags) throws LastErrorException;

    static native int ftruncate(int fd, long size) throws LastErrorException;

    static native int fcntl(int fd, int command, long argument) throws LastErrorException;

    static native long sysconf(int name) throws LastErrorException;

    static native int posix_memalign(PointerByReference memory, long alignment, long size);

    static native void free(Pointer memory);
}
