// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct pollfd: one descriptor to wait for. */
public final class PollRequest extends KernelStruct {
    public static final int SIZE = 8;
    public static final int FD = 0;
    public static final int EVENTS = 4;
    public static final int REVENTS = 6;

    public PollRequest() {
        super(SIZE);
    }

    public void set(int fd, int events) {
        putInt(FD, fd);
        bytes().putShort(EVENTS, (short) events).putShort(REVENTS, (short) 0);
    }

    /** The events that came. */
    public int answer() {
        return bytes().getShort(REVENTS) & 0xffff;
    }
}
