// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.frame;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import java.util.Locale;
import java.util.Optional;

/**
 * The pixel formats that both V4L2 and FFmpeg know, with the shape of their planes: the one format table of this
 * library. A plane is described by bytes per sample position and by how much it is subsampled. Formats are named as
 * their FourCC where that is a Java name. See the chapter "Image Formats" of the V4L2 documentation.
 */
@SuppressWarnings("ImmutableEnumChecker") // FourCc is a record, and the arrays never leave this class
public enum PixelFormat {
    YUYV("YUYV", "yuyv422", Shape.PACKED_422),
    UYVY("UYVY", "uyvy422", Shape.PACKED_422),
    YVYU("YVYU", "yvyu422", Shape.PACKED_422),
    NV12("NV12", "nv12", Shape.SEMI_420),
    NV21("NV21", "nv21", Shape.SEMI_420),
    NV16("NV16", "nv16", Shape.SEMI_422),
    NV24("NV24", "nv24", Shape.SEMI_444),
    NV42("NV42", "nv42", Shape.SEMI_444),
    P010("P010", "p010le", Shape.SEMI_420_16),
    YU12("YU12", "yuv420p", Shape.PLANAR_420),
    /** As YU12, with the Cr plane before the Cb plane. */
    YV12("YV12", "yuv420p", Shape.PLANAR_420),
    YUV422P("422P", "yuv422p", Shape.PLANAR_422),
    YUV411P("411P", "yuv411p", Shape.PLANAR_411),
    YUV9("YUV9", "yuv410p", Shape.PLANAR_410),
    GREY("GREY", "gray", Shape.BYTES_1),
    Y10("Y10 ", "gray10le", Shape.BYTES_2),
    Y12("Y12 ", "gray12le", Shape.BYTES_2),
    Y16("Y16 ", "gray16le", Shape.BYTES_2),
    RGB3("RGB3", "rgb24", Shape.BYTES_3),
    BGR3("BGR3", "bgr24", Shape.BYTES_3),
    BGR4("BGR4", "bgr0", Shape.BYTES_4),
    RGB4("RGB4", "0rgb", Shape.BYTES_4),
    XR24("XR24", "bgr0", Shape.BYTES_4),
    AR24("AR24", "bgra", Shape.BYTES_4),
    XB24("XB24", "rgb0", Shape.BYTES_4),
    AB24("AB24", "rgba", Shape.BYTES_4),
    BX24("BX24", "0rgb", Shape.BYTES_4),
    BA24("BA24", "argb", Shape.BYTES_4),
    RGBP("RGBP", "rgb565le", Shape.BYTES_2),
    RGBR("RGBR", "rgb565be", Shape.BYTES_2),
    RGBO("RGBO", "rgb555le", Shape.BYTES_2),
    RGBQ("RGBQ", "rgb555be", Shape.BYTES_2),
    MJPG("MJPG", "mjpeg", Shape.COMPRESSED),
    JPEG("JPEG", "mjpeg", Shape.COMPRESSED);

    /**
     * Planes as {bytes, horizontal divisor, vertical divisor}: a row of w pixels takes ceil(w / divisor) * bytes.
     */
    enum Shape {
        BYTES_1(new int[] {1, 1, 1}),
        BYTES_2(new int[] {2, 1, 1}),
        BYTES_3(new int[] {3, 1, 1}),
        BYTES_4(new int[] {4, 1, 1}),
        PACKED_422(new int[] {4, 2, 1}),
        SEMI_420(new int[] {1, 1, 1}, new int[] {2, 2, 2}),
        SEMI_422(new int[] {1, 1, 1}, new int[] {2, 2, 1}),
        SEMI_444(new int[] {1, 1, 1}, new int[] {2, 1, 1}),
        SEMI_420_16(new int[] {2, 1, 1}, new int[] {4, 2, 2}),
        PLANAR_420(new int[] {1, 1, 1}, new int[] {1, 2, 2}, new int[] {1, 2, 2}),
        PLANAR_422(new int[] {1, 1, 1}, new int[] {1, 2, 1}, new int[] {1, 2, 1}),
        PLANAR_411(new int[] {1, 1, 1}, new int[] {1, 4, 1}, new int[] {1, 4, 1}),
        PLANAR_410(new int[] {1, 1, 1}, new int[] {1, 4, 4}, new int[] {1, 4, 4}),
        COMPRESSED();

        private final int[][] planes;

        Shape(int[]... planes) {
            this.planes = planes;
        }
    }

    private final FourCc fourCc;
    private final String ffmpegName;
    private final Shape shape;

    PixelFormat(String fourCc, String ffmpegName, Shape shape) {
        this.fourCc = FourCc.of(fourCc);
        this.ffmpegName = ffmpegName;
        this.shape = shape;
    }

    /** The format with this FourCC, if it is one of ours. */
    public static Optional<PixelFormat> find(FourCc fourCc) {
        for (PixelFormat format : values()) {
            if (format.fourCc.equals(fourCc)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** Reads a FourCC as a user writes it, in either case; fails with FORMAT_UNKNOWN. */
    public static PixelFormat of(String text) {
        FourCc fourCc = FourCc.of(text.strip().toUpperCase(Locale.ROOT));
        return find(fourCc)
                .orElseThrow(() ->
                        new VcamException(CoreError.FORMAT_UNKNOWN, "Pixel format " + fourCc + " is not known here"));
    }

    public FourCc fourCc() {
        return fourCc;
    }

    /** FFmpeg's name of the same arrangement; of the codec for compressed formats. */
    public String ffmpegName() {
        return ffmpegName;
    }

    public boolean isCompressed() {
        return shape == Shape.COMPRESSED;
    }

    /** Whether it holds red, green and blue, not Y'CbCr or grey. */
    public boolean isRgb() {
        return ffmpegName.contains("rgb") || ffmpegName.contains("bgr");
    }

    public int planeCount() {
        return shape.planes.length;
    }

    /** Whether the second and third plane are Cr and Cb instead of Cb and Cr. */
    public boolean swapsChroma() {
        return this == YV12;
    }

    /** Bytes of one row of {@code width} pixels in this plane, without padding. */
    int rowBytes(int plane, int width) {
        int[] p = shape.planes[plane];
        return ceilDivide(width, p[1]) * p[0];
    }

    /** Rows of this plane in a picture of {@code height} pixels. */
    int rows(int plane, int height) {
        return ceilDivide(height, shape.planes[plane][2]);
    }

    /** Bytes per row of this plane when the first one has {@code bytesPerLine}. */
    int stride(int plane, int bytesPerLine) {
        int[] first = shape.planes[0];
        int[] p = shape.planes[plane];
        return ceilDivide(bytesPerLine * first[1] / first[0], p[1]) * p[0];
    }

    private static int ceilDivide(int value, int divisor) {
        return (value + divisor - 1) / divisor;
    }
}
