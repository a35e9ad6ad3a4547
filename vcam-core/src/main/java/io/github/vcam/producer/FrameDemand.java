// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.producer;

import io.github.vcam.frame.Colours;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to go into a node.
 *
 * @param pixels the format that a user insists on, or null
 * @param size the size that a user insists on, or null
 * @param natural what the source gives at least cost, best first; at least one
 * @param rate frames per second
 * @param colours of the source, which the node is told where the agreed format is Y'CbCr
 */
public record FrameDemand(
        @Nullable PixelFormat pixels,
        @Nullable FrameSize size,
        List<FrameFormat> natural,
        FrameRate rate,
        Colours colours) {

    public FrameDemand {
        natural = List.copyOf(natural);
    }

    /** This format and nothing else. */
    public static FrameDemand exactly(FrameFormat format, FrameRate rate) {
        return new FrameDemand(format.pixelFormat(), format.size(), List.of(format), rate, Colours.UNSAID);
    }

    /** The same for a source of these colours. */
    public FrameDemand withColours(Colours value) {
        return new FrameDemand(pixels, size, natural, rate, value);
    }

    /** The same for a source that gives this at least cost, best first. */
    public FrameDemand withNatural(List<FrameFormat> value) {
        return new FrameDemand(pixels, size, value, rate, colours);
    }
}
