// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

/** How much two pictures are alike. */
public final class Pictures {
    private static final double PEAK = 255.0 * 255.0;

    private Pictures() {}

    /** Peak signal to noise in dB over all bytes; infinite when they are the same. */
    public static double psnr(byte[] one, byte[] other) {
        if (one.length != other.length) {
            throw new AssertionError("a picture of " + one.length + " bytes instead of " + other.length);
        }
        long squares = 0;
        for (int i = 0; i < one.length; i++) {
            int difference = (one[i] & 0xff) - (other[i] & 0xff);
            squares += (long) difference * difference;
        }
        return squares == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(PEAK * one.length / squares);
    }
}
