// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import io.github.vcam.frame.Colours;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.awt.image.SinglePixelPackedSampleModel;
import java.awt.image.WritableRaster;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;

/**
 * How the pixels of a picture lie in Java's memory, and how they come out of it: row by row as they are, where FFmpeg knows
 * the arrangement. The rows of a sub-image lie within those of the whole.
 */
enum PicturePixels {
    /** TYPE_INT_RGB and TYPE_INT_ARGB, as integers in little-endian order. */
    RGB_INTS(PixelFormat.BGR4),
    /** TYPE_INT_BGR, likewise. */
    BGR_INTS(PixelFormat.XB24),
    /** TYPE_3BYTE_BGR. */
    BGR_BYTES(PixelFormat.BGR3),
    /** TYPE_4BYTE_ABGR from its first blue on, so that each alpha is behind its pixel's predecessor and does not matter. */
    ABGR_BYTES(PixelFormat.BGR4),
    /** TYPE_BYTE_GRAY, by its numbers. */
    GREY_BYTES(PixelFormat.GREY),
    /** All others, by Java's own conversion. */
    OTHERS(PixelFormat.BGR4);

    private static final int BLUE = 2;

    private final PixelFormat format;

    PicturePixels(PixelFormat format) {
        this.format = format;
    }

    static PicturePixels of(BufferedImage image) {
        return switch (image.getType()) {
            case BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB -> RGB_INTS;
            case BufferedImage.TYPE_INT_BGR -> BGR_INTS;
            case BufferedImage.TYPE_3BYTE_BGR -> BGR_BYTES;
            case BufferedImage.TYPE_4BYTE_ABGR -> ABGR_BYTES;
            case BufferedImage.TYPE_BYTE_GRAY -> GREY_BYTES;
            default -> OTHERS;
        };
    }

    /** The frame that {@link #copy} makes; a grey of 128 is one in the middle, whatever is said of its colour space. */
    PlaneLayout layout(int width, int height) {
        PlaneLayout tight = FrameFormat.of(format, width, height).tight();
        return this == GREY_BYTES ? tight.withColours(Colours.UNSAID.withRange(Colours.Range.FULL)) : tight;
    }

    /** Integers that {@link #copy} needs beside the frame. */
    int scratch(int width, int height) {
        return this == OTHERS ? width * height : 0;
    }

    /**
     * Copies a picture.
     *
     * @param bytes the frame
     * @param ints the same memory, little-endian
     */
    void copy(BufferedImage image, ByteBuffer bytes, IntBuffer ints, int[] scratch) {
        switch (this) {
            case RGB_INTS, BGR_INTS -> copyInts(image, ints);
            case BGR_BYTES -> copyBytes(image, BLUE, 3 * image.getWidth(), bytes);
            case ABGR_BYTES -> copyBytes(image, BLUE, 4 * image.getWidth() - 1, bytes);
            case GREY_BYTES -> copyBytes(image, 0, image.getWidth(), bytes);
            case OTHERS -> {
                int width = image.getWidth();
                ints.put(0, image.getRGB(0, 0, width, image.getHeight(), scratch, 0, width), 0, scratch.length);
            }
        }
    }

    private static void copyInts(BufferedImage image, IntBuffer target) {
        WritableRaster raster = image.getRaster();
        SinglePixelPackedSampleModel model = (SinglePixelPackedSampleModel) raster.getSampleModel();
        DataBufferInt data = (DataBufferInt) raster.getDataBuffer();
        int[] from = data.getData();
        int first = data.getOffset()
                + model.getOffset(-raster.getSampleModelTranslateX(), -raster.getSampleModelTranslateY());
        int width = image.getWidth();
        for (int y = 0; y < image.getHeight(); y++) {
            target.put(y * width, from, first + y * model.getScanlineStride(), width);
        }
    }

    /** From the first {@code band} of each row on. */
    private static void copyBytes(BufferedImage image, int band, int rowBytes, ByteBuffer target) {
        WritableRaster raster = image.getRaster();
        ComponentSampleModel model = (ComponentSampleModel) raster.getSampleModel();
        DataBufferByte data = (DataBufferByte) raster.getDataBuffer();
        byte[] from = data.getData();
        int first = data.getOffset()
                + model.getOffset(-raster.getSampleModelTranslateX(), -raster.getSampleModelTranslateY(), band);
        int row = image.getWidth() * model.getPixelStride();
        for (int y = 0; y < image.getHeight(); y++) {
            target.put(y * row, from, first + y * model.getScanlineStride(), rowBytes);
        }
    }
}
