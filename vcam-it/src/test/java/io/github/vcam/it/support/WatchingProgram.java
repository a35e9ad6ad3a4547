// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Somebody else's program that watches the camera until it has seen enough. */
public final class WatchingProgram {
    private static final long PAUSE_NANOS = 40_000_000;

    private WatchingProgram() {}

    /** Runs it to its end while frames come; it has to succeed. Returns what it said. */
    public static String run(StampedVideo video, String... argv) {
        try (Producer producer = new MappedProducer(video);
                RunningProgram program = RunningProgram.start(argv)) {
            long deadline = System.nanoTime() + RunningProgram.PATIENCE.toNanos();
            for (int number = 1; program.isAlive() && System.nanoTime() - deadline < 0; number++) {
                producer.send(number);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            assertThat(program.awaitExit(Duration.ofSeconds(1)))
                    .as(program.output())
                    .isZero();
            return program.output();
        }
    }
}
