// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct dma_buf_sync: the begin or the end of the CPU's access to a dma-buf. */
public final class DmabufSync extends KernelStruct {
    public static final int SIZE = 8;
    public static final int FLAGS = 0;

    public DmabufSync() {
        super(SIZE);
    }

    public long flags() {
        return getLong(FLAGS);
    }

    public DmabufSync flags(long value) {
        putLong(FLAGS, value);
        return this;
    }
}
