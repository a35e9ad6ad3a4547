// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** Takes frames by a queue of buffers; can keep some. */
public class StreamingConsumer implements Consumer {
    private final StampedVideo video;
    private final Node node;
    private final Buffers buffers;
    private final Buffer buffer = new Buffer();

    StreamingConsumer(StampedVideo video, Buffers.Source source) {
        this.video = video;
        this.node = Node.open();
        Node.must("S_FMT", node.setFormat(Side.CAPTURE, video.format()));
        this.buffers = source.request(node, Side.CAPTURE);
        for (int i = 0; i < buffers.count(); i++) {
            requeue(i);
        }
        Node.must("STREAMON", node.streamOn(Side.CAPTURE));
    }

    /** A frame whose buffer was not given back yet. */
    public record Held(int index, Seen seen) {}

    public final int bufferCount() {
        return buffers.count();
    }

    @Override
    public final Node node() {
        return node;
    }

    @Override
    public final Optional<Seen> poll(Duration patience) {
        return pollAndHold(patience).map(held -> {
            requeue(held.index());
            return held.seen();
        });
    }

    /** The next frame, kept until {@link #requeue}. */
    public final Held hold() {
        return pollAndHold(PATIENCE).orElseThrow(() -> new AssertionError("no frame within " + PATIENCE));
    }

    public final Optional<Held> pollAndHold(Duration patience) {
        int events = node.poll(V4l2.POLLIN, patience);
        if (events == 0) {
            return Optional.empty();
        }
        assertThat(events & V4l2.POLLERR).as("poll says POLLERR").isZero();
        Node.must("DQBUF", node.dequeue(Side.CAPTURE, buffers.kind(), buffer));
        assertThat(buffer.flags() & V4l2.V4L2_BUF_FLAG_ERROR)
                .as("a frame with the error flag")
                .isZero();
        int number = check(buffer.index(), buffer.bytesUsed());
        long timestamp = buffer.seconds() * 1_000_000 + buffer.microseconds();
        Seen seen = new Seen(number, Integer.toUnsignedLong(buffer.sequence()), buffer.bytesUsed(), timestamp);
        return Optional.of(new Held(buffer.index(), seen));
    }

    /** Looks at a held frame again; returns its number. */
    public final int recheck(Held held) {
        return check(held.index(), held.seen().bytesUsed());
    }

    public final ByteBuffer bytes(Held held) {
        return buffers.bytes(held.index());
    }

    public final void requeue(int index) {
        Node.must("QBUF", buffers.queue(node, Side.CAPTURE, index, 0));
    }

    private int check(int index, int bytesUsed) {
        return video.check(buffers.bytes(index).duplicate().limit(bytesUsed));
    }

    @Override
    public final void close() {
        buffers.closeWith(node);
    }
}
