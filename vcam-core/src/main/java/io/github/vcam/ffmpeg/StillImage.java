// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Single frames as image files. Callable from any thread. */
public final class StillImage {
    private StillImage() {}

    /** The PNG file of a frame without padding at the front of a direct buffer. */
    public static byte[] encodePng(FrameFormat format, ByteBuffer frame) {
        return encodePng(format.tight(), frame, frame.remaining());
    }

    /** The PNG file of the frame in the first {@code bytesUsed} bytes of a direct buffer; takes JPEG frames too. */
    public static byte[] encodePng(PlaneLayout layout, ByteBuffer frame, int bytesUsed) {
        Ffmpeg.load();
        FrameFormat rgb = FrameFormat.of(PixelFormat.RGB3, layout.format().size());
        ByteBuffer pixels = ByteBuffer.allocateDirect(rgb.sizeImage());
        try (Converter converter = Converter.open(layout, rgb.tight())) {
            converter.convert(frame, bytesUsed, pixels);
        }
        try (Encoder encoder = Encoder.png(rgb.size());
                NativeFrame picture = NativeFrame.wrap(pixels, rgb.tight())) {
            AVPacket packet = encoder.encode(picture);
            byte[] file = new byte[packet.size()];
            packet.data().get(file);
            return file;
        }
    }
}
