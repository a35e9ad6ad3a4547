// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Side;
import io.github.vcam.v4l2.sys.NativeMemory;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Buffers show nothing that was in the kernel's memory before. */
class FreshMemoryIT {
    private static final FrameFormat FORMAT = FrameFormat.of(PixelFormat.YUYV, 642, 362);

    @ParameterizedTest
    @EnumSource
    void noFrameWasSent_everyByteIsZero(Side side) {
        try (Node node = Node.open()) {
            Node.must("S_FMT", node.setFormat(side, FORMAT));
            int count = Node.must("REQBUFS", node.requestBuffers(side, 4));
            for (int i = 0; i < count; i++) {
                NativeMemory memory = node.map(side, i);
                assertThat(memory.bytes().mismatch(ByteBuffer.allocate(memory.length())))
                        .isEqualTo(-1);
                node.unmap(memory);
            }
        }
    }
}
