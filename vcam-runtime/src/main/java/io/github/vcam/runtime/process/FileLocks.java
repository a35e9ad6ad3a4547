// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * Locks by file among processes, and among threads and class loaders of this one. A lock dies with its process; its
 * file stays.
 */
public final class FileLocks {
    private FileLocks() {}

    /** The lock, held until the channel is closed, or empty while somebody else has it. */
    public static Optional<FileChannel> tryLock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            held = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            held = false; // this very process has it
        } finally {
            if (!held) {
                channel.close();
            }
        }
        return held ? Optional.of(channel) : Optional.empty();
    }

    /** The same, waiting for at most the given time. */
    public static Optional<FileChannel> lock(Path file, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<FileChannel> lock = tryLock(file);
        while (lock.isEmpty() && System.nanoTime() - deadline < 0 && Pause.of(Duration.ofMillis(100))) {
            lock = tryLock(file);
        }
        return lock;
    }
}
