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
import org.jspecify.annotations.Nullable;

/**
 * Draws a {@link TestPattern} in YUYV, without end; one whose frames are all the same is drawn once, so that it costs a
 * copy a frame. Other formats need a conversion.
 */
public final class TestPatternSource implements FrameSource {
    private final TestPattern pattern;
    private final FrameFormat format;
    private final FrameRate rate;
    private PlaneLayout layout;
    private @Nullable ByteBuffer drawn;
    private long index = -1;

    public TestPatternSource(TestPattern pattern, FrameSize size, FrameRate rate) {
        this.pattern = pattern;
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
                    CoreError.FORMAT_REFUSED, "A test pattern of " + format + " cannot be drawn as " + wanted.format());
        }
        layout = wanted;
        drawn = null;
    }

    @Override
    public boolean next() {
        index++;
        return !Thread.currentThread().isInterrupted();
    }

    @Override
    public int writeTo(ByteBuffer target) {
        if (!pattern.isStill()) {
            return draw(target);
        }
        ByteBuffer picture = drawn;
        if (picture == null) {
            picture = ByteBuffer.allocateDirect(layout.bytesUsed());
            draw(picture);
            drawn = picture;
        }
        target.put(0, picture, 0, picture.capacity());
        return picture.capacity();
    }

    private int draw(ByteBuffer target) {
        int width = format.width();
        int height = format.height();
        for (int y = 0; y < height; y++) {
            int row = y * layout.bytesPerLine();
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
        return layout.bytesUsed();
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
