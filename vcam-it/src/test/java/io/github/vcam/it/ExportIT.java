// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.BroughtBuffers;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.MappedConsumer;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.it.support.StreamingConsumer.Held;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Buffers of both sides, handed to others as dma-bufs (VIDIOC_EXPBUF). */
class ExportIT {
    private static final int FRAMES = 20;

    private final StampedVideo video = Camera.video();

    @Test
    void outputBufferIsExported_itsDmabufShowsTheFrameAndOutlivesTheQueue() {
        int size = video.format().sizeImage();
        BroughtBuffers exported;
        try (MappedProducer producer = new MappedProducer(video);
                MappedConsumer consumer = new MappedConsumer(video)) {
            exported = BroughtBuffers.imported(
                    size, Node.must("EXPBUF", producer.node().export(Side.OUTPUT, 0)));
            producer.send(7); // into the first buffer
            assertThat(video.check(frame(exported))).isEqualTo(7);
            assertThat(consumer.receive().number()).isEqualTo(7);
        }
        try (exported) {
            assertThat(video.check(frame(exported))).isEqualTo(7);
        }
    }

    @Test
    void captureBufferIsExported_itsDmabufShowsEachFrameThatComesIntoIt() {
        try (MappedProducer producer = new MappedProducer(video);
                MappedConsumer consumer = new MappedConsumer(video, 1);
                BroughtBuffers exported = export(consumer)) {
            for (int number = 1; number <= FRAMES; number++) {
                producer.send(number);
                Held held = consumer.hold();
                assertThat(held.seen().number()).isEqualTo(number);
                assertThat(video.check(frame(exported))).isEqualTo(number);
                consumer.requeue(held.index());
            }
        }
    }

    /** Whoever holds a dma-buf may write to it whenever he likes. */
    @Test
    void exportedCaptureBufferIsWrittenTo_nobodyElseSeesIt() {
        try (MappedProducer producer = new MappedProducer(video);
                MappedConsumer consumer = new MappedConsumer(video, 1);
                MappedConsumer other = new MappedConsumer(video);
                BroughtBuffers exported = export(consumer)) {
            for (int number = 1; number <= FRAMES; number++) {
                producer.send(number);
                consumer.hold();
                exported.bytes(0).putLong(0, 42).putLong(4096, 42);
                assertThat(other.receive().number()).isEqualTo(number);
                consumer.requeue(0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"YUYV", "NV12", "MJPG"})
    void exportedCaptureBufferGoesIntoAnotherCamera_itsConsumersGetTheFrames(PixelFormat pixels) {
        int second = Camera.number() + 1;
        StampedVideo film = StampedVideo.of(Camera.small(pixels));
        KernelModule.reload("video_nr=" + Camera.number() + "," + second);
        String path = "/dev/video" + second;
        try (MappedProducer producer = new MappedProducer(film);
                MappedConsumer relay = new MappedConsumer(film, 1);
                BroughtBuffers exported = export(relay);
                Node onward = Node.open(path, V4l2.O_RDWR);
                Node end = Node.open(path, V4l2.O_RDWR)) {
            Node.must("S_FMT", onward.setFormat(Side.OUTPUT, film.format()));
            Node.must("REQBUFS", onward.requestBuffers(Side.OUTPUT, V4l2.V4L2_MEMORY_DMABUF, 1));
            Node.must("STREAMON", onward.streamOn(Side.OUTPUT));
            NativeMemory memory =
                    SystemCalls.host().allocate(end.format(Side.CAPTURE).sizeImage());
            for (int number = 1; number <= FRAMES; number++) {
                int length = producer.send(number);
                Held held = relay.hold();
                Node.must(
                        "QBUF",
                        exported.queue(onward, Side.OUTPUT, 0, held.seen().bytesUsed()));
                assertThat(Node.must("read", end.read(memory, memory.length()))).isEqualTo(length);
                assertThat(film.check(memory.bytes().duplicate().limit(length))).isEqualTo(number);
                Node.must("DQBUF", onward.dequeue(Side.OUTPUT, V4l2.V4L2_MEMORY_DMABUF, new Buffer()));
                relay.requeue(held.index());
            }
            SystemCalls.host().free(memory);
        } finally {
            KernelModule.restore();
        }
    }

    private static BroughtBuffers export(MappedConsumer consumer) {
        return BroughtBuffers.imported(
                consumer.node().format(Side.CAPTURE).sizeImage(),
                Node.must("EXPBUF", consumer.node().export(Side.CAPTURE, 0)));
    }

    private ByteBuffer frame(BroughtBuffers buffers) {
        return buffers.bytes(0).duplicate().limit(video.format().sizeImage());
    }
}
