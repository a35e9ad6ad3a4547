// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.frame;

import io.github.vcam.error.InvalidValueException;
import java.math.BigDecimal;

/** Frames per second as a fraction, in lowest terms, above 0 and at most 1000. */
public record FrameRate(int numerator, int denominator) {
    /** Frames per second. */
    public static final int HIGHEST = 1000;

    private static final long SECOND = 1_000_000_000L;

    public FrameRate {
        if (numerator < 1 || denominator < 1 || numerator / denominator > HIGHEST) {
            throw InvalidValueException.of(
                    "rate", "A frame rate of " + numerator + "/" + denominator + " is not above 0 and at most 1000");
        }
        int divisor = gcd(numerator, denominator);
        numerator /= divisor;
        denominator /= divisor;
    }

    public static FrameRate of(int framesPerSecond) {
        return new FrameRate(framesPerSecond, 1);
    }

    /** Reads "30", "29.97" or "30000/1001"; fails with PARAMETER_INVALID. */
    public static FrameRate of(String text) {
        try {
            int slash = text.indexOf('/');
            if (slash >= 0) {
                return new FrameRate(
                        Integer.parseInt(text.substring(0, slash).strip()),
                        Integer.parseInt(text.substring(slash + 1).strip()));
            }
            BigDecimal value = new BigDecimal(text.strip());
            return new FrameRate(value.multiply(BigDecimal.valueOf(1000)).intValueExact(), 1000);
        } catch (ArithmeticException | NumberFormatException e) {
            throw InvalidValueException.of(
                    "rate", "\"" + text + "\" is not a frame rate: write 30, 29.97 or 30000/1001");
        }
    }

    /** When frame {@code index} is due, in nanoseconds after frame 0; exact, so that errors do not add up. */
    public long nanosAt(long index) {
        long seconds = index / numerator;
        long rest = index % numerator;
        return seconds * denominator * SECOND + rest * denominator * SECOND / numerator;
    }

    /** The time from one frame to the next, in nanoseconds, rounded down. */
    public long periodNanos() {
        return SECOND * denominator / numerator;
    }

    /** The frame whose due time is nearest to {@code nanos}. */
    public long indexAt(long nanos) {
        return Math.round(nanos * (double) numerator / ((double) denominator * SECOND));
    }

    public double perSecond() {
        return (double) numerator / denominator;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    @Override
    public String toString() {
        return denominator == 1 ? Integer.toString(numerator) : numerator + "/" + denominator;
    }
}
