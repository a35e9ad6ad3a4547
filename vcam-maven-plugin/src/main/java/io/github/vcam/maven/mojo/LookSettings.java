// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.frame.Fit;
import io.github.vcam.frame.Look;
import org.jspecify.annotations.Nullable;

/** How a user wants pictures changed; what they do not say is left. */
record LookSettings(
        @Nullable String filter,
        @Nullable String fit,
        @Nullable String background) {
    /** Fails with PARAMETER_INVALID for what cannot be. */
    Look over(Look usual) {
        return usual.withFilter(filter == null ? usual.filter() : filter)
                .withFit(fit == null ? usual.fit() : Fit.of(fit))
                .withBackground(background == null ? usual.background() : background);
    }
}
