// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct v4l2loopback_behind: how many consumers have not got a frame yet, and one of them. */
public final class LoopbackBehind extends KernelStruct {
    public static final int SIZE = 48;
    public static final int SEQUENCE = 0;
    public static final int COUNT = 4;
    public static final int PID = 8;
    public static final int COMM = 12;

    private static final int COMM_LENGTH = 16;

    public LoopbackBehind() {
        super(SIZE);
    }

    public LoopbackBehind sequence(int value) {
        putInt(SEQUENCE, value);
        return this;
    }

    public int count() {
        return getInt(COUNT);
    }

    public LoopbackBehind count(int value) {
        putInt(COUNT, value);
        return this;
    }

    public int pid() {
        return getInt(PID);
    }

    public String comm() {
        return getText(COMM, COMM_LENGTH);
    }
}
