// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.source;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;

/** Draws a {@link TestPattern}, without end. */
public final class TestPatternSource extends DrawnSource {
    private final TestPattern pattern;

    public TestPatternSource(TestPattern pattern, FrameSize size, FrameRate rate) {
        super("A test pattern", FrameFormat.of(PixelFormat.YUYV, size), rate);
        this.pattern = pattern;
    }

    @Override
    int draw(ByteBuffer target, PlaneLayout wanted, long index) {
        int width = nativeFormat().width();
        int height = nativeFormat().height();
        for (int y = 0; y < height; y++) {
            int row = y * wanted.bytesPerLine();
            for (int x = 0; x < width; x += 2) {
                int left = pattern.colour(x, y, width, height, index);
                int right = pattern.colour(Math.min(x + 1, width - 1), y, width, height, index);
                target.put(row, (byte) (left >> 16))
                        .put(row + 1, (byte) (left >> 8))
                        .put(row + 2, (byte) (right >> 16))
                        .put(row + 3, (byte) left);
                row += 4;
            }
        }
        return wanted.bytesUsed();
    }
}
