// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_ALPHA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.javacpp.IntPointer;

/**
 * What decoded frames have in common as long as they can be shown in one way.
 *
 * @param format FFmpeg's number of the pixel format
 * @param width of the frame as it lies in memory, in pixels
 * @param height the same
 * @param matrix FFmpeg's number (AVCOL_SPC)
 * @param range FFmpeg's number (AVCOL_RANGE)
 * @param turn how it is turned to stand upright
 * @param interlaced whether its rows are of two moments
 * @param hdr whether it is PQ or HLG
 * @param alphaMode FFmpeg's number (AVALPHA_MODE): whether colours are multiplied by their opacity already
 */
record PictureKind(
        int format,
        int width,
        int height,
        int matrix,
        int range,
        Turn turn,
        boolean interlaced,
        boolean hdr,
        int alphaMode) {
    /** A macro of FFmpeg that its Java binding does not have. */
    private static final int AV_FRAME_FLAG_INTERLACED = 1 << 3;

    static PictureKind of(AVFrame frame) {
        return new PictureKind(
                frame.format(),
                frame.width(),
                frame.height(),
                frame.colorspace(),
                frame.color_range(),
                turn(frame),
                isInterlaced(frame),
                AvColours.isHdr(frame),
                frame.alpha_mode());
    }

    private static Turn turn(AVFrame frame) {
        AVFrameSideData data = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
        return data == null || data.isNull() ? Turn.NONE : Turn.of(new IntPointer(data.data()));
    }

    private static boolean isInterlaced(AVFrame frame) {
        return (frame.flags() & AV_FRAME_FLAG_INTERLACED) != 0;
    }

    /** Whether a later frame of the same input can be shown in this way, too; makes no garbage. */
    boolean fits(AVFrame frame) {
        return frame.width() == width
                && frame.height() == height
                && frame.format() == format
                && frame.colorspace() == matrix
                && frame.color_range() == range
                && (interlaced || !isInterlaced(frame));
    }

    boolean isTransparent() {
        return (av_pix_fmt_desc_get(format).flags() & AV_PIX_FMT_FLAG_ALPHA) != 0;
    }
}
