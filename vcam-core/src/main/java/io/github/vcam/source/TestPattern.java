// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.source;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.InvalidValueException;
import java.util.Locale;

/** The pictures that need no input, as a colour for each place and frame. */
public enum TestPattern {
    /** Eight vertical bars of 75 % colour. */
    BARS {
        @Override
        int colour(int x, int y, int width, int height, long frame) {
            return BAR_COLOURS[x * 8 / width];
        }

        @Override
        public boolean isStill() {
            return true;
        }
    },
    /** A white block that moves by one sixteenth of the width in each frame over a grey ramp. */
    MOVING {
        @Override
        int colour(int x, int y, int width, int height, long frame) {
            int block = Math.max(1, width / 16);
            int left = (int) (frame % 16) * block;
            boolean inside = x >= left && x < left + block && y >= height / 4 && y < height * 3 / 4;
            return inside ? WHITE : yuv(16 + x * 128 / width, 128, 128);
        }
    },
    /** The frame's number in binary: 16 columns, least significant at the right, white for 1. */
    COUNTER {
        @Override
        int colour(int x, int y, int width, int height, long frame) {
            return (frame >>> (15 - x * 16 / width) & 1) == 0 ? BLACK : WHITE;
        }
    },
    /** One grey that grows lighter with each frame, from 16 to 235. */
    SOLID {
        @Override
        int colour(int x, int y, int width, int height, long frame) {
            return yuv((int) (16 + frame % 220), 128, 128);
        }
    },
    BLACKNESS {
        @Override
        int colour(int x, int y, int width, int height, long frame) {
            return BLACK;
        }

        @Override
        public boolean isStill() {
            return true;
        }

        @Override
        String title() {
            return "black";
        }
    };

    private static final int WHITE = yuv(235, 128, 128);
    private static final int BLACK = yuv(16, 128, 128);

    @SuppressWarnings("ImmutableEnumChecker")
    private static final int[] BAR_COLOURS = {
        yuv(180, 128, 128),
        yuv(162, 44, 142),
        yuv(131, 156, 44),
        yuv(112, 72, 58),
        yuv(84, 184, 198),
        yuv(65, 100, 212),
        yuv(35, 212, 114),
        BLACK
    };

    /** The colour of one pixel as Y, Cb, Cr (BT.601, limited range) in bits 16, 8 and 0. */
    abstract int colour(int x, int y, int width, int height, long frame);

    /** Whether all its frames are the same. */
    public boolean isStill() {
        return false;
    }

    /** The name that users write after "pattern:". */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a name; fails with PARAMETER_INVALID. */
    public static TestPattern of(String name) {
        StringBuilder known = new StringBuilder();
        for (TestPattern pattern : values()) {
            if (pattern.title().equals(name.strip().toLowerCase(Locale.ROOT))) {
                return pattern;
            }
            known.append(known.length() == 0 ? "" : ", ").append(pattern.title());
        }
        throw new InvalidValueException(
                CoreError.INPUT_GRAPH_INVALID, "input", "There is no test pattern \"" + name + "\", but " + known);
    }

    private static int yuv(int y, int cb, int cr) {
        return y << 16 | cb << 8 | cr;
    }
}
