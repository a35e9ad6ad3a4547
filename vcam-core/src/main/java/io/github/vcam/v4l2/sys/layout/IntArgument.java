// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** A plain int, the argument of VIDIOC_STREAMON and VIDIOC_STREAMOFF. */
public final class IntArgument extends KernelStruct {
    public static final int SIZE = 4;
    public static final int VALUE = 0;

    public IntArgument() {
        super(SIZE);
    }

    public int value() {
        return getInt(VALUE);
    }

    public IntArgument value(int value) {
        putInt(VALUE, value);
        return this;
    }
}
