// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.MappedConsumer;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buffers that come later, larger ones too (VIDIOC_CREATE_BUFS), and buffers made ready beforehand (VIDIOC_PREPARE_BUF). */
class CreateBuffersIT {
    private static final int PREPARED = 0x400;

    private final StampedVideo video = Camera.video();

    @ParameterizedTest(name = "{0} bytes more than a frame")
    @ValueSource(ints = {0, 100_000})
    void consumerAddsBuffersWhileItStreams_theyGetFramesInTurn(int more) {
        int size = video.format().sizeImage();
        List<Integer> indices = new ArrayList<>();
        try (Producer producer = new MappedProducer(video);
                Node node = Node.open()) {
            Node.must("S_FMT", node.setFormat(Side.CAPTURE, video.format()));
            assertThat(node.requestBuffers(Side.CAPTURE, 2)).isEqualTo(2);
            assertThat(node.createBuffers(Side.CAPTURE, 2, size + more)).isEqualTo(2);
            List<NativeMemory> memory = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                memory.add(node.map(Side.CAPTURE, i));
                Node.must("QBUF", node.queue(Side.CAPTURE, i, 0));
            }
            assertThat(memory.get(3).length()).isGreaterThanOrEqualTo(size + more);
            Node.must("STREAMON", node.streamOn(Side.CAPTURE));
            for (int number = 1; number <= 12; number++) {
                producer.send(number);
                Buffer buffer = dequeue(node, Side.CAPTURE, V4l2.POLLIN);
                indices.add(buffer.index());
                assertThat(video.check(
                                memory.get(buffer.index()).bytes().duplicate().limit(buffer.bytesUsed())))
                        .isEqualTo(number);
                Node.must("QBUF", node.queue(Side.CAPTURE, buffer.index(), 0));
            }
            memory.forEach(node::unmap);
        }
        assertThat(indices).containsExactly(0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3);
    }

    @ParameterizedTest(name = "{0} bytes more than a frame")
    @ValueSource(ints = {0, 100_000})
    void producerAddsBuffers_framesOutOfThemArriveWhole(int more) {
        int size = video.format().sizeImage();
        try (Node node = Node.open()) {
            Node.must("S_FMT", node.setFormat(Side.OUTPUT, video.format()));
            int given = Node.must("REQBUFS", node.requestBuffers(Side.OUTPUT, 2));
            assertThat(node.createBuffers(Side.OUTPUT, 2, size + more)).isEqualTo(given);
            Node.must("STREAMON", node.streamOn(Side.OUTPUT));
            try (Consumer consumer = new MappedConsumer(video)) {
                for (int index = 0; index < given + 2; index++) {
                    NativeMemory memory = node.map(Side.OUTPUT, index);
                    int length = video.fill(memory.bytes(), index + 1);
                    Node.must("QBUF", node.queue(Side.OUTPUT, index, length));
                    assertThat(consumer.receive().number()).isEqualTo(index + 1);
                    node.unmap(memory);
                }
            }
        }
    }

    @Test
    void consumerPreparesItsBuffers_theyAreQueuedAndGetTheirFrames() {
        try (Producer producer = new MappedProducer(video);
                Node node = Node.open()) {
            Node.must("S_FMT", node.setFormat(Side.CAPTURE, video.format()));
            Node.must("REQBUFS", node.requestBuffers(Side.CAPTURE, 2));
            prepare(node, Side.CAPTURE, 1, 0);
            Node.must("STREAMON", node.streamOn(Side.CAPTURE));
            Node.must("QBUF", node.queue(Side.CAPTURE, 1, 0));
            producer.send(5);
            Buffer buffer = dequeue(node, Side.CAPTURE, V4l2.POLLIN);
            assertThat(buffer.index()).isEqualTo(1);
            NativeMemory memory = node.map(Side.CAPTURE, 1);
            assertThat(video.check(memory.bytes().duplicate().limit(buffer.bytesUsed())))
                    .isEqualTo(5);
            node.unmap(memory);
        }
    }

    @Test
    void producerPreparesItsBuffer_itsFrameTravelsWhenItIsQueued() {
        try (Node node = Node.open()) {
            Node.must("S_FMT", node.setFormat(Side.OUTPUT, video.format()));
            Node.must("REQBUFS", node.requestBuffers(Side.OUTPUT, 2));
            Node.must("STREAMON", node.streamOn(Side.OUTPUT));
            try (Consumer consumer = new MappedConsumer(video)) {
                NativeMemory memory = node.map(Side.OUTPUT, 0);
                int length = video.fill(memory.bytes(), 3);
                prepare(node, Side.OUTPUT, 0, length);
                Node.must("QBUF", node.queue(Side.OUTPUT, 0, length));
                assertThat(consumer.receive().number()).isEqualTo(3);
                node.unmap(memory);
            }
        }
    }

    private static void prepare(Node node, Side side, int index, int bytesUsed) {
        Buffer buffer = Node.buffer(side, index).bytesUsed(bytesUsed).field(V4l2.V4L2_FIELD_NONE);
        Node.must("PREPARE_BUF", node.call(Ioctl.VIDIOC_PREPARE_BUF, buffer));
        Buffer state = Node.buffer(side, index);
        Node.must("QUERYBUF", node.call(Ioctl.VIDIOC_QUERYBUF, state));
        assertThat(state.flags() & PREPARED).as("V4L2_BUF_FLAG_PREPARED").isEqualTo(PREPARED);
    }

    private static Buffer dequeue(Node node, Side side, int event) {
        assertThat(node.poll(event, Consumer.PATIENCE)).isEqualTo(event);
        Buffer buffer = new Buffer();
        Node.must("DQBUF", node.dequeue(side, buffer));
        return buffer;
    }
}
