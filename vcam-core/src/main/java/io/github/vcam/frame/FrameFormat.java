// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.frame;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;

/**
 * A pixel format at a size. Odd sizes are allowed everywhere: subsampled planes are rounded up, and a packed 4:2:2 row
 * is rounded up to whole pairs of pixels.
 */
public record FrameFormat(PixelFormat pixelFormat, FrameSize size) {

    public FrameFormat {
        if ((long) size.width() * size.height() > Integer.MAX_VALUE / 8) {
            throw new VcamException(CoreError.SIZE_INVALID, "A frame of " + size + " pixels is too large");
        }
    }

    public static FrameFormat of(PixelFormat pixelFormat, int width, int height) {
        return new FrameFormat(pixelFormat, new FrameSize(width, height));
    }

    public static FrameFormat of(PixelFormat pixelFormat, FrameSize size) {
        return new FrameFormat(pixelFormat, size);
    }

    public int width() {
        return size.width();
    }

    public int height() {
        return size.height();
    }

    /** Bytes of one row of the first plane without padding; 0 for compressed formats. */
    public int bytesPerLine() {
        return pixelFormat.isCompressed() ? 0 : pixelFormat.rowBytes(0, size.width());
    }

    /** Bytes of one frame without padding; for compressed formats an upper bound, 4 bytes a pixel. */
    public int sizeImage() {
        return tight().sizeImage();
    }

    /** The planes without any padding. */
    public PlaneLayout tight() {
        return layout(bytesPerLine(), 0);
    }

    /**
     * The planes as a driver wants them: {@code bytesPerLine} of the first plane, the others following from it as V4L2's
     * single-planar formats prescribe, in a buffer of {@code sizeImage} bytes (0: as many as the planes take).
     */
    public PlaneLayout layout(int bytesPerLine, int sizeImage) {
        return PlaneLayout.of(this, bytesPerLine, sizeImage);
    }

    @Override
    public String toString() {
        return pixelFormat.fourCc() + " " + size;
    }
}
