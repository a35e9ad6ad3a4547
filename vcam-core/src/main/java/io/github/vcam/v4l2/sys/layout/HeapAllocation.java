// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct dma_heap_allocation_data: asks a dma-heap for a dma-buf. */
public final class HeapAllocation extends KernelStruct {
    public static final int SIZE = 24;
    public static final int LENGTH = 0;
    public static final int FILE_DESCRIPTOR = 8;
    public static final int FILE_FLAGS = 12;
    public static final int HEAP_FLAGS = 16;

    public HeapAllocation() {
        super(SIZE);
    }

    public long length() {
        return getLong(LENGTH);
    }

    public HeapAllocation length(long value) {
        putLong(LENGTH, value);
        return this;
    }

    public int fileDescriptor() {
        return getInt(FILE_DESCRIPTOR);
    }

    public HeapAllocation fileDescriptor(int value) {
        putInt(FILE_DESCRIPTOR, value);
        return this;
    }

    public HeapAllocation fileFlags(int value) {
        putInt(FILE_FLAGS, value);
        return this;
    }
}
