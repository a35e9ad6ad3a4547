// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.place.FakeMachine;
import io.github.vcam.runtime.process.CommandResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceStoryTest {
    /** As 6.1 printed it, one consumer fast and one slow. */
    private static final String RECORDED = """
        # tracer: nop
        #
        #           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION
        #              | |         |   |||||     |         |
               loopbench-102     [000] .....     2.742802: loopback_queue: video_nr=10 index=-1 memory=write bytesused=6144 timestamp=2885556304 opener=3 pid=102
               loopbench-102     [000] ...1.     2.742804: loopback_publish: video_nr=10 sequence=5 slot=0 bytesused=6144 timestamp=2885556304
               my-cam 2-103     [000] .....     2.742810: loopback_deliver: video_nr=10 sequence=5 slot=0 index=1 how=aligned latency_ns=6569 opener=5 pid=103
               my-cam 2-103     [000] ...1.     2.747868: loopback_release: video_nr=10 sequence=5 slot=0 held_ns=5063463 opener=5 pid=103
               loopbench-104     [001] ...1.     2.762892: loopback_drop: video_nr=10 sequence=4 count=2 why=not-read opener=4 pid=104
               loopbench-104     [001] .....     2.762893: loopback_deliver: video_nr=10 sequence=6 slot=1 index=-1 how=copied latency_ns=0 opener=4 pid=104
        CPU:0 [LOST 17 EVENTS]
           <idle>-0       [000] d.h..     2.800000: sched_wakeup: comm=cat
               loopbench-102     [000] ...1.     2.900000: loopback_drop: video_nr=10 sequence=7 count=1 why=no-buffer-queued opener=5 pid=103
               loopbench-102     [000] ...1.     2.910000: loopback_drop: video_nr=10 sequence=0 count=1 why=no-free-slot opener=3 pid=102
        """;

    @Test
    void recordedLines_areToldOneByOne() {
        TraceStory story = new TraceStory();
        assertThat(RECORDED.lines().flatMap(line -> story.tell(line).stream()))
                .containsExactly(
                        "2.742802  video10  queue    loopbench (pid 102, opener 3): by write, 6144 bytes",
                        "2.742804  video10  publish  #5  slot 0, 6144 bytes",
                        "2.742810  video10  deliver  #5  my-cam 2 (pid 103, opener 5): aligned, buffer 1, 0.007 ms"
                                + " after publish",
                        "2.747868  video10  release  #5  my-cam 2 (pid 103, opener 5), 5.063 ms held",
                        "2.762892  video10  drop     #4-#5  ? (pid 104, opener 4): not read",
                        "2.762893  video10  deliver  #6  loopbench (pid 104, opener 4): copied by read()",
                        "17 events are lost: they came faster than they could be read",
                        "2.900000  video10  drop     #7  my-cam 2 (pid 103, opener 5): no buffer queued",
                        "2.910000  video10  drop     1 never published  loopbench (pid 102, opener 3): no free slot");
        assertThat(story.summary()).isEqualTo("1 frames published, 2 delivered, 4 dropped; 17 events lost");
    }

    @Test
    void event_hasItsFields() {
        TraceEvent event = TraceEvent.parse(
                        "  a b-c-12  (     12) [001] d..1.  1.000002: loopback_release: video_nr=10 sequence=5"
                                + " held_ns=7")
                .orElseThrow();
        assertThat(event.task()).isEqualTo("a b-c");
        assertThat(event.time()).isEqualTo("1.000002");
        assertThat(event.name()).isEqualTo("release");
        assertThat(event.number("held_ns")).isEqualTo(7);
        assertThat(event.field("how")).isEmpty();
    }

    @Test
    void follow_printsAsLinesCome() {
        List<String> lines = new ArrayList<>();
        FakeMachine target = new FakeMachine(command -> {
            assertThat(command.privileged()).isTrue();
            assertThat(command.argv()).endsWith("3");
            return FakeMachine.said(RECORDED);
        });
        assertThat(new FrameTrace(target).follow(Optional.of(Duration.ofSeconds(3)), lines::add))
                .startsWith("1 frames published");
        assertThat(lines).hasSize(9);
    }

    @ParameterizedTest
    @CsvSource({"3,there is no tracefs", "4,not loaded", "5,does not let us", "1,exit status 1"})
    void kernelDoesNotTrace_failureSaysWhy(int status, String reason) {
        FakeMachine target = new FakeMachine(command -> new CommandResult(status, "", "mkdir: not permitted"));
        assertThatThrownBy(() -> new FrameTrace(target).follow(Optional.empty(), line -> {}))
                .isInstanceOf(VcamException.class)
                .hasMessageContaining(reason)
                .hasMessageEndingWith("[VCAM-507]");
    }
}
