// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import io.github.vcam.error.InvalidValueException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 10s}, {@code 1m30s}, {@code 500ms}, {@code 2h}; a bare number is seconds. */
public final class Durations {
    private static final String NUMBER = "(\\d{1,18}(?:\\.\\d{1,18})?)";
    private static final Pattern BARE = Pattern.compile(NUMBER);
    private static final Pattern PARTS = Pattern.compile(
            "(?=\\d)(?:" + NUMBER + "h)?(?:" + NUMBER + "m(?!s))?(?:" + NUMBER + "s)?(?:" + NUMBER + "ms)?");
    private static final BigDecimal SECOND = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal MILLISECOND = BigDecimal.valueOf(1_000_000L);
    /** What the groups of {@link #PARTS} count, in nanoseconds. */
    private static final List<BigDecimal> UNITS = List.of(
            SECOND.multiply(BigDecimal.valueOf(3600)), SECOND.multiply(BigDecimal.valueOf(60)), SECOND, MILLISECOND);

    private Durations() {}

    /**
     * Reads a duration of nothing or more, to the nanosecond; fails with PARAMETER_INVALID.
     *
     * @param name what the value is called where it comes from
     */
    public static Duration parse(String name, String text) {
        try {
            return Duration.ofNanos(
                    nanos(name, text).setScale(0, RoundingMode.HALF_UP).longValueExact());
        } catch (ArithmeticException e) {
            throw invalid(name, text, "that is longer than " + text(Duration.ofNanos(Long.MAX_VALUE)));
        }
    }

    private static BigDecimal nanos(String name, String text) {
        String stripped = text.strip();
        if (BARE.matcher(stripped).matches()) {
            return new BigDecimal(stripped).multiply(SECOND);
        }
        Matcher parts = PARTS.matcher(stripped);
        if (!parts.matches()) {
            throw invalid(name, text, "write 10s, 1m30s, 500ms or 2h, or a number of seconds");
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < UNITS.size(); i++) {
            String number = parts.group(i + 1);
            if (number != null) {
                sum = sum.add(new BigDecimal(number).multiply(UNITS.get(i)));
            }
        }
        return sum;
    }

    private static InvalidValueException invalid(String name, String text, String why) {
        return InvalidValueException.of(name, name + " is '" + text + "': " + why);
    }

    /** The duration as {@link #parse} reads it: {@code 1m30s}. */
    public static String text(Duration duration) {
        if (duration.isNegative()) {
            return "-" + text(duration.negated());
        }
        StringBuilder text = new StringBuilder();
        append(text, duration.toHours(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        int nanos = duration.toNanosPart();
        if (nanos > 0) {
            BigDecimal millis = BigDecimal.valueOf(nanos).divide(MILLISECOND);
            text.append(millis.stripTrailingZeros().toPlainString()).append("ms");
        }
        return text.length() == 0 ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long number, String unit) {
        if (number > 0) {
            text.append(number).append(unit);
        }
    }
}
