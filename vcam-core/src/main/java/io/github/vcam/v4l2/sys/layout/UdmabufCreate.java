// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct udmabuf_create: makes a dma-buf of pages of a memfd. */
public final class UdmabufCreate extends KernelStruct {
    public static final int SIZE = 24;
    public static final int MEMFD = 0;
    public static final int FLAGS = 4;
    public static final int OFFSET = 8;
    public static final int LENGTH = 16;

    public UdmabufCreate() {
        super(SIZE);
    }

    public int memfd() {
        return getInt(MEMFD);
    }

    public UdmabufCreate memfd(int value) {
        putInt(MEMFD, value);
        return this;
    }

    public UdmabufCreate flags(int value) {
        putInt(FLAGS, value);
        return this;
    }

    public long length() {
        return getLong(LENGTH);
    }

    public UdmabufCreate length(long value) {
        putLong(LENGTH, value);
        return this;
    }
}
