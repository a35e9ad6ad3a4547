// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Knows for how long no command ran. Reads the hardware clock, which follows the host's time, because a guest that
 * counts instructions has a clock of its own that runs ahead while it is idle. Safe for use by several threads.
 */
final class IdleClock {
    private static final Path HARDWARE_CLOCK = Path.of("/sys/class/rtc/rtc0/since_epoch");

    private final LongSupplier clock;
    private int running;
    private long idleSince;

    IdleClock() {
        this(IdleClock::hardwareSeconds);
    }

    /** Over another clock, in seconds. */
    IdleClock(LongSupplier clock) {
        this.clock = clock;
        this.idleSince = clock.getAsLong();
    }

    synchronized void commandBegins() {
        running++;
    }

    synchronized void commandEnds() {
        running--;
        idleSince = clock.getAsLong();
    }

    synchronized Duration idleFor() {
        return running > 0 ? Duration.ZERO : Duration.ofSeconds(Math.max(0, clock.getAsLong() - idleSince));
    }

    private static long hardwareSeconds() {
        try {
            return Long.parseLong(Files.readString(HARDWARE_CLOCK).strip());
        } catch (IOException | NumberFormatException e) {
            return System.nanoTime() / 1_000_000_000L;
        }
    }
}
