// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * Raw frames: the number and a CRC of everything else at the start, in the middle and at the end; all other bytes are
 * a function of the number and their place.
 */
public record StampedFrame(PlaneLayout layout) implements StampedVideo {
    private static final int STAMP = 16;
    private static final int MAGIC = 0x56434d21;

    @Override
    public FrameFormat format() {
        return layout.format();
    }

    @Override
    public int fill(ByteBuffer memory, int number) {
        int length = layout.sizeImage();
        ByteBuffer frame =
                memory.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(0).limit(length);
        fillBody(frame, number);
        int crc = crc(frame);
        for (int place : places(length)) {
            frame.putInt(place, MAGIC)
                    .putInt(place + 4, number)
                    .putInt(place + 8, crc)
                    .putInt(place + 12, ~number);
        }
        return length;
    }

    @Override
    public int check(ByteBuffer bytes) {
        ByteBuffer frame = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        require(frame.limit() == layout.sizeImage(), "has " + frame.limit() + " bytes, not " + layout.sizeImage());
        int number = frame.getInt(4);
        int crc = crc(frame);
        for (int place : places(frame.limit())) {
            require(frame.getInt(place) == MAGIC, "has no stamp at " + place);
            require(
                    frame.getInt(place + 4) == number,
                    number + " says it is " + frame.getInt(place + 4) + " at " + place);
            require(frame.getInt(place + 8) == crc, number + " fails the checksum at " + place);
            require(frame.getInt(place + 12) == ~number, number + " has a torn stamp at " + place);
        }
        return number;
    }

    private static void fillBody(ByteBuffer frame, int number) {
        long word = number * 0x9E3779B97F4A7C15L;
        int end = frame.limit() & ~7;
        for (int i = 0; i < end; i += Long.BYTES) {
            frame.putLong(i, word);
            word += 0x0101_0101_0101_0103L;
        }
        for (int i = end; i < frame.limit(); i++) {
            frame.put(i, (byte) (number + i));
        }
    }

    private static int crc(ByteBuffer frame) {
        CRC32 crc = new CRC32();
        int from = 0;
        for (int place : places(frame.limit())) {
            crc.update(frame.duplicate().position(from).limit(place));
            from = place + STAMP;
        }
        return (int) crc.getValue();
    }

    private static int[] places(int length) {
        return new int[] {0, length / 2 & ~7, length - STAMP};
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) {
            throw new AssertionError("the frame " + complaint);
        }
    }
}
