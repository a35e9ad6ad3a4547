// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;

/** Video whose frames prove themselves: each follows wholly from its number, so that no byte goes unchecked. */
public interface StampedVideo {

    static StampedVideo of(FrameFormat format) {
        return format.pixelFormat().isCompressed() ? new StampedJpeg(format) : new StampedFrame(format.tight());
    }

    /** Raw video whose lines lie like this, with padding that proves itself, too. */
    static StampedVideo of(PlaneLayout layout) {
        return new StampedFrame(layout);
    }

    FrameFormat format();

    /** How a frame lies in memory. */
    default PlaneLayout layout() {
        return format().tight();
    }

    /** Writes frame {@code number} to the front of the memory; returns its length in bytes. */
    int fill(ByteBuffer memory, int number);

    /**
     * The number of this frame, which is all of the buffer.
     *
     * @throws AssertionError when it is not whole
     */
    int check(ByteBuffer frame);
}
