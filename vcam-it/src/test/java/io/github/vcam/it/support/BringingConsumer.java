// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;

/** Takes frames into a queue of buffers that it brings along. */
public final class BringingConsumer implements Consumer {
    private final StampedVideo video;
    private final Node node;
    private final BroughtBuffers buffers;
    private final Buffer buffer = new Buffer();

    /** {@code memory} makes the buffers of a size. */
    public BringingConsumer(StampedVideo video, IntFunction<BroughtBuffers> memory) {
        this.video = video;
        this.node = Node.open();
        Node.must("S_FMT", node.setFormat(Side.CAPTURE, video.format()));
        this.buffers = memory.apply(node.format(Side.CAPTURE).sizeImage());
        assertThat(node.requestBuffers(Side.CAPTURE, buffers.kind(), buffers.count()))
                .as("REQBUFS")
                .isEqualTo(buffers.count());
        for (int i = 0; i < buffers.count(); i++) {
            requeue(i);
        }
        Node.must("STREAMON", node.streamOn(Side.CAPTURE));
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public Optional<Seen> poll(Duration patience) {
        int events = node.poll(V4l2.POLLIN, patience);
        if (events == 0) {
            return Optional.empty();
        }
        assertThat(events & V4l2.POLLERR).as("poll says POLLERR").isZero();
        Node.must("DQBUF", node.dequeue(Side.CAPTURE, buffers.kind(), buffer));
        assertThat(buffer.flags() & V4l2.V4L2_BUF_FLAG_ERROR)
                .as("a frame with the error flag")
                .isZero();
        int length = buffer.bytesUsed();
        int number = video.check(buffers.bytes(buffer.index()).duplicate().limit(length));
        long timestamp = buffer.seconds() * 1_000_000 + buffer.microseconds();
        Seen seen = new Seen(number, Integer.toUnsignedLong(buffer.sequence()), length, timestamp);
        requeue(buffer.index());
        return Optional.of(seen);
    }

    private void requeue(int index) {
        Node.must("QBUF", buffers.queue(node, Side.CAPTURE, index, 0));
    }

    @Override
    public void close() {
        node.close();
        buffers.close();
    }
}
