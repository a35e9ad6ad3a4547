// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct v4l2_exportbuffer: makes a DMABUF of a buffer. */
public final class ExportBuffer extends KernelStruct {
    public static final int SIZE = 64;
    public static final int TYPE = 0;
    public static final int INDEX = 4;
    public static final int PLANE = 8;
    public static final int FLAGS = 12;
    public static final int FILE_DESCRIPTOR = 16;

    public ExportBuffer() {
        super(SIZE);
    }

    public int type() {
        return getInt(TYPE);
    }

    public ExportBuffer type(int value) {
        putInt(TYPE, value);
        return this;
    }

    public int index() {
        return getInt(INDEX);
    }

    public ExportBuffer index(int value) {
        putInt(INDEX, value);
        return this;
    }

    public int plane() {
        return getInt(PLANE);
    }

    public ExportBuffer plane(int value) {
        putInt(PLANE, value);
        return this;
    }

    public int flags() {
        return getInt(FLAGS);
    }

    public ExportBuffer flags(int value) {
        putInt(FLAGS, value);
        return this;
    }

    public int fileDescriptor() {
        return getInt(FILE_DESCRIPTOR);
    }

    public ExportBuffer fileDescriptor(int value) {
        putInt(FILE_DESCRIPTOR, value);
        return this;
    }
}
