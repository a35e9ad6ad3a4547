// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.source.FrameSource;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Another source, which it owns, brought to formats and sizes that that one cannot give. */
public final class ConvertedSource implements FrameSource {
    private final FrameSource inner;
    private final ByteBuffer scratch;
    private @Nullable Converter converter;

    public ConvertedSource(FrameSource inner) {
        this.inner = inner;
        this.scratch = ByteBuffer.allocateDirect(inner.nativeFormat().sizeImage());
        inner.deliver(inner.nativeFormat().tight());
    }

    @Override
    public FrameFormat nativeFormat() {
        return inner.nativeFormat();
    }

    @Override
    public FrameRate rate() {
        return inner.rate();
    }

    @Override
    public boolean canDeliver(PlaneLayout layout) {
        return true;
    }

    @Override
    public void deliver(PlaneLayout layout) {
        converter = Converter.open(inner.nativeFormat().tight(), layout);
    }

    @Override
    public boolean next() {
        return inner.next();
    }

    @Override
    public int writeTo(ByteBuffer target) {
        if (converter == null) {
            throw new IllegalStateException("deliver() must come first");
        }
        return converter.convert(scratch, inner.writeTo(scratch), target);
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
        if (converter != null) {
            converter.close();
        }
        inner.close();
    }
}
