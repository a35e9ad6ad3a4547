// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import org.bytedeco.javacpp.IntPointer;

/** The eight ways to bring a picture upright that was taken with a turned or mirroring camera, as FFmpeg's filters. */
enum Turn {
    NONE(""),
    MIRROR("hflip"),
    FLIP("vflip"),
    HALF("hflip,vflip"),
    CLOCKWISE("transpose=clock"),
    ANTICLOCKWISE("transpose=cclock"),
    /** At the diagonal from the top left to the bottom right. */
    TRANSPOSE("transpose=cclock_flip"),
    /** At the other diagonal. */
    TRANSVERSE("transpose=clock_flip");

    private final String filter;

    Turn(String filter) {
        this.filter = filter;
    }

    String filter() {
        return filter;
    }

    /**
     * The one nearest to a display matrix: rows of (a, b, u), (c, d, v), (x, y, w), where the pixel at (p, q) is shown
     * at (a p + c q, b p + d q).
     */
    static Turn of(IntPointer matrix) {
        return of(matrix.get(0), matrix.get(1), matrix.get(3), matrix.get(4));
    }

    static Turn of(int a, int b, int c, int d) {
        boolean staysAcross = Math.abs((long) a) + Math.abs((long) d) >= Math.abs((long) b) + Math.abs((long) c);
        if (staysAcross) {
            return a < 0 ? d < 0 ? HALF : MIRROR : d < 0 ? FLIP : NONE;
        }
        return b > 0 ? c < 0 ? CLOCKWISE : TRANSPOSE : c > 0 ? ANTICLOCKWISE : TRANSVERSE;
    }
}
