// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct v4l2_format with struct v4l2_pix_format in its union: a single-planar video format. */
public final class Format extends KernelStruct {
    public static final int SIZE = 208;
    public static final int TYPE = 0;
    public static final int WIDTH = 8;
    public static final int HEIGHT = 12;
    public static final int PIXEL_FORMAT = 16;
    public static final int FIELD = 20;
    public static final int BYTES_PER_LINE = 24;
    public static final int SIZE_IMAGE = 28;
    public static final int COLORSPACE = 32;
    public static final int PRIV = 36;
    public static final int FLAGS = 40;
    public static final int YCBCR_ENCODING = 44;
    public static final int QUANTIZATION = 48;
    public static final int TRANSFER_FUNCTION = 52;

    public Format() {
        super(SIZE);
    }

    public int type() {
        return getInt(TYPE);
    }

    public Format type(int value) {
        putInt(TYPE, value);
        return this;
    }

    public int width() {
        return getInt(WIDTH);
    }

    public Format width(int value) {
        putInt(WIDTH, value);
        return this;
    }

    public int height() {
        return getInt(HEIGHT);
    }

    public Format height(int value) {
        putInt(HEIGHT, value);
        return this;
    }

    public int pixelFormat() {
        return getInt(PIXEL_FORMAT);
    }

    public Format pixelFormat(int value) {
        putInt(PIXEL_FORMAT, value);
        return this;
    }

    public int field() {
        return getInt(FIELD);
    }

    public Format field(int value) {
        putInt(FIELD, value);
        return this;
    }

    public int bytesPerLine() {
        return getInt(BYTES_PER_LINE);
    }

    public Format bytesPerLine(int value) {
        putInt(BYTES_PER_LINE, value);
        return this;
    }

    public int sizeImage() {
        return getInt(SIZE_IMAGE);
    }

    public Format sizeImage(int value) {
        putInt(SIZE_IMAGE, value);
        return this;
    }

    public int colorspace() {
        return getInt(COLORSPACE);
    }

    public Format colorspace(int value) {
        putInt(COLORSPACE, value);
        return this;
    }

    public int priv() {
        return getInt(PRIV);
    }

    public Format priv(int value) {
        putInt(PRIV, value);
        return this;
    }

    public int flags() {
        return getInt(FLAGS);
    }

    public Format flags(int value) {
        putInt(FLAGS, value);
        return this;
    }

    public int ycbcrEncoding() {
        return getInt(YCBCR_ENCODING);
    }

    public Format ycbcrEncoding(int value) {
        putInt(YCBCR_ENCODING, value);
        return this;
    }

    public int quantization() {
        return getInt(QUANTIZATION);
    }

    public Format quantization(int value) {
        putInt(QUANTIZATION, value);
        return this;
    }

    public int transferFunction() {
        return getInt(TRANSFER_FUNCTION);
    }

    public Format transferFunction(int value) {
        putInt(TRANSFER_FUNCTION, value);
        return this;
    }
}
