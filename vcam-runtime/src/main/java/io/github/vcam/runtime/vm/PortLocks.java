// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.runtime.process.FileLocks;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The locks of all command ports of a guest: while they are held nobody uses it, and nobody can begin to. */
final class PortLocks implements AutoCloseable {
    private final List<FileLocks.Held> locks = new ArrayList<>();

    private PortLocks() {}

    /** Takes them, or none when a port is in use. A guest whose directory is gone has no ports any more. */
    static Optional<PortLocks> takeAll(RuntimeDirectory runtime) throws IOException {
        PortLocks all = new PortLocks();
        boolean taken = false;
        try {
            taken = !Files.isDirectory(runtime.path()) || all.take(runtime);
            return taken ? Optional.of(all) : Optional.empty();
        } finally {
            if (!taken) {
                all.close();
            }
        }
    }

    private boolean take(RuntimeDirectory runtime) throws IOException {
        for (int port = RuntimeDirectory.FIRST_COMMAND_PORT; port < RuntimeDirectory.PORTS; port++) {
            Optional<FileLocks.Held> lock = FileLocks.tryLock(runtime.lock(port));
            if (lock.isEmpty()) {
                return false;
            }
            locks.add(lock.get());
        }
        return true;
    }

    boolean isHeld() {
        return locks.stream().allMatch(FileLocks.Held::isOpen);
    }

    @Override
    public void close() throws IOException {
        for (FileLocks.Held lock : locks) {
            lock.close();
        }
    }
}
