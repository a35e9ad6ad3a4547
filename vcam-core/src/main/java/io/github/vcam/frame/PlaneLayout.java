// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.frame;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the planes of a frame lie in one buffer. Planes are listed in the order Y, Cb, Cr, whatever their order in
 * memory; a compressed format has none.
 *
 * @param format what the frame is
 * @param planes offset, bytes per row and rows of each plane
 * @param sizeImage bytes of the buffer that one frame takes
 * @param colours how its numbers stand for colours
 */
public record PlaneLayout(FrameFormat format, List<Plane> planes, int sizeImage, Colours colours) {

    /** One plane: where it begins, the distance of its rows in bytes, and their number. */
    public record Plane(int offset, int bytesPerLine, int rows) {}

    public PlaneLayout {
        planes = List.copyOf(planes);
    }

    static PlaneLayout of(FrameFormat format, int bytesPerLine, int sizeImage) {
        PixelFormat pixels = format.pixelFormat();
        if (pixels.isCompressed()) {
            int bound = format.width() * format.height() * 4;
            return new PlaneLayout(
                    format, List.of(), sizeImage > 0 ? sizeImage : Math.max(bound, 4096), Colours.UNSAID);
        }
        if (bytesPerLine < format.bytesPerLine()) {
            throw unfit(format, "needs " + format.bytesPerLine() + " bytes a line, not " + bytesPerLine);
        }
        List<Plane> planes = new ArrayList<>(3);
        long offset = 0;
        for (int i = 0; i < pixels.planeCount(); i++) {
            int stride = pixels.stride(i, bytesPerLine);
            int rows = pixels.rows(i, format.height());
            planes.add(new Plane((int) offset, stride, rows));
            offset += (long) stride * rows;
        }
        if (offset > Integer.MAX_VALUE || (sizeImage > 0 && sizeImage < offset)) {
            throw unfit(format, "needs " + offset + " bytes a frame, not " + sizeImage);
        }
        if (pixels.swapsChroma()) {
            planes.add(planes.remove(1));
        }
        return new PlaneLayout(format, planes, sizeImage > 0 ? sizeImage : (int) offset, Colours.UNSAID);
    }

    /** The same place, for a picture of these colours. */
    public PlaneLayout withColours(Colours value) {
        return new PlaneLayout(format, planes, sizeImage, value);
    }

    private static VcamException unfit(FrameFormat format, String why) {
        return new VcamException(CoreError.SIZE_INVALID, "A frame of " + format + " " + why);
    }

    /** Bytes per row of the first plane; 0 for compressed formats. */
    public int bytesPerLine() {
        return planes.isEmpty() ? 0 : planes.get(0).bytesPerLine();
    }

    /** Bytes that a frame really fills: to the end of its last plane; all of the buffer for compressed formats. */
    public int bytesUsed() {
        int end = 0;
        for (Plane plane : planes) {
            end = Math.max(end, plane.offset() + plane.bytesPerLine() * plane.rows());
        }
        return planes.isEmpty() ? sizeImage : end;
    }
}
