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

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
