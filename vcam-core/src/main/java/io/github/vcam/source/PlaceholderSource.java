// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.source;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One picture, without end: a camera's label, and below it that there is no video yet. Drawn without fonts. */
public final class PlaceholderSource extends DrawnSource {
    private static final String WAITING = "waiting for video";
    private static final int MOST_SCALE = 12;

    /** BT.601, limited range: a dark blue, and letters in nearly white and in grey. */
    private static final int GROUND = 48;

    private static final int LABEL = 220;
    private static final int NOTE = 150;
    /** Two pixels of the ground, the first byte at the top. */
    private static final int GROUND_PAIR = GROUND << 24 | 142 << 16 | GROUND << 8 | 120;

    private final String label;
    private final int width;
    private final int height;

    public PlaceholderSource(String label, FrameSize size, FrameRate rate) {
        super("A placeholder", FrameFormat.of(PixelFormat.YUYV, size), rate);
        this.label = SmallFont.writable(label);
        this.width = nativeFormat().width();
        this.height = nativeFormat().height();
    }

    @Override
    int draw(ByteBuffer given, PlaneLayout wanted, long index) {
        int bytesPerLine = wanted.bytesPerLine();
        ByteBuffer target = given.duplicate().order(ByteOrder.BIG_ENDIAN);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x += 2) {
                target.putInt(y * bytesPerLine + 2 * x, GROUND_PAIR);
            }
        }
        int middle = height / 2;
        int note = scale(WAITING, 1);
        int large = scale(label, 2);
        write(target, bytesPerLine, label, middle - large * SmallFont.HEIGHT, large, LABEL);
        write(target, bytesPerLine, WAITING, middle + note * SmallFont.HEIGHT, note, NOTE);
        return wanted.bytesUsed();
    }

    /** How large a line of text may be: within the width, and not out of proportion to the height. */
    private int scale(String text, int share) {
        int wide = width / ((text.length() + 2) * SmallFont.ADVANCE);
        int high = height * share / (SmallFont.HEIGHT * 16);
        return Math.max(1, Math.min(MOST_SCALE, Math.min(wide, high)));
    }

    private void write(ByteBuffer target, int bytesPerLine, String text, int top, int scale, int brightness) {
        int left = Math.max(0, (width - text.length() * SmallFont.ADVANCE * scale) / 2);
        for (int y = Math.max(0, top); y < Math.min(top + SmallFont.HEIGHT * scale, height); y++) {
            for (int i = 0; i < text.length() * SmallFont.ADVANCE * scale && left + i < width; i++) {
                int column = i / scale;
                char letter = text.charAt(column / SmallFont.ADVANCE);
                if (SmallFont.isSet(letter, column % SmallFont.ADVANCE, (y - top) / scale)) {
                    target.put(y * bytesPerLine + 2 * (left + i), (byte) brightness);
                }
            }
        }
    }
}
