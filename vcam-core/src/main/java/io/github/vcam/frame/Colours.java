// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.frame;

/**
 * How the numbers of a picture stand for colours, in V4L2's terms (chapter "Colorspaces" of its documentation). DEFAULT
 * leaves a property to what V4L2 derives from the others; {@link #encodingInForce} and {@link #isFullRange} tell what.
 *
 * @param space the primaries and the white point
 * @param encoding how Y'CbCr is made of R'G'B'
 * @param range which numbers are black and white
 * @param transfer how light became numbers
 */
@SuppressWarnings("EnumOrdinal") // V4L2 numbers them in this order
public record Colours(Space space, Encoding encoding, Range range, Transfer transfer) {
    /** All that is not said: a node's own, in practice sRGB, and for Y'CbCr BT.601 in limited range. */
    public static final Colours UNSAID = new Colours(Space.DEFAULT, Encoding.DEFAULT, Range.DEFAULT, Transfer.DEFAULT);

    /** V4L2_COLORSPACE_*, in the order of its numbers. */
    public enum Space {
        DEFAULT,
        SMPTE170M,
        SMPTE240M,
        REC709,
        BT878,
        BT470_M,
        BT470_BG,
        JPEG,
        SRGB,
        OPRGB,
        BT2020,
        RAW,
        DCI_P3;

        /** V4L2's number. */
        public int number() {
            return ordinal();
        }
    }

    /** V4L2_YCBCR_ENC_*, in the order of its numbers. */
    public enum Encoding {
        DEFAULT,
        BT601,
        BT709,
        XV601,
        XV709,
        SYCC,
        BT2020,
        BT2020_CONST_LUM,
        SMPTE240M;

        /** V4L2's number. */
        public int number() {
            return ordinal();
        }
    }

    /** V4L2_QUANTIZATION_*, in the order of its numbers. */
    public enum Range {
        DEFAULT,
        FULL,
        LIMITED;

        /** V4L2's number. */
        public int number() {
            return ordinal();
        }
    }

    /** V4L2_XFER_FUNC_*, in the order of its numbers. */
    public enum Transfer {
        DEFAULT,
        BT709,
        SRGB,
        OPRGB,
        SMPTE240M,
        NONE,
        DCI_P3,
        SMPTE2084;

        /** V4L2's number. */
        public int number() {
            return ordinal();
        }
    }

    /** As a driver says it; a number that V4L2 has not given yet reads as DEFAULT. */
    public static Colours of(int space, int encoding, int range, int transfer) {
        return new Colours(
                value(Space.values(), space),
                value(Encoding.values(), encoding),
                value(Range.values(), range),
                value(Transfer.values(), transfer));
    }

    private static <E> E value(E[] values, int number) {
        return values[number >= 0 && number < values.length ? number : 0];
    }

    /** The encoding in force, never DEFAULT (V4L2_MAP_YCBCR_ENC_DEFAULT). */
    public Encoding encodingInForce() {
        if (encoding != Encoding.DEFAULT) {
            return encoding;
        }
        return switch (space) {
            case REC709, DCI_P3 -> Encoding.BT709;
            case BT2020 -> Encoding.BT2020;
            case SMPTE240M -> Encoding.SMPTE240M;
            default -> Encoding.BT601;
        };
    }

    /** Whether Y'CbCr uses all numbers from 0 to 255 (V4L2_MAP_QUANTIZATION_DEFAULT). */
    public boolean isFullRange() {
        return range == Range.FULL || (range == Range.DEFAULT && space == Space.JPEG);
    }

    /** The same with these numbers for black and white. */
    public Colours withRange(Range value) {
        return new Colours(space, encoding, value, transfer);
    }
}
