// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct v4l2loopback_placeholder: what a device shows while nobody feeds it. */
public final class LoopbackPlaceholder extends KernelStruct {
    public static final int SIZE = 40;
    public static final int PIXEL_FORMAT = 0;
    public static final int WIDTH = 4;
    public static final int HEIGHT = 8;
    public static final int BYTES_USED = 12;
    public static final int DATA = 16;

    public LoopbackPlaceholder() {
        super(SIZE);
    }

    public int pixelFormat() {
        return getInt(PIXEL_FORMAT);
    }

    public LoopbackPlaceholder pixelFormat(int value) {
        putInt(PIXEL_FORMAT, value);
        return this;
    }

    public int width() {
        return getInt(WIDTH);
    }

    public LoopbackPlaceholder width(int value) {
        putInt(WIDTH, value);
        return this;
    }

    public int height() {
        return getInt(HEIGHT);
    }

    public LoopbackPlaceholder height(int value) {
        putInt(HEIGHT, value);
        return this;
    }

    public int bytesUsed() {
        return getInt(BYTES_USED);
    }

    public LoopbackPlaceholder bytesUsed(int value) {
        putInt(BYTES_USED, value);
        return this;
    }

    public LoopbackPlaceholder data(long address) {
        putLong(DATA, address);
        return this;
    }
}
