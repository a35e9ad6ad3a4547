// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.MappedConsumer;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.ReadingConsumer;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.it.support.StreamingConsumer.Held;
import io.github.vcam.it.support.Tracing;
import io.github.vcam.it.support.WritingProducer;
import io.github.vcam.runtime.kernel.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the trace events tell is what happened, frame by frame. The pool is a new one each time: frames count from 1. */
class TracepointsIT {
    private static final int FRAMES = 30;
    private static final int SLOWNESS = 7;
    private static final int PID = (int) ProcessHandle.current().pid();

    private final StampedVideo video = Camera.video();

    @Test
    void oneConsumerIsSlow_eventsTellWhatEachOfThemGotAndLost() {
        List<Long> slowGot = new ArrayList<>();
        List<TraceEvent> events;
        try (Producer producer = new MappedProducer(video);
                MappedConsumer fast = new MappedConsumer(video);
                MappedConsumer slow = new MappedConsumer(video, 2);
                Tracing tracing = Tracing.start()) {
            for (int number = 1; number <= FRAMES; number++) {
                producer.send(number);
                fast.receive();
                if (number % SLOWNESS == 0) {
                    slowGot.add((long) slow.receive().number());
                }
            }
            events = tracing.stop();
        }
        assertThat(of(events, "queue"))
                .hasSize(FRAMES)
                .allMatch(queue -> queue.field("memory").equals("mmap"));
        assertThat(sequences(of(events, "publish"))).isEqualTo(upTo(FRAMES));

        List<TraceEvent> ofFast = mostDelivered(events);
        assertThat(sequences(of(ofFast, "deliver"))).isEqualTo(upTo(FRAMES));
        assertThat(sequences(of(ofFast, "release"))).isEqualTo(upTo(FRAMES));
        assertThat(of(ofFast, "drop")).isEmpty();

        List<TraceEvent> ofSlow = events.stream()
                .filter(event ->
                        event.fields().containsKey("opener") && !event.name().equals("queue"))
                .filter(event -> !ofFast.contains(event))
                .toList();
        assertThat(sequences(of(ofSlow, "deliver"))).isEqualTo(slowGot);
        assertThat(sequences(of(ofSlow, "release"))).isEqualTo(slowGot);
        long newest = of(ofSlow, "drop").stream()
                .mapToLong(drop -> drop.number("sequence") + drop.number("count"))
                .max()
                .orElseThrow();
        // got, lost, or got but not dequeued yet: no frame between is untold, and none is told twice
        assertThat(lost(ofSlow)).isNotEmpty().doesNotContainAnyElementsOf(slowGot);
        assertThat(Stream.concat(lost(ofSlow).stream(), slowGot.stream()).distinct())
                .hasSize(lost(ofSlow).size() + slowGot.size())
                .containsAll(upTo(newest).stream()
                        .filter(each -> each <= slowGot.get(slowGot.size() - 1))
                        .toList());
        assertThat(of(ofSlow, "drop")).allMatch(drop -> drop.field("why").equals("no-buffer-queued"));
    }

    @Test
    void framesAreDelivered_eventsTellHowAndToWhomAndHowLongItTook() {
        List<TraceEvent> events;
        try (Producer producer = new WritingProducer(video);
                Consumer mapped = new MappedConsumer(video);
                Consumer reading = new ReadingConsumer(video);
                Tracing tracing = Tracing.start()) {
            for (int number = 1; number <= FRAMES; number++) {
                producer.send(number);
                mapped.receive();
                reading.receive();
            }
            events = tracing.stop();
        }
        assertThat(of(events, "queue"))
                .hasSize(FRAMES)
                .allMatch(queue -> queue.field("memory").equals("write") && queue.number("index") == -1);
        assertThat(of(events, "deliver")).hasSize(2 * FRAMES).allSatisfy(deliver -> {
            assertThat(deliver.field("how").equals("copied")).isEqualTo(deliver.number("index") == -1);
            assertThat(deliver.number("pid")).isEqualTo(PID);
            assertThat(deliver.number("latency_ns")).isPositive();
        });
        assertThat(of(events, "deliver").stream().filter(deliver -> deliver.number("index") == -1))
                .hasSize(FRAMES);
        assertThat(of(events, "release")).hasSize(2 * FRAMES).allMatch(release -> release.number("held_ns") > 0);
        assertThat(of(events, "drop")).isEmpty();
        assertThat(of(events, "publish"))
                .allMatch(
                        publish -> publish.number("bytesused") == video.format().sizeImage());
    }

    @Test
    void readerSkipsFrames_eventsNameTheGap() {
        List<TraceEvent> events;
        try (Producer producer = new MappedProducer(video);
                Consumer reading = new ReadingConsumer(video);
                Tracing tracing = Tracing.start()) {
            producer.send(1);
            reading.receive();
            for (int number = 2; number <= 5; number++) {
                producer.send(number);
            }
            reading.receive();
            events = tracing.stop();
        }
        assertThat(sequences(of(events, "deliver"))).containsExactly(1L, 5L);
        assertThat(of(events, "drop")).hasSize(1);
        assertThat(lost(events)).containsExactly(2L, 3L, 4L);
        assertThat(of(events, "drop").get(0).field("why")).isEqualTo("not-read");
    }

    @Test
    void consumerKeepsTooMany_eventsSayThatThisIsWhyItLosesFrames() {
        List<TraceEvent> events;
        try (Producer producer = new MappedProducer(video);
                MappedConsumer keeper = new MappedConsumer(video);
                Tracing tracing = Tracing.start()) {
            for (int number = 1; number <= 2; number++) {
                producer.send(number);
                keeper.hold();
            }
            for (int number = 3; number <= 6; number++) {
                producer.send(number);
            }
            Held copied = keeper.hold();
            assertThat(copied.seen().number()).isEqualTo(6);
            events = tracing.stop();
        }
        assertThat(sequences(of(events, "deliver"))).containsExactly(1L, 2L, 6L);
        assertThat(of(events, "deliver").get(2).field("how")).isEqualTo("copied");
        assertThat(lost(events)).containsExactly(3L, 4L, 5L);
        assertThat(of(events, "drop").get(0).field("why")).isEqualTo("holds-too-many");
        // its slots are its own still, but for the one that was copied
        assertThat(sequences(of(events, "release"))).containsExactly(6L);
    }

    private static List<TraceEvent> of(List<TraceEvent> events, String name) {
        return events.stream().filter(event -> event.name().equals(name)).toList();
    }

    private static List<Long> sequences(List<TraceEvent> events) {
        return events.stream().map(event -> event.number("sequence")).toList();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static List<Long> lost(List<TraceEvent> events) {
        return of(events, "drop").stream()
                .flatMapToLong(drop ->
                        LongStream.range(drop.number("sequence"), drop.number("sequence") + drop.number("count")))
                .boxed()
                .toList();
    }

    /** The events of the consumer that got most. */
    private static List<TraceEvent> mostDelivered(List<TraceEvent> events) {
        List<String> openers = of(events, "deliver").stream()
                .map(event -> event.field("opener"))
                .distinct()
                .toList();
        assertThat(openers).hasSize(2);
        return openers.stream()
                .map(opener -> events.stream()
                        .filter(event -> event.field("opener").equals(opener))
                        .toList())
                .max((a, b) -> of(a, "deliver").size() - of(b, "deliver").size())
                .orElseThrow();
    }
}
