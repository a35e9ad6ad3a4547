// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A process that cannot be mistaken for another: process ids come again, after a boot at the latest.
 *
 * @param pid its id
 * @param startTicks when it started, in clock ticks since the boot
 * @param bootId which boot of the machine
 */
public record ProcessIdentity(long pid, long startTicks, String bootId) {
    private static final int START_TIME = 22 - 3; // field of /proc/pid/stat, counted behind the program's name

    public static Optional<ProcessIdentity> of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            if (fields[0].equals("Z")) {
                return Optional.empty();
            }
            String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
            return Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[START_TIME]), boot.strip()));
        } catch (IOException | NumberFormatException | StringIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    public boolean isAlive() {
        // equals() of a record is made when it is first called, which takes longer than all of a status
        return of(pid).filter(now -> now.startTicks == startTicks && now.bootId.equals(bootId))
                .isPresent();
    }

    /** Kills it, if it is still itself, and waits a moment for its end. */
    public void kill() {
        if (isAlive()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            awaitEnd(Duration.ofSeconds(5));
        }
    }

    /** Whether it ended within the time; an interruption ends the wait and keeps the flag. */
    public boolean awaitEnd(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (isAlive()) {
            if (System.nanoTime() - deadline > 0 || !Pause.of(Duration.ofMillis(20))) {
                return !isAlive();
            }
        }
        return true;
    }
}
