// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Feeds by a queue of buffers. */
public class StreamingProducer implements Producer {
    private final StampedVideo video;
    private final Node node;
    private final Buffers buffers;
    private final Deque<Integer> free = new ArrayDeque<>();
    private final Buffer buffer = new Buffer();

    StreamingProducer(StampedVideo video, Buffers.Source source) {
        this.video = video;
        this.node = Node.open();
        Node.must("S_FMT", node.setFormat(Side.OUTPUT, video.layout()));
        this.buffers = source.request(node, Side.OUTPUT);
        for (int i = 0; i < buffers.count(); i++) {
            free.add(i);
        }
        Node.must("STREAMON", node.streamOn(Side.OUTPUT));
    }

    @Override
    public final Node node() {
        return node;
    }

    @Override
    public final int send(int number) {
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
    public final void close() {
        buffers.closeWith(node);
    }
}
