// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerEventTest {
    @Test
    void everyEvent_survivesTheJourney() {
        for (WorkerEvent event : List.of(
                new WorkerEvent.Started("/dev/video10", "YUYV 640x360", "mmap", "30", 317),
                new WorkerEvent.Watched(true),
                new WorkerEvent.Progress(1, 2, 3, 29.97, 150),
                new WorkerEvent.Ended(150, 0, 1, 30, 5, List.of("input ends early [VCAM-105]")),
                new WorkerEvent.Failed("VCAM-301", "there is no \"camera\"\nhere"))) {
            assertThat(event.toJson()).doesNotContain("\n");
            assertThat(WorkerEvent.fromJson(event.toJson())).contains(event);
        }
    }

    @Test
    void lineIsNoneOfOurs_itIsNotAnEvent() {
        assertThat(WorkerEvent.fromJson("OpenJDK warning: …")).isEmpty();
        assertThat(WorkerEvent.fromJson("{\"type\":\"other\"}")).isEmpty();
        assertThat(WorkerEvent.fromJson("{}")).isEmpty();
        assertThat(WorkerEvent.fromJson("")).isEmpty();
    }

    @Test
    void order_survivesTheJourney() {
        FeedRequest order = FeedRequest.of("/a b.mp4", "/dev/video10")
                .withSize(FrameSize.of("640x360"))
                .withFormat(PixelFormat.YUYV)
                .withRate(FrameRate.of("29.97"))
                .withLoop(true)
                .withOnDemand(true)
                .withDuration(Duration.ofMillis(2500));
        assertThat(WorkerEvent.GSON.fromJson(WorkerEvent.GSON.toJson(order), FeedRequest.class))
                .isEqualTo(order);
    }

    @Test
    void bodyFails_statusAndLastLineTellHow() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = WorkerProcess.status(
                print -> {
                    throw new VcamException(CoreError.DEVICE_ABSENT, "no such node");
                },
                new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(status).isEqualTo(1);
        assertThat(WorkerEvent.fromJson(out.toString(StandardCharsets.UTF_8)))
                .contains(new WorkerEvent.Failed("VCAM-301", "no such node [VCAM-301]"));
    }
}
