// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.source;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;

/**
 * The frames that a program makes one by one, without end: straight in the camera's buffer where that has the source's
 * format, else on the way to a conversion.
 */
public final class FilledSource extends DrawnSource {
    private final FrameFiller filler;

    /** Asks {@code filler} for frames of this format, one for each time that a frame is due. */
    public FilledSource(FrameFormat format, FrameRate rate, FrameFiller filler) {
        super("A program's frames", format, rate);
        this.filler = filler;
    }

    @Override
    int draw(ByteBuffer target, PlaneLayout wanted, long index) {
        return filler.fill(target, wanted, index);
    }
}
