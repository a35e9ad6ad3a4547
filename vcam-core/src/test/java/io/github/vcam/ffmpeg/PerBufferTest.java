// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.Buffers;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class PerBufferTest {
    private final List<Integer> freed = new ArrayList<>();
    private int made;
    private final PerBuffer<Integer> kept = new PerBuffer<>(buffer -> made++, freed::add);

    private static List<ByteBuffer> buffers(int count) {
        List<ByteBuffer> buffers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            buffers.add(ByteBuffer.allocateDirect(64 * 48 * 2));
        }
        return buffers;
    }

    @Test
    void buffersOfAQueueComeAgain_nothingIsMadeTwice() {
        List<ByteBuffer> queue = buffers(Buffers.MOST);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < queue.size(); i++) {
                assertThat(kept.of(queue.get(i))).isEqualTo(i);
            }
        }
        assertThat(freed).isEmpty();
        kept.close();
        assertThat(freed).hasSize(Buffers.MOST);
    }

    @Test
    void newBuffersComeAlways_theOldestIsFreed() {
        for (ByteBuffer buffer : buffers(Buffers.MOST + 3)) {
            kept.of(buffer);
        }
        assertThat(freed).containsExactly(0, 1, 2);
        kept.close();
        assertThat(freed).hasSize(made).doesNotHaveDuplicates();
    }

    @Test
    void callerAllocatesForEachFrame_converterKeepsFew() {
        FrameFormat yuyv = FrameFormat.of(PixelFormat.YUYV, 64, 48);
        FrameFormat yu12 = FrameFormat.of(PixelFormat.YU12, 64, 48);
        List<ByteBuffer> all = buffers(400);
        try (Converter converter = Converter.open(yuyv.tight(), yu12.tight())) {
            long before = Pointer.totalCount();
            for (int i = 0; i < all.size(); i += 2) {
                converter.convert(all.get(i), all.get(i + 1));
            }
            // two for each target: its planes and its strides
            assertThat(Pointer.totalCount() - before).isLessThan(2 * Buffers.MOST + 20);
        }
    }
}
