// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;

/** Writes each frame as a JPEG. */
final class JpegWriter implements FrameWriter {
    private final Encoder encoder;
    private final PerBuffer<Destination> destinations;

    JpegWriter(PlaneLayout layout) {
        encoder = Encoder.jpeg(layout.format().size());
        destinations = Destination.of(layout);
    }

    @Override
    public int write(NativeFrame frame, ByteBuffer target) {
        return PacketWriter.copy(encoder.encode(frame), destinations.of(target), target);
    }

    @Override
    public void close() {
        destinations.close();
        encoder.close();
    }
}
