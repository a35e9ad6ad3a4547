// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/** Calls that no camera needs, but programs that use one. */
interface CLibrary extends Library {
    CLibrary INSTANCE = Native.load("c", CLibrary.class);

    int socket(int domain, int type, int protocol) throws LastErrorException;

    int bind(int fd, Pointer address, int length) throws LastErrorException;

    int pipe2(int[] fds, int flags) throws LastErrorException;

    NativeLong vmsplice(int fd, Pointer vectors, NativeLong count, int flags) throws LastErrorException;

    NativeLong process_vm_readv(
            int pid, Pointer local, NativeLong localCount, Pointer remote, NativeLong remoteCount, NativeLong flags)
            throws LastErrorException;

    int epoll_create1(int flags) throws LastErrorException;

    int epoll_ctl(int epoll, int operation, int fd, Pointer event) throws LastErrorException;

    int epoll_wait(int epoll, Pointer events, int count, int timeoutMillis) throws LastErrorException;
}
