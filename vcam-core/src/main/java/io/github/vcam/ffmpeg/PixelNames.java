// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import org.bytedeco.javacpp.BytePointer;

/** Translates FFmpeg's pixel formats into names and into those of V4L2. */
final class PixelNames {
    private PixelNames() {}

    static String of(int pixelFormat) {
        BytePointer name = av_get_pix_fmt_name(pixelFormat);
        return name == null ? "unknown" : Ffmpeg.text(name);
    }

    /** Whether it holds red, green and blue, not Y'CbCr or grey. */
    static boolean isRgb(int pixelFormat) {
        return (av_pix_fmt_desc_get(pixelFormat).flags() & AV_PIX_FMT_FLAG_RGB) != 0;
    }

    /**
     * The V4L2 format that holds such frames without conversion, or else the one that loses least of what cameras
     * commonly give: 4:2:0 and deeper 4:2:0 become YU12, greys GREY, RGB becomes BGR4, all others YUYV.
     */
    static PixelFormat nearest(int pixelFormat, FrameSize size) {
        String name = of(pixelFormat).replace("yuvj", "yuv");
        for (PixelFormat format : PixelFormat.values()) {
            if (!format.isCompressed() && format.ffmpegName().equals(name)) {
                return format;
            }
        }
        if (name.startsWith("yuv420") || name.startsWith("yuva420") || size.width() % 2 != 0) {
            return PixelFormat.YU12;
        }
        if (name.startsWith("gray") || name.startsWith("mono") || name.startsWith("ya")) {
            return PixelFormat.GREY;
        }
        boolean rgb = name.contains("rgb") || name.contains("gbr") || name.contains("bgr") || name.startsWith("pal");
        return rgb ? PixelFormat.BGR4 : PixelFormat.YUYV;
    }
}
