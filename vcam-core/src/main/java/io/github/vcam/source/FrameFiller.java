// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.source;

import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;

/** Makes a program's own frames, for {@link FilledSource}. Called by the thread that plays them. */
@FunctionalInterface
public interface FrameFiller {
    /**
     * Writes all of a frame, as {@code layout} says, into the front of a direct buffer, which may hold any other frame
     * before; returns the bytes used, {@link PlaneLayout#bytesUsed} but for compressed formats. What it throws ends the
     * feed.
     *
     * @param target valid until it returns
     * @param index of the frame, from 0; may come more than once
     */
    int fill(ByteBuffer target, PlaneLayout layout, long index);
}
