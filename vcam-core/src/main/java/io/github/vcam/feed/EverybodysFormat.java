// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.source.FrameSource;
import java.util.ArrayList;
import java.util.List;

/** What every program takes, browsers too: pictures of all kinds are brought to it rather than sent as they are. */
public final class EverybodysFormat {
    private static final List<PixelFormat> PIXELS = List.of(PixelFormat.YU12, PixelFormat.NV12, PixelFormat.YUYV);

    private EverybodysFormat() {}

    /** Those in a size, best first. */
    public static List<FrameFormat> of(FrameSize size) {
        return PIXELS.stream().map(pixels -> FrameFormat.of(pixels, size)).toList();
    }

    /** Those in the size of a source, its own first if it is one of them. */
    public static List<FrameFormat> of(FrameSource source) {
        FrameFormat raw = source.rawFormat();
        List<FrameFormat> formats = new ArrayList<>();
        if (PIXELS.contains(raw.pixelFormat())) {
            formats.add(raw);
        }
        formats.addAll(of(raw.size()));
        return formats;
    }

    /** Those of the formats that it is, JPEG as it comes, too; never none. */
    static List<FrameFormat> among(List<FrameFormat> formats) {
        List<FrameFormat> known = formats.stream()
                .filter(format -> PIXELS.contains(format.pixelFormat()) || format.pixelFormat() == PixelFormat.MJPG)
                .toList();
        return known.isEmpty()
                ? List.of(FrameFormat.of(PIXELS.get(0), formats.get(0).size()))
                : known;
    }
}
