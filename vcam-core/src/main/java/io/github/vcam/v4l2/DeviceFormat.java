// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.frame.Colours;
import io.github.vcam.frame.FourCc;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Format;
import java.util.Optional;

/**
 * A format as a driver says it, perhaps of a FourCC that this library does not know.
 *
 * @param bytesPerLine distance of the first plane's rows in bytes, 0 for compressed formats
 * @param sizeImage bytes of one frame's buffer
 * @param colours how its numbers stand for colours
 */
public record DeviceFormat(FourCc fourCc, FrameSize size, int bytesPerLine, int sizeImage, Colours colours) {
    /** What to ask a driver for: padding, sizes and colours are its own choice. */
    public static DeviceFormat asking(FrameFormat format) {
        return asking(format, Colours.UNSAID);
    }

    /** What to ask a driver for: padding and sizes are its own choice. */
    public static DeviceFormat asking(FrameFormat format, Colours colours) {
        int size = format.pixelFormat().isCompressed() ? format.sizeImage() : 0;
        return new DeviceFormat(format.pixelFormat().fourCc(), format.size(), 0, size, colours);
    }

    static DeviceFormat of(Format answer) {
        return new DeviceFormat(
                new FourCc(answer.pixelFormat()),
                new FrameSize(answer.width(), answer.height()),
                answer.bytesPerLine(),
                answer.sizeImage(),
                Colours.of(
                        answer.colorspace(), answer.ycbcrEncoding(), answer.quantization(), answer.transferFunction()));
    }

    void fill(Format request) {
        request.width(size.width())
                .height(size.height())
                .pixelFormat(fourCc.code())
                .field(V4l2.V4L2_FIELD_NONE)
                .bytesPerLine(bytesPerLine)
                .sizeImage(sizeImage)
                .colorspace(colours.space().number())
                .priv(V4l2.V4L2_PIX_FMT_PRIV_MAGIC)
                .ycbcrEncoding(colours.encoding().number())
                .quantization(colours.range().number())
                .transferFunction(colours.transfer().number());
    }

    /** The format in this library's terms; empty when the FourCC is not known here. */
    public Optional<FrameFormat> frameFormat() {
        return PixelFormat.find(fourCc).map(pixels -> FrameFormat.of(pixels, size));
    }

    /** Where the planes lie, as the driver said; empty when the FourCC is not known here. */
    public Optional<PlaneLayout> layout() {
        return frameFormat()
                .map(format -> format.layout(bytesPerLine, sizeImage).withColours(colours));
    }

    @Override
    public String toString() {
        return fourCc + " " + size;
    }
}
