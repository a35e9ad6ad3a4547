// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import io.github.vcam.frame.FrameFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/**
 * JPEG images of lengths that differ from frame to frame: behind the start marker a comment segment with the number, a
 * CRC of everything behind that, and padding.
 */
public final class StampedJpeg implements StampedVideo {
    private static final int COMMENT = 0xfffe;
    private static final int NUMBER_AT = 6;
    private static final int CRC_AT = 10;
    private static final int BODY_AT = 14;

    private final FrameFormat format;
    private final byte[] image;

    StampedJpeg(FrameFormat format) {
        this.format = format;
        this.image = encode(format);
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    @Override
    public int fill(ByteBuffer memory, int number) {
        int padding = paddingOf(number);
        ByteBuffer frame = memory.duplicate().position(0);
        frame.put(image, 0, 2).putShort((short) COMMENT).putShort((short) (2 + 8 + padding));
        frame.putInt(number).putInt(0);
        for (int i = 0; i < padding; i++) {
            frame.put((byte) (number + i));
        }
        frame.put(image, 2, image.length - 2);
        frame.putInt(CRC_AT, crc(frame.flip(), number));
        return frame.limit();
    }

    @Override
    public int check(ByteBuffer bytes) {
        ByteBuffer frame = bytes.duplicate();
        int number = frame.getInt(NUMBER_AT);
        int length = image.length + 4 + 8 + paddingOf(number);
        if (frame.limit() != length) {
            throw new AssertionError("image " + number + " has " + frame.limit() + " bytes, not " + length);
        }
        if (frame.getInt(CRC_AT) != crc(frame, number)) {
            throw new AssertionError("image " + number + " fails its checksum");
        }
        return number;
    }

    private static int paddingOf(int number) {
        return Math.floorMod(number * 7919, 4001);
    }

    private static int crc(ByteBuffer frame, int number) {
        CRC32 crc = new CRC32();
        crc.update(number);
        crc.update(frame.duplicate().position(BODY_AT));
        return (int) crc.getValue();
    }

    private static byte[] encode(FrameFormat format) {
        BufferedImage picture = new BufferedImage(format.width(), format.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < format.height(); y++) {
            for (int x = 0; x < format.width(); x++) {
                picture.setRGB(x, y, x * y * 31 + (x ^ y) * 0x010203);
            }
        }
        ImageIO.setUseCache(false);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "jpeg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
