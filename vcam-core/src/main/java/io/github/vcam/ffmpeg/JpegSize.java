// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;

/** Reads the size of a picture out of a JPEG's frame header (ITU-T T.81, B.2). */
final class JpegSize {
    private static final int MARKER = 0xff;
    private static final int BEGIN = 0xd8;
    private static final int SCAN = 0xda;
    /** Start of frame, all kinds of it: C0 to CF without DHT, JPG and DAC. */
    private static final int FRAMES = 0xc0;

    private static final int LAST_FRAMES = 0xcf;
    private static final int HUFFMAN = 0xc4;
    private static final int EXTENSION = 0xc8;
    private static final int ARITHMETIC = 0xcc;
    private static final int HEADER = 9;

    private JpegSize() {}

    /** Whether the packet is a JPEG of another size, so far as it tells. */
    static boolean isOther(AVPacket packet, int width, int height) {
        BytePointer data = packet.data();
        int size = packet.size();
        int at = size > 1 && unsigned(data, 0) == MARKER && unsigned(data, 1) == BEGIN ? 2 : size;
        while (at + HEADER < size && unsigned(data, at) == MARKER) {
            int kind = unsigned(data, at + 1);
            if (kind == MARKER) {
                at++; // filled up
            } else if (isFrame(kind)) {
                return pair(data, at + 5) != height || pair(data, at + 7) != width;
            } else if (kind == SCAN) {
                return false;
            } else {
                at += 2 + pair(data, at + 2);
            }
        }
        return false;
    }

    private static boolean isFrame(int kind) {
        return kind >= FRAMES && kind <= LAST_FRAMES && kind != HUFFMAN && kind != EXTENSION && kind != ARITHMETIC;
    }

    private static int pair(BytePointer data, int at) {
        return unsigned(data, at) << 8 | unsigned(data, at + 1);
    }

    private static int unsigned(BytePointer data, int at) {
        return data.get(at) & 0xff;
    }
}
