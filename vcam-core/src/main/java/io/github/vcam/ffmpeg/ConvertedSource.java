// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.source.FrameSource;
import io.github.vcam.source.WrappingSource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Another source, which it owns, brought to formats and sizes that that one cannot give. */
public final class ConvertedSource extends WrappingSource {
    private final ByteBuffer scratch;
    private @Nullable Converter converter;

    public ConvertedSource(FrameSource inner) {
        super(inner);
        this.scratch = ByteBuffer.allocateDirect(inner.nativeFormat().sizeImage());
        inner.deliver(inner.nativeFormat().tight());
    }

    /** The source, or one over it, that delivers frames as the layout says; closes it when none can. */
    public static FrameSource delivering(FrameSource given, PlaneLayout layout) {
        FrameSource source = given;
        try {
            if (!given.canDeliver(layout)) {
                source = new ConvertedSource(given);
            }
            source.deliver(layout);
            return source;
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    @Override
    public boolean canDeliver(PlaneLayout layout) {
        return true;
    }

    @Override
    public void deliver(PlaneLayout layout) {
        converter = Converter.open(inner().nativeFormat().tight(), layout);
    }

    @Override
    public int writeTo(ByteBuffer target) {
        if (converter == null) {
            throw new IllegalStateException("deliver() must come first");
        }
        return converter.convert(scratch, inner().writeTo(scratch), target);
    }

    @Override
    public void close() {
        if (converter != null) {
            converter.close();
            converter = null;
        }
        super.close();
    }
}
