// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.source;

import io.github.vcam.error.InvalidValueException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a file, a pipe or a URL is opened and kept. Begin with {@link #USUAL} and add with the {@code with} methods.
 *
 * @param options of FFmpeg's protocol or demuxer
 * @param live whether frames go out as they come, the newest first of all; null: as inputs of this kind do
 * @param reconnect how long a pipe or a live input may be away; null: when it is away it is over
 */
public record InputAccess(
        Map<String, String> options,
        @Nullable Boolean live,
        @Nullable Duration reconnect) {
    /** As FFmpeg takes it, without options. */
    public static final InputAccess USUAL = new InputAccess(Map.of(), null, null);

    public InputAccess {
        options = Map.copyOf(options);
        if (reconnect != null && (reconnect.isNegative() || reconnect.isZero())) {
            throw InvalidValueException.of("reconnect", "A time to reconnect of " + reconnect + " is not above 0");
        }
    }

    public InputAccess withOptions(Map<String, String> value) {
        return new InputAccess(value, live, reconnect);
    }

    public InputAccess withLive(@Nullable Boolean value) {
        return new InputAccess(options, value, reconnect);
    }

    public InputAccess withReconnect(@Nullable Duration value) {
        return new InputAccess(options, live, value);
    }
}
