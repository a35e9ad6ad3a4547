// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.MappedConsumer;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.ProducerMethod;
import io.github.vcam.it.support.RunningProgram;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.it.support.StreamingConsumer.Held;
import io.github.vcam.it.support.Victim;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** kill -9 of either side disturbs nobody else. */
@Tag("long")
class KilledIT {
    private static final int SECOND_PRODUCER = 1_000_000;

    private final StampedVideo video = Camera.video();

    @AfterEach
    void moduleStillLeaves() {
        assertThat(KernelModule.unload().exitStatus()).as("rmmod").isZero();
        KernelModule.restore();
    }

    @ParameterizedTest
    @EnumSource
    void producerIsKilled_consumersKeepWhatTheyHoldAndTheNextProducerCarriesOn(ProducerMethod method) {
        try (MappedConsumer consumer = new MappedConsumer(video);
                RunningProgram producer = RunningProgram.startJava(Victim.class, method.name(), "1")) {
            Held held = consumer.pollAndHold(RunningProgram.PATIENCE).orElseThrow();
            producer.kill();
            assertThat(consumer.recheck(held)).isEqualTo(held.seen().number());
            try (Producer next = new MappedProducer(video)) {
                for (int number = SECOND_PRODUCER; number < SECOND_PRODUCER + 10; number++) {
                    next.send(number);
                    awaitNumber(consumer, number);
                    assertThat(consumer.recheck(held)).isEqualTo(held.seen().number());
                }
            }
        }
    }

    /** Frames of the dead producer may come first, never out of order. */
    private static void awaitNumber(MappedConsumer consumer, int number) {
        int last = 0;
        while (last < number) {
            int next = consumer.receive().number();
            assertThat(next).isGreaterThan(last);
            last = next;
        }
        assertThat(last).isEqualTo(number);
    }

    @Test
    void consumerIsKilled_theProducerAndTheOthersGoOn() {
        String[] streaming = {"v4l2-ctl", "-d", Camera.path(), "--stream-mmap", "--stream-to=/dev/null"};
        try (Producer producer = new MappedProducer(video);
                MappedConsumer other = new MappedConsumer(video);
                RunningProgram consumer = RunningProgram.start(streaming)) {
            int number = 1;
            for (; !consumer.output().contains("<"); number++) {
                producer.send(number);
                assertThat(other.receive().number()).isEqualTo(number);
            }
            consumer.kill();
            for (int last = number + 30; number < last; number++) {
                producer.send(number);
                assertThat(other.receive().number()).isEqualTo(number);
            }
        }
    }
}
