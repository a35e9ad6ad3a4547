// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import io.github.vcam.error.InvalidValueException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 10s}, {@code 1m30s}, {@code 500ms}, {@code 2h}; a bare number is seconds. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile(
            "(?:(?<d>\\d+)d)?(?:(?<h>\\d+)h)?(?:(?<m>\\d+)m(?!s))?(?:(?<s>\\d+(?:\\.\\d+)?)s)?(?:(?<ms>\\d+)ms)?");
    private static final Pattern SECONDS = Pattern.compile("\\d+(?:\\.\\d+)?");

    private Durations() {}

    /**
     * Reads one, 0 or longer.
     *
     * @param name the value's name, for the failure
     * @throws InvalidValueException when the text is none
     */
    public static Duration parse(String name, String text) {
        String form = text.strip();
        if (SECONDS.matcher(form).matches()) {
            form += "s";
        }
        Matcher parts = FORM.matcher(form);
        if (form.isEmpty() || !parts.matches()) {
            throw invalid(name, text);
        }
        BigDecimal nanos = part(parts, "d", Duration.ofDays(1))
                .add(part(parts, "h", Duration.ofHours(1)))
                .add(part(parts, "m", Duration.ofMinutes(1)))
                .add(part(parts, "s", Duration.ofSeconds(1)))
                .add(part(parts, "ms", Duration.ofMillis(1)));
        if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw invalid(name, text);
        }
        return Duration.ofNanos(nanos.longValue());
    }

    /** The same for one that must be above 0. */
    public static Duration parsePositive(String name, String text) {
        Duration duration = parse(name, text);
        if (duration.isZero()) {
            throw InvalidValueException.of(name, name + " is '" + text + "'; it has to be longer");
        }
        return duration;
    }

    /** One as a number of seconds. */
    public static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** One in the same writing: {@code 1m30s}. */
    public static String text(Duration duration) {
        StringBuilder text = new StringBuilder();
        add(text, duration.toHours(), "h");
        add(text, duration.toMinutesPart(), "m");
        BigDecimal seconds = BigDecimal.valueOf(duration.toSecondsPart())
                .add(BigDecimal.valueOf(duration.toNanosPart(), 9))
                .stripTrailingZeros();
        if (seconds.signum() > 0 || text.isEmpty()) {
            text.append(seconds.toPlainString()).append('s');
        }
        return text.toString();
    }

    private static void add(StringBuilder text, long count, String unit) {
        if (count > 0) {
            text.append(count).append(unit);
        }
    }

    private static BigDecimal part(Matcher parts, String unit, Duration one) {
        return Optional.ofNullable(parts.group(unit))
                .map(BigDecimal::new)
                .orElse(BigDecimal.ZERO)
                .multiply(BigDecimal.valueOf(one.toNanos()));
    }

    private static InvalidValueException invalid(String name, String text) {
        return InvalidValueException.of(name, name + " is '" + text + "'; it can be 10s, for instance, 1m30s or 500ms");
    }
}
