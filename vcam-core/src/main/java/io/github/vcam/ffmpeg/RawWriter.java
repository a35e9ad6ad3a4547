// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;

/** Writes raw frames straight into the caller's buffer, with the caller's strides. */
final class RawWriter implements FrameWriter {
    private final Scaler scaler;
    private final PerBuffer<Destination> destinations;
    private final int bytesUsed;

    RawWriter(PlaneLayout layout) {
        FrameFormat format = layout.format();
        scaler =
                new Scaler(Ffmpeg.pixelFormat(format.pixelFormat()), format.width(), format.height(), layout.colours());
        destinations = Destination.of(layout);
        bytesUsed = layout.bytesUsed();
    }

    @Override
    public int write(NativeFrame frame, ByteBuffer target) {
        Destination place = destinations.of(target);
        scaler.scale(frame, place.planes(), place.strides(), false);
        return bytesUsed;
    }

    @Override
    public void close() {
        destinations.close();
        scaler.close();
    }
}
