// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.source;

import io.github.vcam.frame.Colours;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;
import java.util.List;

/** A source over another one, which it owns; what a subclass does not change is the inner one's. */
public abstract class WrappingSource implements FrameSource {
    private final FrameSource inner;

    protected WrappingSource(FrameSource inner) {
        this.inner = inner;
    }

    protected final FrameSource inner() {
        return inner;
    }

    @Override
    public FrameFormat nativeFormat() {
        return inner.nativeFormat();
    }

    @Override
    public FrameFormat rawFormat() {
        return inner.rawFormat();
    }

    @Override
    public Colours colours() {
        return inner.colours();
    }

    @Override
    public FrameRate rate() {
        return inner.rate();
    }

    @Override
    public boolean canDeliver(PlaneLayout layout) {
        return inner.canDeliver(layout);
    }

    @Override
    public void deliver(PlaneLayout layout) {
        inner.deliver(layout);
    }

    @Override
    public boolean next() {
        return inner.next();
    }

    @Override
    public int writeTo(ByteBuffer target) {
        return inner.writeTo(target);
    }

    @Override
    public long ptsNanos() {
        return inner.ptsNanos();
    }

    @Override
    public void rewind() {
        inner.rewind();
    }

    @Override
    public long dropped() {
        return inner.dropped();
    }

    @Override
    public List<String> warnings() {
        return inner.warnings();
    }

    @Override
    public void close() {
        inner.close();
    }
}
