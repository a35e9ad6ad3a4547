// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.bench.report;

import java.awt.Color;
import java.util.Locale;

/** The colours of a page's style, each under a stand-in that a canvas writes back as the style's name for it. */
enum Ink {
    PAPER,
    INK,
    SOFT,
    RULE,
    S1,
    S2,
    S3,
    S4,
    S5,
    S6,
    S7,
    S8;

    static final Color NOTHING = new Color(0, 0, 0, 0);

    Color color() {
        return new Color(0, 1, ordinal());
    }

    /** The class that gives an element this colour, light or dark. */
    String style() {
        return "c-" + name().toLowerCase(Locale.ROOT);
    }

    static Ink of(Color color) {
        for (Ink ink : values()) {
            if (ink.color().equals(color)) {
                return ink;
            }
        }
        throw new IllegalArgumentException(color + " is none of the page's colours");
    }

    /** Of the nth series of a plot. */
    static Ink series(int n) {
        return values()[S1.ordinal() + n % 8];
    }
}
