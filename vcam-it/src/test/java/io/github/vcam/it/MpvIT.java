// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.MappedConsumer;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.RunningProgram;
import io.github.vcam.it.support.StampedVideo;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** mpv, which may crash at its end, with frames still mapped: a fault of its own, on which nobody else may depend. */
@Tag("clients")
class MpvIT {
    private static final long PAUSE_NANOS = 60_000_000;

    private final StampedVideo video = Camera.video();

    @Test
    void itPlaysAndEndsAsItMay_theCameraGoesOn() {
        try (Producer producer = new MappedProducer(video);
                RunningProgram mpv = RunningProgram.start(
                        "mpv", "--no-config", "--vo=null", "--frames=10", "--untimed", "av://v4l2:" + Camera.path())) {
            int number = 1;
            for (; mpv.isAlive(); number++) {
                producer.send(number);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            assertThat(mpv.output())
                    .contains("VO: [null] " + video.format().size())
                    .doesNotContain("Failed to open");
            try (MappedConsumer consumer = new MappedConsumer(video)) {
                producer.send(number);
                assertThat(consumer.poll(Duration.ofSeconds(20))).isPresent();
            }
        }
    }
}
