// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.frame;

import io.github.vcam.error.InvalidValueException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a picture of one shape goes into a frame of another (CSS: object-fit). */
public enum Fit {
    /** All of it, with bars beside it. */
    CONTAIN,
    /** All of the frame is filled; what stands out is cut off. */
    COVER,
    /** It is squeezed. */
    STRETCH;

    /** Reads a name in either case; fails with PARAMETER_INVALID. */
    public static Fit of(String name) {
        return Arrays.stream(values())
                .filter(fit -> fit.title().equals(name.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> InvalidValueException.of(
                        "fit",
                        "\"" + name + "\" is no way to fit a picture: write "
                                + Arrays.stream(values()).map(Fit::title).collect(Collectors.joining(", "))));
    }

    /** Its name as people write it: {@code contain}. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
