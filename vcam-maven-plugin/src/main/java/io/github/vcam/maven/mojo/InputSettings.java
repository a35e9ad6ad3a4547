// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.InvalidValueException;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.frame.Fit;
import io.github.vcam.frame.Look;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a user wants an input opened and its pictures changed; what they do not say is left. */
record InputSettings(
        @Nullable String filter,
        @Nullable String fit,
        @Nullable String background,
        @Nullable String options) {
    /** A comma before the next option: values may have commas. */
    private static final Pattern BETWEEN = Pattern.compile(",(?=\\s*\\w+\\s*=)");

    /** The request with them; fails with PARAMETER_INVALID for what cannot be. */
    FeedRequest over(FeedRequest request) {
        Look usual = request.look();
        FeedRequest looking = request.withLook(usual.withFilter(filter == null ? usual.filter() : filter)
                .withFit(fit == null ? usual.fit() : Fit.of(fit))
                .withBackground(background == null ? usual.background() : background));
        return options == null ? looking : looking.withInputOptions(parsed(options));
    }

    private static Map<String, String> parsed(String text) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : BETWEEN.split(text, -1)) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw InvalidValueException.of(
                        "input_options", "\"" + option + "\" is no option: write key=value,key=value");
            }
            options.put(
                    option.substring(0, equals).strip(),
                    option.substring(equals + 1).strip());
        }
        return options;
    }
}
