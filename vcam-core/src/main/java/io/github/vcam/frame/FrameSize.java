// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.frame;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Width and height in pixels, each from 1 to 32768. */
public record FrameSize(int width, int height) {
    private static final int MAXIMUM = 32_768;
    private static final Pattern TEXT = Pattern.compile("\\s*(\\d{1,6})\\s*[xX]\\s*(\\d{1,6})\\s*");

    public FrameSize {
        if (width < 1 || height < 1 || width > MAXIMUM || height > MAXIMUM) {
            throw invalid(width + "x" + height, "sides go from 1 to " + MAXIMUM);
        }
    }

    /** Reads "WxH"; fails with SIZE_INVALID. */
    public static FrameSize of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw invalid(text, "write it as WxH, for instance 1280x720");
        }
        return new FrameSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    private static VcamException invalid(String what, String why) {
        return new VcamException(CoreError.SIZE_INVALID, "\"" + what + "\" is not a frame size: " + why);
    }

    /**
     * This size if it is no larger, else the largest of its shape with even sides; upright or across as this one is.
     *
     * @param longSide in pixels
     * @param shortSide the same
     */
    public FrameSize within(int longSide, int shortSide) {
        double factor =
                Math.min((double) longSide / Math.max(width, height), (double) shortSide / Math.min(width, height));
        return factor >= 1 ? this : new FrameSize(even(width * factor), even(height * factor));
    }

    private static int even(double value) {
        return Math.max(2, 2 * (int) Math.floor(value / 2));
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
