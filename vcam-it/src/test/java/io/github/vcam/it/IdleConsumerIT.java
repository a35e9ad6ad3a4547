// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.MappedConsumer;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.MappedQueue;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.layout.Event;
import io.github.vcam.v4l2.sys.layout.EventSubscription;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who does not stream sees nothing: watching is always counted. */
class IdleConsumerIT {
    private static final int CLIENT_USAGE = 0x10E00001;
    private static final int SEND_INITIAL = 1;
    private static final int COUNT = 8;
    private static final int LATER = 1000;
    private static final int FRAMES = 30;

    private final StampedVideo video = Camera.video();

    @ParameterizedTest(name = "its buffers are queued: {0}")
    @ValueSource(booleans = {false, true})
    void consumerNeverStreams_itsBuffersHoldZerosAndNobodyIsSaidToWatch(boolean queued) {
        try (Producer producer = new MappedProducer(video);
                MappedQueue idle = buffers()) {
            for (int number = 1; number <= FRAMES; number++) {
                if (queued && number <= 4) {
                    idle.queue(number - 1, 0);
                }
                producer.send(number);
                idle.memory().forEach(IdleConsumerIT::mustBeZero);
            }
            assertThat(watched()).isZero();
        }
    }

    @Test
    void othersWatch_whoDoesNotStreamSeesZerosAllTheSame() {
        try (Producer producer = new MappedProducer(video);
                MappedQueue idle = buffers();
                MappedConsumer consumer = new MappedConsumer(video)) {
            for (int number = 1; number <= FRAMES; number++) {
                producer.send(number);
                assertThat(consumer.receive().number()).isEqualTo(number);
                idle.memory().forEach(IdleConsumerIT::mustBeZero);
            }
            assertThat(watched()).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "its buffers are given up: {0}")
    @ValueSource(booleans = {false, true})
    void consumerHasStopped_itsBuffersShowNoLaterFrame(boolean orphaned) {
        try (Producer producer = new MappedProducer(video);
                MappedQueue idle = buffers()) {
            idle.start();
            for (int number = 1; number <= FRAMES; number++) {
                producer.send(number);
                idle.queue(idle.dequeue().index(), 0);
            }
            idle.stop();
            if (orphaned) {
                idle.orphan();
            }
            assertThat(watched()).isZero();
            for (int number = LATER; number < LATER + FRAMES; number++) {
                producer.send(number);
                assertThat(idle.memory())
                        .extracting(memory -> memory.bytes().getInt(Integer.BYTES))
                        .allMatch(seen -> seen < LATER);
            }
        }
    }

    private MappedQueue buffers() {
        return MappedQueue.open(Camera.path(), Side.CAPTURE, video.format(), 4);
    }

    private static void mustBeZero(NativeMemory memory) {
        assertThat(memory.bytes().mismatch(ByteBuffer.allocate(memory.length())))
                .as("where a buffer that never streamed is not zero")
                .isEqualTo(-1);
    }

    /** What the client usage event says. */
    private static int watched() {
        try (Node node = Node.open()) {
            EventSubscription subscription = new EventSubscription().type(CLIENT_USAGE);
            subscription.bytes().putInt(EventSubscription.FLAGS, SEND_INITIAL);
            Node.must("SUBSCRIBE_EVENT", node.call(Ioctl.VIDIOC_SUBSCRIBE_EVENT, subscription));
            Event event = node.nextEvent();
            assertThat(event.type()).isEqualTo(CLIENT_USAGE);
            return event.bytes().getInt(COUNT);
        }
    }
}
