// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.source;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One picture, without end: a camera's label, and below it that there is no video yet. Drawn in YUYV, without fonts. */
public final class PlaceholderSource implements FrameSource {
    private static final String WAITING = "waiting for video";
    private static final int MOST_SCALE = 12;

    /** BT.601, limited range: a dark blue, and letters in nearly white and in grey. */
    private static final int GROUND = 48;

    private static final int LABEL = 220;
    private static final int NOTE = 150;
    /** Two pixels of the ground, the first byte at the top. */
    private static final int GROUND_PAIR = GROUND << 24 | 142 << 16 | GROUND << 8 | 120;

    private final String label;
    private final FrameFormat format;
    private final FrameRate rate;
    private PlaneLayout layout;
    private long index = -1;

    public PlaceholderSource(String label, FrameSize size, FrameRate rate) {
        this.label = SmallFont.writable(label);
        this.format = FrameFormat.of(PixelFormat.YUYV, size);
        this.rate = rate;
        this.layout = format.tight();
    }

    @Override
    public FrameFormat nativeFormat() {
        return format;
    }

    @Override
    public FrameRate rate() {
        return rate;
    }

    @Override
    public boolean canDeliver(PlaneLayout wanted) {
        return wanted.format().equals(format);
    }

    @Override
    public void deliver(PlaneLayout wanted) {
        if (!canDeliver(wanted)) {
            throw new VcamException(
                    CoreError.FORMAT_REFUSED, "A placeholder of " + format + " cannot be drawn as " + wanted.format());
        }
        layout = wanted;
    }

    @Override
    public boolean next() {
        index++;
        return !Thread.currentThread().isInterrupted();
    }

    @Override
    public int writeTo(ByteBuffer given) {
        ByteBuffer target = given.duplicate().order(ByteOrder.BIG_ENDIAN);
        for (int y = 0; y < format.height(); y++) {
            for (int x = 0; x < format.width(); x += 2) {
                target.putInt(at(x, y), GROUND_PAIR);
            }
        }
        int middle = format.height() / 2;
        int note = scale(WAITING, 1);
        int large = scale(label, 2);
        write(target, label, middle - large * SmallFont.HEIGHT, large, LABEL);
        write(target, WAITING, middle + note * SmallFont.HEIGHT, note, NOTE);
        return layout.bytesUsed();
    }

    /** How large a line of text may be: within the width, and not out of proportion to the height. */
    private int scale(String text, int share) {
        int wide = format.width() / ((text.length() + 2) * SmallFont.ADVANCE);
        int high = format.height() * share / (SmallFont.HEIGHT * 16);
        return Math.max(1, Math.min(MOST_SCALE, Math.min(wide, high)));
    }

    private void write(ByteBuffer target, String text, int top, int scale, int brightness) {
        int left = Math.max(0, (format.width() - text.length() * SmallFont.ADVANCE * scale) / 2);
        for (int y = Math.max(0, top); y < Math.min(top + SmallFont.HEIGHT * scale, format.height()); y++) {
            for (int i = 0; i < text.length() * SmallFont.ADVANCE * scale && left + i < format.width(); i++) {
                int column = i / scale;
                char letter = text.charAt(column / SmallFont.ADVANCE);
                if (SmallFont.isSet(letter, column % SmallFont.ADVANCE, (y - top) / scale)) {
                    put(target, left + i, y, brightness);
                }
            }
        }
    }

    private void put(ByteBuffer target, int x, int y, int brightness) {
        target.put(at(x, y), (byte) brightness);
    }

    private int at(int x, int y) {
        return y * layout.bytesPerLine() + 2 * x;
    }

    @Override
    public long ptsNanos() {
        return rate.nanosAt(Math.max(0, index));
    }

    @Override
    public void rewind() {
        index = -1;
    }

    @Override
    public void close() {
        // owns nothing
    }
}
