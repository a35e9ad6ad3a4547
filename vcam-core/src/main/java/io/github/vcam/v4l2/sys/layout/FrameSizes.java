// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct v4l2_frmsizeenum: one size, or one range of sizes, of a format. */
public final class FrameSizes extends KernelStruct {
    public static final int SIZE = 44;
    public static final int INDEX = 0;
    public static final int PIXEL_FORMAT = 4;
    public static final int TYPE = 8;
    public static final int WIDTH = 12;
    public static final int HEIGHT = 16;
    public static final int MINIMUM_WIDTH = 12;
    public static final int MAXIMUM_WIDTH = 16;
    public static final int STEP_WIDTH = 20;
    public static final int MINIMUM_HEIGHT = 24;
    public static final int MAXIMUM_HEIGHT = 28;
    public static final int STEP_HEIGHT = 32;

    public FrameSizes() {
        super(SIZE);
    }

    public int index() {
        return getInt(INDEX);
    }

    public FrameSizes index(int value) {
        putInt(INDEX, value);
        return this;
    }

    public int pixelFormat() {
        return getInt(PIXEL_FORMAT);
    }

    public FrameSizes pixelFormat(int value) {
        putInt(PIXEL_FORMAT, value);
        return this;
    }

    public int type() {
        return getInt(TYPE);
    }

    public FrameSizes type(int value) {
        putInt(TYPE, value);
        return this;
    }

    public int width() {
        return getInt(WIDTH);
    }

    public FrameSizes width(int value) {
        putInt(WIDTH, value);
        return this;
    }

    public int height() {
        return getInt(HEIGHT);
    }

    public FrameSizes height(int value) {
        putInt(HEIGHT, value);
        return this;
    }

    public int minimumWidth() {
        return getInt(MINIMUM_WIDTH);
    }

    public FrameSizes minimumWidth(int value) {
        putInt(MINIMUM_WIDTH, value);
        return this;
    }

    public int maximumWidth() {
        return getInt(MAXIMUM_WIDTH);
    }

    public FrameSizes maximumWidth(int value) {
        putInt(MAXIMUM_WIDTH, value);
        return this;
    }

    public int stepWidth() {
        return getInt(STEP_WIDTH);
    }

    public FrameSizes stepWidth(int value) {
        putInt(STEP_WIDTH, value);
        return this;
    }

    public int minimumHeight() {
        return getInt(MINIMUM_HEIGHT);
    }

    public FrameSizes minimumHeight(int value) {
        putInt(MINIMUM_HEIGHT, value);
        return this;
    }

    public int maximumHeight() {
        return getInt(MAXIMUM_HEIGHT);
    }

    public FrameSizes maximumHeight(int value) {
        putInt(MAXIMUM_HEIGHT, value);
        return this;
    }

    public int stepHeight() {
        return getInt(STEP_HEIGHT);
    }

    public FrameSizes stepHeight(int value) {
        putInt(STEP_HEIGHT, value);
        return this;
    }
}
