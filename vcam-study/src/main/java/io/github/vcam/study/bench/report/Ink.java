// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import java.awt.Color;
import java.util.List;
import java.util.Locale;

/** The colours of a page's style, each under a stand-in that a canvas writes back as the style's name for it. */
enum Ink {
    PAPER(1),
    INK(2),
    SOFT(3),
    RULE(4),
    S1(11),
    S2(12),
    S3(13),
    S4(14),
    S5(15),
    S6(16),
    S7(17),
    S8(18);

    private static final List<Ink> SERIES = List.of(S1, S2, S3, S4, S5, S6, S7, S8);
    static final Color NOTHING = new Color(0, 0, 0, 0);

    private final Color color;

    Ink(int standIn) {
        color = new Color(0, 1, standIn);
    }

    Color color() {
        return color;
    }

    /** The class that gives an element this colour, light or dark. */
    String style() {
        return "c-" + name().toLowerCase(Locale.ROOT);
    }

    static Ink of(Color color) {
        for (Ink ink : values()) {
            if (ink.color.equals(color)) {
                return ink;
            }
        }
        throw new IllegalArgumentException(color + " is none of the page's colours");
    }

    /** Of the nth series of a plot. */
    static Ink series(int n) {
        return SERIES.get(n % SERIES.size());
    }
}
