// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.BroughtBuffers;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.MappedConsumer;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.MappedQueue;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.ProducerMethod;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.it.support.StreamingConsumer.Held;
import io.github.vcam.v4l2.sys.NativeMemory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A producer that has left, but kept its mappings or exported its buffers, has no part in what the next one sends. */
class ProducerLeavesIT {
    private static final int FIRST_OF_THE_NEXT = 1000;
    private static final int FRAMES = 30;

    private final StampedVideo video = Camera.video();

    @Test
    void mappingsAreKept_theyShowNothingOfTheNextProducer() {
        try (MappedConsumer consumer = new MappedConsumer(video);
                MappedQueue former = formerProducer(consumer)) {
            List<byte[]> before =
                    former.memory().stream().map(ProducerLeavesIT::copy).toList();
            try (Producer next = new MappedProducer(video)) {
                for (int number = FIRST_OF_THE_NEXT; number < FIRST_OF_THE_NEXT + FRAMES; number++) {
                    next.send(number);
                    consumer.requeue(awaitNumber(consumer, number).index());
                    for (int i = 0; i < before.size(); i++) {
                        assertThat(former.memory(i).bytes().mismatch(ByteBuffer.wrap(before.get(i))))
                                .as("where mapping %d changed at frame %d", i, number)
                                .isEqualTo(-1);
                    }
                }
            }
        }
    }

    @Test
    void mappingsAreKeptAndDrawnInto_nobodySeesTheDrawing() {
        try (MappedConsumer consumer = new MappedConsumer(video);
                MappedQueue former = formerProducer(consumer);
                Producer next = new MappedProducer(video)) {
            for (int number = FIRST_OF_THE_NEXT; number < FIRST_OF_THE_NEXT + FRAMES; number++) {
                next.send(number);
                former.memory().forEach(ProducerLeavesIT::scribble);
                Held held = awaitNumber(consumer, number);
                former.memory().forEach(ProducerLeavesIT::scribble);
                assertThat(consumer.recheck(held)).isEqualTo(number);
                consumer.requeue(held.index());
            }
        }
    }

    @Test
    void buffersWereExported_theDmabufsHaveNoPartInTheNextProducersFrames() {
        List<BroughtBuffers> exported = new ArrayList<>();
        try (MappedConsumer consumer = new MappedConsumer(video)) {
            try (MappedProducer former = new MappedProducer(video)) {
                for (int i = 0; i < 4; i++) {
                    int fd = Node.must("EXPBUF", former.node().export(Side.OUTPUT, i));
                    exported.add(BroughtBuffers.imported(video.format().sizeImage(), fd));
                    former.send(i + 1);
                    consumer.requeue(awaitNumber(consumer, i + 1).index());
                }
            }
            try (Producer next = new MappedProducer(video)) {
                for (int number = FIRST_OF_THE_NEXT; number < FIRST_OF_THE_NEXT + FRAMES; number++) {
                    next.send(number);
                    Held held = awaitNumber(consumer, number);
                    assertThat(exported)
                            .extracting(each -> each.bytes(0).getInt(4))
                            .allMatch(seen -> seen < 1000);
                    exported.forEach(each -> each.bytes(0).putLong(0, 42).putLong(4096, 42));
                    assertThat(consumer.recheck(held)).isEqualTo(number);
                    consumer.requeue(held.index());
                }
            }
        } finally {
            exported.forEach(BroughtBuffers::close);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WRITE", "MMAP"})
    void theNextProducerMapsItsBuffers_theyHoldZeros(ProducerMethod method) {
        try (MappedConsumer consumer = new MappedConsumer(video)) {
            try (Producer former = method.open(video)) {
                for (int number = 1; number <= FRAMES; number++) {
                    former.send(number);
                    consumer.requeue(awaitNumber(consumer, number).index());
                }
            }
            try (MappedQueue next = MappedQueue.open(Camera.path(), Side.OUTPUT, video.format(), 8)) {
                for (NativeMemory memory : next.memory()) {
                    assertThat(memory.bytes().mismatch(ByteBuffer.allocate(memory.length())))
                            .as("where a new producer's buffer is not zero")
                            .isEqualTo(-1);
                }
            }
        }
    }

    /** One that has sent frames and is none any more, with its mappings; it drew into each of its buffers. */
    private MappedQueue formerProducer(MappedConsumer consumer) {
        MappedQueue queue = MappedQueue.open(Camera.path(), Side.OUTPUT, video.format(), 4);
        Node.must("STREAMON", queue.node().streamOn(Side.OUTPUT));
        for (int i = 0; i < queue.memory().size(); i++) {
            queue.queue(i, video.fill(queue.memory(i).bytes(), i + 1));
            consumer.requeue(awaitNumber(consumer, i + 1).index());
        }
        queue.stop();
        queue.orphan();
        return queue;
    }

    /** Frames of the one before may come first. */
    private Held awaitNumber(MappedConsumer consumer, int number) {
        Held held = consumer.hold();
        while (held.seen().number() < number) {
            consumer.requeue(held.index());
            held = consumer.hold();
        }
        assertThat(held.seen().number()).isEqualTo(number);
        return held;
    }

    private static void scribble(NativeMemory memory) {
        ByteBuffer bytes = memory.bytes();
        for (int at = 0; at + Long.BYTES <= bytes.limit(); at += 1024) {
            bytes.putLong(at, 0x5c71_bb1e_5c71_bb1eL);
        }
    }

    private static byte[] copy(NativeMemory memory) {
        byte[] bytes = new byte[memory.length()];
        memory.bytes().get(0, bytes);
        return bytes;
    }
}
