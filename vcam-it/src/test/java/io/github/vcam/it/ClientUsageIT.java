// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.ConsumerMethod;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Event;
import io.github.vcam.v4l2.sys.layout.EventSubscription;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The private event by which a producer learns whether anybody watches. */
class ClientUsageIT {
    private static final int CLIENT_USAGE = 0x10E00001;
    private static final int SEND_INITIAL = 1;
    private static final int COUNT = 8;

    private final StampedVideo video = Camera.video();
    private final Node producer = Node.open();

    @BeforeEach
    void subscribe() {
        EventSubscription subscription = new EventSubscription().type(CLIENT_USAGE);
        subscription.bytes().putInt(EventSubscription.FLAGS, SEND_INITIAL);
        Node.must("SUBSCRIBE_EVENT", producer.call(Ioctl.VIDIOC_SUBSCRIBE_EVENT, subscription));
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @ParameterizedTest
    @EnumSource
    void consumerComesAndGoes_bothAreTold(ConsumerMethod method) {
        assertThat(count()).isZero();
        try (Consumer consumer = method.open(video)) {
            assertThat(consumer.node()).isNotNull();
            assertThat(count()).isEqualTo(1);
        }
        assertThat(count()).isZero();
    }

    @Test
    void nobodyListensForAWhile_theNewestIsKept() {
        ConsumerMethod.MMAP.open(video).close();
        ConsumerMethod.MMAP.open(video).close();
        assertThat(count()).isZero();
        assertThat(producer.poll(V4l2.POLLPRI, Duration.ZERO)).isZero();
    }

    private int count() {
        assertThat(producer.poll(V4l2.POLLPRI, Consumer.PATIENCE) & V4l2.POLLPRI)
                .as("an event")
                .isNotZero();
        Event event = new Event();
        Node.must("DQEVENT", producer.call(Ioctl.VIDIOC_DQEVENT, event));
        assertThat(event.type()).isEqualTo(CLIENT_USAGE);
        return event.bytes().getInt(COUNT);
    }
}
