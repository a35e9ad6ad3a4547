// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** An array of struct pollfd: descriptors to wait for. */
public final class PollRequests extends KernelStruct {
    /** Of each. */
    public static final int SIZE = 8;

    public static final int FD = 0;
    public static final int EVENTS = 4;
    public static final int REVENTS = 6;

    public PollRequests(int count) {
        super(count * SIZE);
    }

    public void set(int index, int fd, int events) {
        putInt(index * SIZE + FD, fd);
        bytes().putShort(index * SIZE + EVENTS, (short) events).putShort(index * SIZE + REVENTS, (short) 0);
    }

    /** The events that came for this one. */
    public int answer(int index) {
        return bytes().getShort(index * SIZE + REVENTS) & 0xffff;
    }
}
