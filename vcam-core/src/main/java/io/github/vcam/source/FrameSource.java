// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.source;

import io.github.vcam.frame.Colours;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Gives frames one after the other. The order of calls is: {@link #deliver} once, then {@link #next} and any number
 * of {@link #writeTo} for each frame. For one thread; closing is done by that thread too. A program may have its own, or
 * leave all but the pictures to {@link FilledSource}.
 */
public interface FrameSource extends AutoCloseable {

    /** What the source gives without conversion. */
    FrameFormat nativeFormat();

    /** What it gives at least cost when compressed frames will not do. */
    default FrameFormat rawFormat() {
        return nativeFormat();
    }

    /** How the numbers of Y'CbCr stand for colours where nothing is converted. */
    default Colours colours() {
        return Colours.UNSAID;
    }

    /** Frames per second of what {@link #next} steps through. */
    FrameRate rate();

    /** Whether {@link #deliver} takes this layout. */
    boolean canDeliver(PlaneLayout layout);

    /** Chooses how frames shall lie in the buffers that come to {@link #writeTo}. */
    void deliver(PlaneLayout layout);

    /** Steps to the next frame, waiting for it; false at the end, or when the thread was interrupted (flag kept). */
    boolean next();

    /** Writes the current frame into the front of a direct buffer and returns the bytes used. */
    int writeTo(ByteBuffer target);

    /** When the current frame is to be shown, in nanoseconds after the first one. */
    long ptsNanos();

    /** Starts again at the first frame. */
    void rewind();

    /** Frames that were left out to reach the rate. */
    default long dropped() {
        return 0;
    }

    /** What was wrong with the input but did not stop it, in words, each with its id. */
    default List<String> warnings() {
        return List.of();
    }

    /** Frees what it has; what was counted can still be asked for. Closing again does nothing. */
    @Override
    void close();
}
