// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct v4l2_fmtdesc: one format that a queue offers. */
public final class FormatDescription extends KernelStruct {
    public static final int SIZE = 64;
    public static final int INDEX = 0;
    public static final int TYPE = 4;
    public static final int FLAGS = 8;
    public static final int DESCRIPTION = 12;
    public static final int PIXEL_FORMAT = 44;
    public static final int MBUS_CODE = 48;

    public FormatDescription() {
        super(SIZE);
    }

    public int index() {
        return getInt(INDEX);
    }

    public FormatDescription index(int value) {
        putInt(INDEX, value);
        return this;
    }

    public int type() {
        return getInt(TYPE);
    }

    public FormatDescription type(int value) {
        putInt(TYPE, value);
        return this;
    }

    public int flags() {
        return getInt(FLAGS);
    }

    public FormatDescription flags(int value) {
        putInt(FLAGS, value);
        return this;
    }

    public String description() {
        return getText(DESCRIPTION, 32);
    }

    public FormatDescription description(String value) {
        putText(DESCRIPTION, 32, value);
        return this;
    }

    public int pixelFormat() {
        return getInt(PIXEL_FORMAT);
    }

    public FormatDescription pixelFormat(int value) {
        putInt(PIXEL_FORMAT, value);
        return this;
    }

    public int mbusCode() {
        return getInt(MBUS_CODE);
    }

    public FormatDescription mbusCode(int value) {
        putInt(MBUS_CODE, value);
        return this;
    }
}
