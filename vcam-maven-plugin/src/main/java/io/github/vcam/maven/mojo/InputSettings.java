// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.InvalidValueException;
import io.github.vcam.feed.Durations;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.frame.Fit;
import io.github.vcam.frame.Look;
import io.github.vcam.source.InputAccess;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a user wants an input opened and its pictures changed; what they do not say is left. */
record InputSettings(
        @Nullable String filter,
        @Nullable String fit,
        @Nullable String background,
        @Nullable String options,
        @Nullable String reconnect,
        @Nullable Boolean live) {
    /** A comma before the next option: values may have commas. */
    private static final Pattern BETWEEN = Pattern.compile(",(?=\\s*\\w+\\s*=)");

    /** The request with them; fails with PARAMETER_INVALID for what cannot be. */
    FeedRequest over(FeedRequest request) {
        Look look = request.look();
        InputAccess access = request.access();
        return request.withLook(look.withFilter(filter == null ? look.filter() : filter)
                        .withFit(fit == null ? look.fit() : Fit.of(fit))
                        .withBackground(background == null ? look.background() : background))
                .withAccess(access.withOptions(options == null ? access.options() : parsed(options))
                        .withReconnect(reconnect == null ? access.reconnect() : Durations.parse("reconnect", reconnect))
                        .withLive(live == null ? access.live() : live));
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
