// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Locks by file among processes, and among threads and class loaders of this one. A lock dies with its process; its
 * file stays.
 *
 * <p>Linux takes a file's locks from a process as soon as it closes any descriptor of that file. So nobody here opens a file
 * that is locked here: which ones those are, all class loaders read in the system properties.
 */
public final class FileLocks {
    private static final String PROPERTY = "io.github.vcam.locked:";

    private FileLocks() {}

    /** A lock that somebody here has until they close it. Safe for use by several threads. */
    public static final class Held implements Closeable {
        private final String property;
        private final FileChannel channel;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Held(String property, FileChannel channel) {
            this.property = property;
            this.channel = channel;
        }

        /** Whether it was not closed yet. */
        public boolean isOpen() {
            return open.get();
        }

        /** Gives it back. */
        @Override
        public void close() throws IOException {
            if (open.getAndSet(false)) {
                try {
                    channel.close();
                } finally {
                    System.clearProperty(property);
                }
            }
        }
    }

    /** The lock, or empty while somebody else has it. */
    public static Optional<Held> tryLock(Path file) throws IOException {
        String property = PROPERTY + directory(file).toRealPath().resolve(file.getFileName());
        if (System.getProperties().putIfAbsent(property, "") != null) {
            return Optional.empty(); // this very process has it
        }
        Optional<Held> lock = Optional.empty();
        try {
            lock = lockOf(property, file);
            return lock;
        } finally {
            if (lock.isEmpty()) {
                System.clearProperty(property);
            }
        }
    }

    private static Path directory(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(file + " is no file that can be locked");
        }
        return directory;
    }

    private static Optional<Held> lockOf(String property, Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            held = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            held = false; // somebody here who does not ask
        } finally {
            if (!held) {
                channel.close();
            }
        }
        return held ? Optional.of(new Held(property, channel)) : Optional.empty();
    }

    /** The same, waiting for at most the given time. */
    public static Optional<Held> lock(Path file, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<Held> lock = tryLock(file);
        while (lock.isEmpty() && System.nanoTime() - deadline < 0 && Pause.of(Duration.ofMillis(100))) {
            lock = tryLock(file);
        }
        return lock;
    }
}
