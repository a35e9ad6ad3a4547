// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import io.github.vcam.consumer.CameraCapture;
import io.github.vcam.consumer.CapturedFrame;
import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.ffmpeg.Converter;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.v4l2.DeviceFormat;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.ByteBuffer;

/** Makes pictures of Java's of frames in one format. For one thread. */
final class FramePictures implements AutoCloseable {
    private final DeviceFormat of;
    private final FrameFormat format;
    private final Converter converter;
    private final ByteBuffer pixels;

    private FramePictures(DeviceFormat of, PlaneLayout layout) {
        this.of = of;
        this.format = FrameFormat.of(PixelFormat.BGR3, layout.format().size());
        this.pixels = ByteBuffer.allocateDirect(format.sizeImage());
        this.converter = Converter.open(layout, format.tight());
    }

    /** For the frames that a capture gives now; fails with FORMAT_UNKNOWN. */
    static FramePictures of(CameraCapture capture) {
        PlaneLayout layout = capture.layout()
                .orElseThrow(() -> new VcamException(
                        CoreError.FORMAT_UNKNOWN,
                        capture.device().path() + " gives " + capture.format() + ", which is not known here"));
        return new FramePictures(capture.format(), layout);
    }

    /** Whether frames of this format become right pictures. */
    boolean suit(DeviceFormat now) {
        return of.equals(now);
    }

    /** A new one, BufferedImage.TYPE_3BYTE_BGR. */
    BufferedImage picture(CapturedFrame frame) {
        converter.convert(frame.data(), frame.bytesUsed(), pixels);
        BufferedImage picture = new BufferedImage(format.width(), format.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] bytes = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        pixels.get(0, bytes);
        return picture;
    }

    @Override
    public void close() {
        converter.close();
    }
}
