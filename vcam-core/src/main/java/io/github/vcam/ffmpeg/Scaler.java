// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.av_image_copy;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_init_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.github.vcam.error.CoreError;
import io.github.vcam.frame.Colours;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Brings frames to one format and size: copied bit by bit when they have both already, else converted by libswscale.
 * Y'CbCr becomes that of the colours that the output has; limited range is what V4L2 assumes. For one thread.
 */
final class Scaler implements AutoCloseable {
    /** libswscale's vector code may write past the end of rows that are no multiple of this many pixels. */
    private static final int SAFE_WIDTH = 32;

    private final int format;
    private final int width;
    private final int height;
    private final Colours colours;
    private @Nullable SwsContext context;
    private @Nullable NativeFrame scratch;
    private int sourceFormat = -1;
    private int sourceWidth;
    private int sourceHeight;
    private int sourceRange;
    private int sourceSpace;
    private boolean copies;

    Scaler(int format, int width, int height, Colours colours) {
        Ffmpeg.load();
        this.format = format;
        this.width = width;
        this.height = height;
        this.colours = colours;
    }

    /** Whether frames like the last one are copied bit by bit. */
    boolean copies() {
        return copies;
    }

    void scale(NativeFrame source, PointerPointer<Pointer> planes, IntPointer strides, boolean padded) {
        adaptTo(source.frame());
        if (context == null) {
            av_image_copy(planes, strides, source.planes(), source.strides(), format, width, height);
        } else if (padded || width % SAFE_WIDTH == 0) {
            sws_scale(context, source.planes(), source.strides(), 0, sourceHeight, planes, strides);
        } else {
            NativeFrame room = scratch;
            if (room == null) {
                room = NativeFrame.allocate(format, width, height);
                scratch = room;
            }
            sws_scale(context, source.planes(), source.strides(), 0, sourceHeight, room.planes(), room.strides());
            av_image_copy(planes, strides, room.planes(), room.strides(), format, width, height);
        }
    }

    private void adaptTo(AVFrame frame) {
        boolean same = frame.format() == sourceFormat
                && frame.width() == sourceWidth
                && frame.height() == sourceHeight
                && frame.color_range() == sourceRange
                && frame.colorspace() == sourceSpace;
        if (same) {
            return;
        }
        boolean full = isFull(frame.format(), frame.color_range());
        int matrix = AvColours.matrix(colours);
        int sourceMatrix = sourceMatrix(frame, matrix);
        boolean sameColours = PixelNames.isRgb(format) || (full == colours.isFullRange() && sourceMatrix == matrix);
        boolean equal = frame.format() == format && frame.width() == width && frame.height() == height && sameColours;
        SwsContext opened = equal ? null : open(frame, full, sourceMatrix, matrix);
        // from here on nothing fails: a refused source leaves everything as it was
        free();
        context = opened;
        copies = equal;
        sourceFormat = frame.format();
        sourceWidth = frame.width();
        sourceHeight = frame.height();
        sourceRange = frame.color_range();
        sourceSpace = frame.colorspace();
    }

    /** What is not said stays as it is, and is read as players do where it becomes RGB. */
    private int sourceMatrix(AVFrame frame, int wanted) {
        int space = frame.colorspace();
        if (PixelNames.isRgb(frame.format())) {
            return wanted;
        }
        if (space == AVCOL_SPC_UNSPECIFIED) {
            return PixelNames.isRgb(format) ? AvColours.usualMatrix(frame.height()) : wanted;
        }
        return AvColours.matrixOf(space);
    }

    private SwsContext open(AVFrame frame, boolean full, int sourceMatrix, int matrix) {
        SwsContext opened = sws_alloc_context();
        // the ranges belong here: who sets them later alone may find frames of one format copied as they are
        opened.src_w(frame.width())
                .src_h(frame.height())
                .src_format(frame.format())
                .src_range(full ? 1 : 0)
                .dst_w(width)
                .dst_h(height)
                .dst_format(format)
                .dst_range(colours.isFullRange() ? 1 : 0)
                .flags(sourceMatrix == matrix ? SWS_BICUBIC : SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT);
        if (sws_init_context(opened, null, null) < 0) {
            sws_freeContext(opened);
            throw new FfmpegException(
                    CoreError.FORMAT_REFUSED,
                    "FFmpeg cannot convert " + PixelNames.of(frame.format()) + " to " + PixelNames.of(format));
        }
        sws_setColorspaceDetails(
                opened,
                sws_getCoefficients(sourceMatrix),
                full ? 1 : 0,
                sws_getCoefficients(matrix),
                colours.isFullRange() ? 1 : 0,
                0,
                1 << 16,
                1 << 16);
        return opened;
    }

    private static boolean isFull(int pixelFormat, int range) {
        return range == AVCOL_RANGE_JPEG || PixelNames.of(pixelFormat).startsWith("yuvj");
    }

    private void free() {
        if (context != null) {
            sws_freeContext(context);
            context = null;
        }
    }

    @Override
    public void close() {
        if (scratch != null) {
            scratch.close();
            scratch = null;
        }
        free();
        sourceFormat = -1;
    }
}
