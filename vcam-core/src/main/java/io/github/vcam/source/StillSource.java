// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.source;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The first frame of another source, without end: brought to its format once, so that each further one costs a copy. */
public final class StillSource extends WrappingSource {
    private final FrameRate rate;
    private @Nullable ByteBuffer picture;
    private boolean begun;
    private long index = -1;

    /** Shows the first frame of {@code inner}, which it owns from now on, at {@code rate}. */
    public StillSource(FrameSource inner, FrameRate rate) {
        super(inner);
        this.rate = rate;
    }

    @Override
    public FrameFormat nativeFormat() {
        return inner().rawFormat();
    }

    @Override
    public FrameRate rate() {
        return rate;
    }

    @Override
    public void deliver(PlaneLayout layout) {
        picture = null;
        super.deliver(layout);
    }

    @Override
    public boolean next() {
        if (Thread.currentThread().isInterrupted() || (!begun && !inner().next())) {
            return false;
        }
        begun = true;
        index++;
        return true;
    }

    @Override
    public int writeTo(ByteBuffer target) {
        ByteBuffer kept = picture;
        if (kept == null) {
            int used = inner().writeTo(target);
            picture = ByteBuffer.allocateDirect(used).put(0, target, 0, used);
            return used;
        }
        target.put(0, kept, 0, kept.capacity());
        return kept.capacity();
    }

    @Override
    public long ptsNanos() {
        return rate.nanosAt(Math.max(0, index));
    }

    @Override
    public void rewind() {
        index = -1;
    }
}
