// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.error.CoreError;
import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** Passes compressed frames through as they are, and compresses those that were decoded for their being of another size. */
final class PacketWriter implements FrameWriter {
    private final PlaneLayout layout;
    private final PerBuffer<Destination> destinations;
    private @Nullable JpegWriter encoder;

    PacketWriter(PlaneLayout layout) {
        this.layout = layout;
        destinations = Destination.of(layout);
    }

    @Override
    public int write(NativeFrame frame, ByteBuffer target) {
        if (frame.packet().size() > 0) {
            return copy(frame.packet(), destinations.of(target), target);
        }
        if (encoder == null) {
            encoder = new JpegWriter(layout);
        }
        return encoder.write(frame, target);
    }

    static int copy(AVPacket packet, Destination place, ByteBuffer target) {
        int size = packet.size();
        if (size > target.capacity()) {
            throw new FfmpegException(
                    CoreError.SIZE_INVALID,
                    "A JPEG frame of " + size + " bytes does not fit a buffer of " + target.capacity());
        }
        Pointer.memcpy(place.base(), packet.data(), size);
        return size;
    }

    @Override
    public void close() {
        if (encoder != null) {
            encoder.close();
        }
        destinations.close();
    }
}
