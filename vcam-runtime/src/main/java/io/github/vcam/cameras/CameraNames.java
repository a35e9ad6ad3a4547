// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.cameras;

import java.util.Locale;

/** What cameras are called where a label cannot be written: in a property, in a URL. */
public final class CameraNames {
    private CameraNames() {}

    /** The word that stands for a label: {@code Front door} is {@code front-door}. That of a word is itself. */
    public static String word(String label) {
        return label.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "-")
                .replaceAll("^-|-$", "");
    }
}
