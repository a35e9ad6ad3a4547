// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.MappedConsumer;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.RunningProgram;
import io.github.vcam.it.support.StampedVideo;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Other people's programs and ours on one camera at the same time. */
class SeveralProgramsIT {
    private static final long PAUSE_NANOS = 40_000_000;

    private final StampedVideo video = Camera.video();

    @Test
    void oneFeed_ffmpegAndV4l2CtlAndAConsumerOfOursAllGetTheirFrames() {
        try (Producer producer = new MappedProducer(video);
                Consumer ours = new MappedConsumer(video);
                RunningProgram ffmpeg = RunningProgram.start(
                        "ffmpeg", "-f", "v4l2", "-i", Camera.path(), "-frames:v", "10", "-f", "framemd5", "-");
                RunningProgram v4l2ctl = RunningProgram.start(
                        "v4l2-ctl",
                        "-d",
                        Camera.path(),
                        "--stream-mmap",
                        "--stream-count=10",
                        "--stream-to=/dev/null")) {
            for (int number = 1; ffmpeg.isAlive() || v4l2ctl.isAlive(); number++) {
                producer.send(number);
                assertThat(ours.receive().number()).isEqualTo(number);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            assertThat(ffmpeg.awaitExit()).as(ffmpeg.output()).isZero();
            assertThat(ffmpeg.output().lines().filter(line -> line.startsWith("0,")))
                    .hasSize(10);
            assertThat(v4l2ctl.awaitExit()).as(v4l2ctl.output()).isZero();
        }
    }
}
