// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.frame;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;

/** The four characters by which V4L2 names a pixel format, as the 32-bit number that the kernel uses. */
public record FourCc(int code) {

    /** Reads one to four printable ASCII characters; shorter ones are padded with spaces, as V4L2 does. */
    public static FourCc of(String text) {
        if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new VcamException(CoreError.FORMAT_UNKNOWN, "\"" + text + "\" is not a FourCC");
        }
        int code = 0;
        for (int i = 3; i >= 0; i--) {
            code = code << 8 | (i < text.length() ? text.charAt(i) : ' ');
        }
        return new FourCc(code);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(4);
        for (int shift = 0; shift < 32; shift += 8) {
            char c = (char) (code >>> shift & (shift == 24 ? 0x7f : 0xff));
            text.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return text.toString().stripTrailing() + (code < 0 ? "-BE" : "");
    }
}
