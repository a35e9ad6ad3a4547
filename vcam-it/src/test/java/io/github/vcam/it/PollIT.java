// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.Epoll;
import io.github.vcam.it.support.MappedConsumer;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.v4l2.sys.V4l2;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What poll() and epoll tell each side. */
class PollIT {
    private static final int CLIENT_USAGE = 0x10E00001;
    private static final int BOTH = V4l2.POLLIN | V4l2.POLLOUT;

    private final StampedVideo video = Camera.video();

    @Test
    void consumerAsksForBoth_itIsNeverToldToWrite() {
        try (Producer producer = new MappedProducer(video);
                MappedConsumer consumer = new MappedConsumer(video)) {
            assertThat(consumer.node().poll(BOTH, Duration.ZERO)).isZero();
            producer.send(1);
            assertThat(consumer.node().poll(BOTH, Consumer.PATIENCE)).isEqualTo(V4l2.POLLIN);
            assertThat(consumer.node().poll(V4l2.POLLOUT, Duration.ZERO)).isZero();
        }
    }

    @Test
    void producerAsksForBoth_itIsNeverToldToRead() {
        try (Producer producer = new MappedProducer(video);
                MappedConsumer consumer = new MappedConsumer(video)) {
            producer.send(1);
            assertThat(consumer.receive().number()).isEqualTo(1);
            producer.send(2);
            assertThat(producer.node().poll(BOTH, Consumer.PATIENCE)).isEqualTo(V4l2.POLLOUT);
            assertThat(producer.node().poll(V4l2.POLLIN, Duration.ZERO)).isZero();
        }
    }

    /** The queue that POLLPRI needs has to be joined when the node is added: a change of the events joins none. */
    @Test
    void epollIsAskedForEventsLater_itTellsOfThem() {
        try (MappedProducer producer = new MappedProducer(video);
                Epoll epoll = new Epoll(producer.node(), V4l2.POLLIN)) {
            producer.node().subscribe(CLIENT_USAGE);
            epoll.modify(V4l2.POLLIN | V4l2.POLLPRI);
            assertThat(epoll.await(Duration.ZERO)).isZero();
            try (Consumer consumer = new MappedConsumer(video)) {
                assertThat(consumer.node()).isNotNull();
                assertThat(epoll.await(Consumer.PATIENCE)).isEqualTo(V4l2.POLLPRI);
            }
        }
    }
}
