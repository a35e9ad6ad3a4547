// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Feeds by a queue of mapped buffers. */
public final class MappedProducer implements Producer {
    private final StampedVideo video;
    private final Node node;
    private final List<NativeMemory> buffers = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private final Buffer buffer = new Buffer();

    public MappedProducer(StampedVideo video) {
        this.video = video;
        this.node = Node.open();
        Node.must("S_FMT", node.setFormat(Side.OUTPUT, video.format()));
        int count = Node.must("REQBUFS", node.requestBuffers(Side.OUTPUT, 4));
        for (int i = 0; i < count; i++) {
            buffers.add(node.map(Side.OUTPUT, i));
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
        int length = video.fill(buffers.get(index).bytes(), number);
        Node.must("QBUF", node.queue(Side.OUTPUT, index, length));
        return length;
    }

    private int takeBack() {
        assertThat(node.poll(V4l2.POLLOUT, Consumer.PATIENCE))
                .as("poll for a free buffer")
                .isEqualTo(V4l2.POLLOUT);
        Node.must("DQBUF", node.dequeue(Side.OUTPUT, buffer));
        return buffer.index();
    }

    @Override
    public void close() {
        buffers.forEach(node::unmap);
        node.close();
    }
}
