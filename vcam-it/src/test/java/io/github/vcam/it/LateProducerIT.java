// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.ConsumerMethod;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.LoopbackControl;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.ProducerMethod;
import io.github.vcam.it.support.Seen;
import io.github.vcam.it.support.StampedVideo;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The control {@code sustain_framerate}: who waits for a late producer gets the last frame again, as a new one. */
class LateProducerIT {
    private static final Duration LONGER_THAN_A_FRAME = Duration.ofMillis(500);

    private final StampedVideo video = Camera.video();

    @AfterEach
    void restore() {
        KernelModule.restore();
    }

    @ParameterizedTest
    @EnumSource
    void producerIsLate_theLastFrameComesAgainWithALaterSequenceAndTime(ProducerMethod method) {
        LoopbackControl.SUSTAIN_FRAMERATE.set(1);
        try (Producer producer = method.open(video);
                Consumer consumer = ConsumerMethod.MMAP.open(video)) {
            producer.send(1);
            Seen before = consumer.receive();
            for (int i = 0; i < 5; i++) {
                Seen again = consumer.receive();
                assertThat(again.number()).isEqualTo(1);
                assertThat(again.sequence()).isGreaterThan(before.sequence());
                assertThat(again.timestamp()).isGreaterThan(before.timestamp());
                before = again;
            }
            producer.send(2);
            assertThat(consumer.receive().number()).isBetween(1, 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalWait_eachGetsIt(ConsumerMethod method) {
        LoopbackControl.SUSTAIN_FRAMERATE.set(1);
        try (Producer producer = new MappedProducer(video);
                Consumer one = method.open(video);
                Consumer other = ConsumerMethod.MMAP.open(video)) {
            producer.send(1);
            for (int i = 0; i < 4; i++) {
                assertThat(one.receive().number()).isEqualTo(1);
                assertThat(other.receive().number()).isEqualTo(1);
            }
        }
    }

    @Test
    void producerHasGone_theLastFrameGoesOn() {
        LoopbackControl.SUSTAIN_FRAMERATE.set(1);
        try (Consumer consumer = ConsumerMethod.MMAP.open(video)) {
            try (Producer producer = new MappedProducer(video)) {
                producer.send(7);
            }
            for (int i = 0; i < 4; i++) {
                assertThat(consumer.receive().number()).isEqualTo(7);
            }
        }
    }

    @Test
    void controlIsOff_aFrameComesOnce() {
        try (Producer producer = new MappedProducer(video);
                Consumer consumer = ConsumerMethod.MMAP.open(video)) {
            producer.send(1);
            assertThat(consumer.receive().number()).isEqualTo(1);
            assertThat(consumer.poll(LONGER_THAN_A_FRAME)).isEmpty();
        }
    }

    @Test
    void controlIsOnAndNothingWasSent_nothingComes() {
        LoopbackControl.SUSTAIN_FRAMERATE.set(1);
        try (Consumer consumer = ConsumerMethod.MMAP.open(video)) {
            assertThat(consumer.poll(LONGER_THAN_A_FRAME)).isEmpty();
        }
    }
}
