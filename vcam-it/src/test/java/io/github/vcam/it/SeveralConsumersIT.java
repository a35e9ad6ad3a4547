// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Background;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.MappedConsumer;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.Pump;
import io.github.vcam.it.support.ReadingConsumer;
import io.github.vcam.it.support.Seen;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.it.support.StreamingConsumer.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Consumers of different speed on one node. */
class SeveralConsumersIT {
    private static final int FRAMES = 60;
    private static final int SLOWNESS = 7;

    private final StampedVideo video = Camera.video();

    @Test
    void oneIsSlow_theFastOneLosesNothing() {
        try (Producer producer = new MappedProducer(video);
                MappedConsumer fast = new MappedConsumer(video);
                MappedConsumer slow = new MappedConsumer(video, 2)) {
            long first = -1;
            for (int number = 1; number <= FRAMES; number++) {
                producer.send(number);
                Seen seen = fast.receive();
                first = first < 0 ? seen.sequence() : first;
                assertThat(seen.number()).isEqualTo(number);
                assertThat(seen.sequence()).isEqualTo(first + number - 1);
                if (number % SLOWNESS == 0) {
                    slow.receive();
                }
            }
        }
    }

    @Test
    void oneIsSlow_itsGapsAreInTheSequenceNumbers() {
        List<Seen> seen = new ArrayList<>();
        try (Producer producer = new MappedProducer(video);
                MappedConsumer fast = new MappedConsumer(video);
                MappedConsumer slow = new MappedConsumer(video, 2)) {
            for (int number = 1; number <= FRAMES; number++) {
                producer.send(number);
                fast.receive();
                if (number % SLOWNESS == 0) {
                    seen.add(slow.receive());
                }
            }
        }
        assertThat(seen).extracting(Seen::number).isSorted().doesNotHaveDuplicates();
        assertThat(seen)
                .extracting(each -> each.sequence() - each.number())
                .containsOnly(seen.get(0).sequence() - seen.get(0).number());
        assertThat(seen.get(seen.size() - 1).number()).isGreaterThan(seen.size());
    }

    @Test
    void oneKeepsAFrame_itNeverChanges() {
        try (Producer producer = new MappedProducer(video);
                MappedConsumer keeper = new MappedConsumer(video);
                MappedConsumer other = new MappedConsumer(video)) {
            producer.send(1);
            Held first = keeper.hold();
            other.receive();
            producer.send(2);
            Held second = keeper.hold();
            other.receive();
            for (int number = 3; number <= FRAMES; number++) {
                producer.send(number);
                assertThat(other.receive().number()).isEqualTo(number);
                assertThat(keeper.recheck(first)).isEqualTo(1);
                assertThat(keeper.recheck(second)).isEqualTo(2);
            }
        }
    }

    @Test
    void fourOfAllKinds_twoLoseNothingAndNobodyDisturbsAnother() {
        try (Producer producer = new MappedProducer(video);
                MappedConsumer mapped = new MappedConsumer(video);
                Consumer reading = new ReadingConsumer(video);
                MappedConsumer slow = new MappedConsumer(video, 3);
                MappedConsumer frozen = new MappedConsumer(video)) {
            producer.send(1);
            Held kept = frozen.hold();
            for (int number = 2; number <= FRAMES; number++) {
                mapped.receive();
                reading.receive();
                assertThat(producer.send(number)).isPositive();
                assertThat(frozen.recheck(kept)).isEqualTo(1);
                if (number % SLOWNESS == 0) {
                    assertThat(slow.receive().number()).isLessThanOrEqualTo(number);
                }
            }
            assertThat(mapped.receive().number()).isEqualTo(FRAMES);
            assertThat(reading.receive().number()).isEqualTo(FRAMES);
        }
    }

    @Test
    void fourAtTheirOwnPace_eachSeesWholeFramesInOrder() {
        try (Producer producer = new MappedProducer(video)) {
            List<CompletableFuture<List<Integer>>> consumers = Stream.of(0, 5, 20, 60)
                    .map(millis -> startConsumer(Duration.ofMillis(millis)))
                    .toList();
            try (Pump pump = Pump.start(producer, FRAMES, Duration.ofMillis(15))) {
                assertThat(pump).isNotNull();
                for (CompletableFuture<List<Integer>> consumer : consumers) {
                    assertThat(consumer.orTimeout(90, TimeUnit.SECONDS).join())
                            .isSorted()
                            .doesNotHaveDuplicates()
                            .hasSizeGreaterThan(2)
                            .endsWith(FRAMES);
                }
            }
        }
    }

    /** One that keeps each frame for a while, looks at it again, and ends with the last. */
    private CompletableFuture<List<Integer>> startConsumer(Duration keeps) {
        MappedConsumer consumer = new MappedConsumer(video);
        return Background.start(() -> {
            try (consumer) {
                List<Integer> numbers = new ArrayList<>();
                while (numbers.isEmpty() || numbers.get(numbers.size() - 1) < FRAMES) {
                    Held held = consumer.hold();
                    LockSupport.parkNanos(keeps.toNanos());
                    numbers.add(consumer.recheck(held));
                    consumer.requeue(held.index());
                }
                return numbers;
            }
        });
    }

    @Test
    void oneComesLate_itGetsTheNewestFrameAtOnce() {
        try (Producer producer = new MappedProducer(video);
                MappedConsumer early = new MappedConsumer(video)) {
            producer.send(1);
            early.receive();
            producer.send(2);
            try (Consumer late = new MappedConsumer(video)) {
                assertThat(late.receive().number()).isEqualTo(2);
                assertThat(late.poll(Duration.ZERO)).isEqualTo(Optional.empty());
            }
        }
    }
}
