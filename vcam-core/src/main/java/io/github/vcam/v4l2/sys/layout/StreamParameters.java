// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct v4l2_streamparm: the time per frame of a queue; capture and output arms lie alike. */
public final class StreamParameters extends KernelStruct {
    public static final int SIZE = 204;
    public static final int TYPE = 0;
    public static final int CAPABILITY = 4;
    public static final int MODE = 8;
    public static final int NUMERATOR = 12;
    public static final int DENOMINATOR = 16;
    public static final int EXTENDED_MODE = 20;
    public static final int BUFFERS = 24;

    public StreamParameters() {
        super(SIZE);
    }

    public int type() {
        return getInt(TYPE);
    }

    public StreamParameters type(int value) {
        putInt(TYPE, value);
        return this;
    }

    public int capability() {
        return getInt(CAPABILITY);
    }

    public StreamParameters capability(int value) {
        putInt(CAPABILITY, value);
        return this;
    }

    public int mode() {
        return getInt(MODE);
    }

    public StreamParameters mode(int value) {
        putInt(MODE, value);
        return this;
    }

    public int numerator() {
        return getInt(NUMERATOR);
    }

    public StreamParameters numerator(int value) {
        putInt(NUMERATOR, value);
        return this;
    }

    public int denominator() {
        return getInt(DENOMINATOR);
    }

    public StreamParameters denominator(int value) {
        putInt(DENOMINATOR, value);
        return this;
    }

    public int extendedMode() {
        return getInt(EXTENDED_MODE);
    }

    public StreamParameters extendedMode(int value) {
        putInt(EXTENDED_MODE, value);
        return this;
    }

    public int buffers() {
        return getInt(BUFFERS);
    }

    public StreamParameters buffers(int value) {
        putInt(BUFFERS, value);
        return this;
    }
}
