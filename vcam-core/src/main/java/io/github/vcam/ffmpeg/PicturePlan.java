// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_parse_color;

import io.github.vcam.error.InvalidValueException;
import io.github.vcam.frame.Fit;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which of FFmpeg's filters bring frames of one kind to what a viewer is to see. */
final class PicturePlan {
    /** Shapes that differ by less than this are one, so that rounding makes no bars. */
    private static final double SAME_SHAPE = 0.01;

    private static final int CHANNELS = 4;
    private static final double SQUARE = 0.001;
    /** Formats in which a frame can begin and end at any pixel. */
    private static final String WHOLE = "format=yuv444p|rgb24|gray";

    private static final String DEINTERLACING = "bwdif=mode=send_frame:deint=interlaced";
    /** To linear light, to BT.709's colours, to a usual screen's brightness. */
    private static final String TONE_MAPPING = "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,"
            + "tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=limited,format=yuv420p";

    private PicturePlan() {}

    /**
     * The filters that are needed, none where the frames are right as they are.
     *
     * @param pixelAspect the width of a pixel divided by its height
     */
    static List<String> filters(PictureKind kind, double pixelAspect, Look look) {
        List<String> filters = new ArrayList<>();
        if (kind.interlaced()) {
            filters.add(DEINTERLACING);
        }
        if (kind.hdr()) {
            filters.add(TONE_MAPPING);
        }
        if (Math.abs(pixelAspect - 1) > SQUARE) {
            FrameSize size = squared(kind, pixelAspect);
            filters.add("scale=" + size.width() + ":" + size.height() + ",setsar=1");
        }
        if (kind.turn() != Turn.NONE) {
            filters.add(kind.turn().filter());
        }
        if (kind.isTransparent()) {
            int[] rgb = background(look);
            filters.add(String.format(
                    Locale.ROOT,
                    "format=rgba,split[over][copy];[copy]lutrgb=r=%d:g=%d:b=%d:a=255[under];[under][over]overlay=format=rgb",
                    rgb[0],
                    rgb[1],
                    rgb[2]));
        }
        if (look.filter() != null) {
            filters.add(look.filter());
        }
        return filters;
    }

    /** The larger size with square pixels. */
    private static FrameSize squared(PictureKind kind, double pixelAspect) {
        return pixelAspect > 1
                ? new FrameSize(even(kind.width() * pixelAspect), kind.height())
                : new FrameSize(kind.width(), even(kind.height() / pixelAspect));
    }

    /** What brings pictures of one size into frames of another shape; none where scaling alone does, which is not done here. */
    static List<String> fitting(FrameSize from, FrameSize to, Look look) {
        double shape = (double) from.width() / from.height() * to.height() / to.width();
        if (look.fit() == Fit.STRETCH || Math.abs(shape - 1) < SAME_SHAPE) {
            return List.of();
        }
        double across = (double) to.width() / from.width();
        double down = (double) to.height() / from.height();
        boolean inside = look.fit() == Fit.CONTAIN;
        double factor = inside ? Math.min(across, down) : Math.max(across, down);
        // the side that decides is whole
        int width = factor == across ? to.width() : even(from.width() * factor);
        int height = factor == down ? to.height() : even(from.height() * factor);
        boolean odd = (to.width() | to.height()) % 2 != 0;
        String scale = "scale=" + width + ":" + height + (odd ? "," + WHOLE : "");
        String target = to.width() + ":" + to.height();
        return inside
                ? List.of(scale, "pad=" + target + ":(ow-iw)/2:(oh-ih)/2:" + padding(look))
                : List.of(scale, "crop=" + target);
    }

    /** Red, green and blue of the background, 0 to 255 each; fails with PARAMETER_INVALID. */
    static int[] background(Look look) {
        Ffmpeg.load();
        byte[] rgba = new byte[CHANNELS];
        FfmpegLog.takeFirstError();
        if (av_parse_color(rgba, look.background(), -1, null) < 0) {
            throw InvalidValueException.of(
                    "background",
                    "\"" + look.background() + "\" is not a colour: write black, navy or #203040, for instance");
        }
        return new int[] {rgba[0] & 0xff, rgba[1] & 0xff, rgba[2] & 0xff};
    }

    private static String padding(Look look) {
        int[] rgb = background(look);
        return String.format(Locale.ROOT, "0x%02x%02x%02x", rgb[0], rgb[1], rgb[2]);
    }

    private static int even(double value) {
        return Math.max(2, 2 * (int) Math.round(value / 2));
    }
}
