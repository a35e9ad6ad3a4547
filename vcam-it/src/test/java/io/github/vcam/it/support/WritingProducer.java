// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;

/** Feeds by write(). */
public final class WritingProducer implements Producer {
    private final StampedVideo video;
    private final Node node;
    private final NativeMemory memory;

    public WritingProducer(StampedVideo video) {
        this.video = video;
        this.node = Node.open();
        Node.must("S_FMT", node.setFormat(Side.OUTPUT, video.layout()));
        this.memory = SystemCalls.host().allocate(node.format(Side.OUTPUT).sizeImage());
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public int send(int number) {
        int length = video.fill(memory.bytes(), number);
        assertThat(Node.must("write", node.write(memory, length))).isEqualTo(length);
        return length;
    }

    @Override
    public void close() {
        node.close();
        SystemCalls.host().free(memory);
    }
}
