// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct v4l2_control: the value of one control. */
public final class Control extends KernelStruct {
    public static final int SIZE = 8;
    public static final int ID = 0;
    public static final int VALUE = 4;

    public Control() {
        super(SIZE);
    }

    public int id() {
        return getInt(ID);
    }

    public Control id(int value) {
        putInt(ID, value);
        return this;
    }

    public int value() {
        return getInt(VALUE);
    }

    public Control value(int value) {
        putInt(VALUE, value);
        return this;
    }
}
