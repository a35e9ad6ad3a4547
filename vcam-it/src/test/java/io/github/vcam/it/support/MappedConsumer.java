// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes frames by a queue of mapped buffers; can keep some. */
public final class MappedConsumer implements Consumer {
    private final StampedVideo video;
    private final Node node;
    private final List<NativeMemory> buffers = new ArrayList<>();
    private final Buffer buffer = new Buffer();

    public MappedConsumer(StampedVideo video) {
        this(video, 4);
    }

    public MappedConsumer(StampedVideo video, int count) {
        this.video = video;
        this.node = Node.open();
        Node.must("S_FMT", node.setFormat(Side.CAPTURE, video.format()));
        int given = Node.must("REQBUFS", node.requestBuffers(Side.CAPTURE, count));
        for (int i = 0; i < given; i++) {
            buffers.add(node.map(Side.CAPTURE, i));
            requeue(i);
        }
        Node.must("STREAMON", node.streamOn(Side.CAPTURE));
    }

    /** A frame whose buffer was not given back yet. */
    public record Held(int index, Seen seen) {}

    public int bufferCount() {
        return buffers.size();
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public Optional<Seen> poll(Duration patience) {
        return pollAndHold(patience).map(held -> {
            requeue(held.index());
            return held.seen();
        });
    }

    /** The next frame, kept until {@link #requeue}. */
    public Held hold() {
        return pollAndHold(PATIENCE).orElseThrow(() -> new AssertionError("no frame within " + PATIENCE));
    }

    public Optional<Held> pollAndHold(Duration patience) {
        int events = node.poll(V4l2.POLLIN, patience);
        if (events == 0) {
            return Optional.empty();
        }
        assertThat(events & V4l2.POLLERR).as("poll says POLLERR").isZero();
        Node.must("DQBUF", node.dequeue(Side.CAPTURE, buffer));
        assertThat(buffer.flags() & V4l2.V4L2_BUF_FLAG_ERROR)
                .as("a frame with the error flag")
                .isZero();
        int number = check(buffer.index(), buffer.bytesUsed());
        long timestamp = buffer.seconds() * 1_000_000 + buffer.microseconds();
        Seen seen = new Seen(number, Integer.toUnsignedLong(buffer.sequence()), buffer.bytesUsed(), timestamp);
        return Optional.of(new Held(buffer.index(), seen));
    }

    /** Looks at a held frame again; returns its number. */
    public int recheck(Held held) {
        return check(held.index(), held.seen().bytesUsed());
    }

    public ByteBuffer bytes(Held held) {
        return buffers.get(held.index()).bytes();
    }

    public void requeue(int index) {
        Node.must("QBUF", node.queue(Side.CAPTURE, index, 0));
    }

    private int check(int index, int bytesUsed) {
        return video.check(buffers.get(index).bytes().duplicate().limit(bytesUsed));
    }

    @Override
    public void close() {
        buffers.forEach(node::unmap);
        node.close();
    }
}
