// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT2020;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT470M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE432;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_CL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_ARIB_STD_B67;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_IEC61966_2_1;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_LINEAR;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE2084;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE240M;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_BT2020;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_SMPTE240M;

import io.github.vcam.frame.Colours;
import io.github.vcam.frame.Colours.Encoding;
import io.github.vcam.frame.Colours.Range;
import io.github.vcam.frame.Colours.Space;
import io.github.vcam.frame.Colours.Transfer;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** FFmpeg's words for colours (ITU-T H.273) in V4L2's, and libswscale's for both. */
final class AvColours {
    /** Films of as many rows and more are BT.709 where they do not say, as browsers and players have it. */
    private static final int HD_ROWS = 720;

    private AvColours() {}

    /** A frame's, in the limited range that every writer brings it to; RGB has nothing to say. */
    static Colours of(AVFrame frame) {
        return of(frame.format(), frame.height(), frame.colorspace(), frame.color_primaries(), frame.color_trc());
    }

    static Colours of(int format, int height, int saidMatrix, int primaries, int curve) {
        if (PixelNames.isRgb(format)) {
            return Colours.UNSAID;
        }
        boolean said = saidMatrix != AVCOL_SPC_UNSPECIFIED;
        if (!said && usualMatrix(height) != SWS_CS_ITU709) {
            return Colours.UNSAID;
        }
        int matrix = said ? saidMatrix : AVCOL_SPC_BT709;
        return new Colours(space(primaries, matrix), encoding(matrix), Range.LIMITED, transfer(curve));
    }

    private static Space space(int primaries, int matrix) {
        return switch (primaries) {
            case AVCOL_PRI_BT709 -> Space.REC709;
            case AVCOL_PRI_BT470M -> Space.BT470_M;
            case AVCOL_PRI_BT470BG -> Space.BT470_BG;
            case AVCOL_PRI_SMPTE170M -> Space.SMPTE170M;
            case AVCOL_PRI_SMPTE240M -> Space.SMPTE240M;
            case AVCOL_PRI_BT2020 -> Space.BT2020;
            case AVCOL_PRI_SMPTE432 -> Space.DCI_P3;
            default ->
                switch (encoding(matrix)) {
                    case BT709 -> Space.REC709;
                    case BT2020, BT2020_CONST_LUM -> Space.BT2020;
                    case SMPTE240M -> Space.SMPTE240M;
                    case BT601 -> Space.SMPTE170M;
                    default -> Space.DEFAULT;
                };
        };
    }

    private static Encoding encoding(int matrix) {
        return switch (matrix) {
            case AVCOL_SPC_BT709 -> Encoding.BT709;
            case AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M -> Encoding.BT601;
            case AVCOL_SPC_SMPTE240M -> Encoding.SMPTE240M;
            case AVCOL_SPC_BT2020_NCL -> Encoding.BT2020;
            case AVCOL_SPC_BT2020_CL -> Encoding.BT2020_CONST_LUM;
            default -> Encoding.DEFAULT;
        };
    }

    private static Transfer transfer(int curve) {
        return switch (curve) {
            case AVCOL_TRC_BT709, AVCOL_TRC_SMPTE170M -> Transfer.BT709;
            case AVCOL_TRC_IEC61966_2_1 -> Transfer.SRGB;
            case AVCOL_TRC_SMPTE240M -> Transfer.SMPTE240M;
            case AVCOL_TRC_LINEAR -> Transfer.NONE;
            case AVCOL_TRC_SMPTE2084 -> Transfer.SMPTE2084;
            default -> Transfer.DEFAULT;
        };
    }

    /** Whether a screen of usual brightness cannot show it as it is (PQ, HLG). */
    static boolean isHdr(AVFrame frame) {
        int curve = frame.color_trc();
        return curve == AVCOL_TRC_SMPTE2084 || curve == AVCOL_TRC_ARIB_STD_B67;
    }

    /** libswscale's matrix for colours. */
    static int matrix(Colours colours) {
        return matrixOf(avMatrix(colours));
    }

    /** libswscale's matrix for a frame's, which is said. */
    static int matrixOf(int matrix) {
        return switch (matrix) {
            case AVCOL_SPC_BT709 -> SWS_CS_ITU709;
            case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL -> SWS_CS_BT2020;
            case AVCOL_SPC_SMPTE240M -> SWS_CS_SMPTE240M;
            default -> SWS_CS_ITU601;
        };
    }

    /** libswscale's matrix for a frame that does not say its own. */
    static int usualMatrix(int height) {
        return height >= HD_ROWS ? SWS_CS_ITU709 : SWS_CS_ITU601;
    }

    /** FFmpeg's matrix for colours, as a frame has it. */
    static int avMatrix(Colours colours) {
        return switch (colours.encodingInForce()) {
            case BT709, XV709 -> AVCOL_SPC_BT709;
            case BT2020 -> AVCOL_SPC_BT2020_NCL;
            case BT2020_CONST_LUM -> AVCOL_SPC_BT2020_CL;
            case SMPTE240M -> AVCOL_SPC_SMPTE240M;
            default -> AVCOL_SPC_SMPTE170M;
        };
    }
}
