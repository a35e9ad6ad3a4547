// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys;

import io.github.vcam.v4l2.sys.layout.KernelStruct;

/**
 * The few system calls that V4L2 needs. Calls that return a number return minus errno on failure, so that expected
 * answers such as EAGAIN cost no exception; a call that a signal interrupts is repeated. Callable from any thread.
 */
public interface SystemCalls {

    /** The calls of this machine. Fails on a 32-bit one, whose structures are laid out differently. */
    static SystemCalls host() {
        return HostCalls.INSTANCE;
    }

    /** Returns the new file descriptor; see open(2). */
    int open(String path, int flags);

    int close(int fd);

    int ioctl(int fd, Ioctl request, KernelStruct argument);

    /** Waits for any of the POLL flags in {@code events}; returns those that came, 0 when the time ran out. */
    int poll(int fd, int events, int timeoutMillis);

    /**
     * Waits without an end for any of the POLL flags in {@code events}, or until {@link #ring} was called for the bell;
     * returns those flags that came, 0 for the bell alone.
     */
    int pollWithBell(int fd, int events, int bell);

    /** What one thread rings to end another one's wait (eventfd(2)); returns its descriptor. It stays rung. */
    int createBell();

    int ring(int bell);

    /** Reads at most {@code length} bytes into the front of the memory; returns how many. */
    long read(int fd, NativeMemory memory, int length);

    /** Writes {@code length} bytes from the front of the memory; returns how many were taken. */
    long write(int fd, NativeMemory memory, int length);

    /** Maps shared memory of a descriptor; fails with {@link SystemCallException}. Give it back by {@link #munmap}. */
    NativeMemory mmap(int fd, int length, int protection, long offset);

    int munmap(NativeMemory memory);

    /**
     * An anonymous file of {@code size} bytes that cannot shrink (memfd_create(2)), as /dev/udmabuf wants it; returns
     * its descriptor.
     */
    int createMemoryFile(String name, long size);

    /** How many bytes a page of memory has: 4096 on most machines, up to 65,536 on AArch64. */
    int pageSize();

    /** Page-aligned memory, zeroed; fails with {@link SystemCallException}. Give it back by {@link #free}. */
    NativeMemory allocate(int length);

    void free(NativeMemory memory);
}
