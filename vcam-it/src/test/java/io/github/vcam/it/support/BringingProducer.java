// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntFunction;

/** Feeds by a queue of buffers that it brings along. */
public final class BringingProducer implements Producer {
    private final StampedVideo video;
    private final Node node;
    private final BroughtBuffers buffers;
    private final Deque<Integer> free = new ArrayDeque<>();
    private final Buffer buffer = new Buffer();

    /** {@code memory} makes the buffers of a size. */
    public BringingProducer(StampedVideo video, IntFunction<BroughtBuffers> memory) {
        this.video = video;
        this.node = Node.open();
        Node.must("S_FMT", node.setFormat(Side.OUTPUT, video.format()));
        this.buffers = memory.apply(node.format(Side.OUTPUT).sizeImage());
        int count = buffers.count();
        assertThat(node.requestBuffers(Side.OUTPUT, buffers.kind(), count))
                .as("REQBUFS")
                .isEqualTo(count);
        for (int i = 0; i < count; i++) {
            free.add(i);
        }
        Node.must("STREAMON", node.streamOn(Side.OUTPUT));
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public int send(int number) {
        int index = free.isEmpty() ? takeBack() : free.remove();
        int length = video.fill(buffers.bytes(index), number);
        Node.must("QBUF", buffers.queue(node, Side.OUTPUT, index, length));
        return length;
    }

    private int takeBack() {
        assertThat(node.poll(V4l2.POLLOUT, Consumer.PATIENCE))
                .as("poll for a free buffer")
                .isEqualTo(V4l2.POLLOUT);
        Node.must("DQBUF", node.dequeue(Side.OUTPUT, buffers.kind(), buffer));
        return buffer.index();
    }

    @Override
    public void close() {
        node.close();
        buffers.close();
    }
}
