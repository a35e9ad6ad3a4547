// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.frame;

import org.jspecify.annotations.Nullable;

/**
 * How the pictures of an input are to look.
 *
 * @param filter a chain of FFmpeg's filters that every picture goes through, or null
 * @param fit into frames of another shape
 * @param background beside pictures and behind what is transparent, as FFmpeg writes colours: {@code black},
 *     {@code #203040}
 */
public record Look(@Nullable String filter, Fit fit, String background) {
    /** As they are, on black. */
    public static final Look PLAIN = new Look(null, Fit.CONTAIN, "black");

    public Look {
        filter = filter == null || filter.isBlank() ? null : filter.strip();
    }

    public Look withFilter(@Nullable String value) {
        return new Look(value, fit, background);
    }

    public Look withFit(Fit value) {
        return new Look(filter, value, background);
    }

    public Look withBackground(String value) {
        return new Look(filter, fit, value);
    }
}
