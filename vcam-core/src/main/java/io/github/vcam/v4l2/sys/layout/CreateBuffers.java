// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct v4l2_create_buffers: more buffers, of a format of their own. */
public final class CreateBuffers extends KernelStruct {
    public static final int SIZE = 256;
    public static final int INDEX = 0;
    public static final int COUNT = 4;
    public static final int MEMORY = 8;
    public static final int TYPE = 16;
    public static final int WIDTH = 24;
    public static final int HEIGHT = 28;
    public static final int PIXEL_FORMAT = 32;
    public static final int SIZE_IMAGE = 44;
    public static final int CAPABILITIES = 224;
    public static final int FLAGS = 228;

    public CreateBuffers() {
        super(SIZE);
    }

    public int index() {
        return getInt(INDEX);
    }

    public CreateBuffers index(int value) {
        putInt(INDEX, value);
        return this;
    }

    public int count() {
        return getInt(COUNT);
    }

    public CreateBuffers count(int value) {
        putInt(COUNT, value);
        return this;
    }

    public int memory() {
        return getInt(MEMORY);
    }

    public CreateBuffers memory(int value) {
        putInt(MEMORY, value);
        return this;
    }

    public int type() {
        return getInt(TYPE);
    }

    public CreateBuffers type(int value) {
        putInt(TYPE, value);
        return this;
    }

    /** Copies the whole format. */
    public CreateBuffers format(Format value) {
        bytes().put(TYPE, value.bytes(), 0, Format.SIZE);
        return this;
    }

    public int width() {
        return getInt(WIDTH);
    }

    public CreateBuffers width(int value) {
        putInt(WIDTH, value);
        return this;
    }

    public int height() {
        return getInt(HEIGHT);
    }

    public CreateBuffers height(int value) {
        putInt(HEIGHT, value);
        return this;
    }

    public int pixelFormat() {
        return getInt(PIXEL_FORMAT);
    }

    public CreateBuffers pixelFormat(int value) {
        putInt(PIXEL_FORMAT, value);
        return this;
    }

    public int sizeImage() {
        return getInt(SIZE_IMAGE);
    }

    public CreateBuffers sizeImage(int value) {
        putInt(SIZE_IMAGE, value);
        return this;
    }

    public int capabilities() {
        return getInt(CAPABILITIES);
    }

    public CreateBuffers capabilities(int value) {
        putInt(CAPABILITIES, value);
        return this;
    }

    public int flags() {
        return getInt(FLAGS);
    }

    public CreateBuffers flags(int value) {
        putInt(FLAGS, value);
        return this;
    }
}
