// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import java.time.Duration;
import java.util.Optional;

/** Takes frames by read(). */
public final class ReadingConsumer implements Consumer {
    private final StampedVideo video;
    private final Node node;
    private final NativeMemory memory;

    public ReadingConsumer(StampedVideo video) {
        this.video = video;
        this.node = Node.open();
        Node.must("S_FMT", node.setFormat(Side.CAPTURE, video.format()));
        this.memory = SystemCalls.host().allocate(node.format(Side.CAPTURE).sizeImage());
        node.poll(V4l2.POLLIN, Duration.ZERO); // read() starts streaming by the first call
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
        int length = Node.must("read", node.read(memory, memory.length()));
        int number = video.check(memory.bytes().duplicate().limit(length));
        return Optional.of(new Seen(number, -1, length, -1));
    }

    @Override
    public void close() {
        node.close();
        SystemCalls.host().free(memory);
    }
}
