// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.runtime.file.Digest;
import io.github.vcam.runtime.file.DirectoryTree;
import io.github.vcam.runtime.process.ThisUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a VM's sockets are: a short path, for the kernel allows 107 bytes, and closed to other users, for who reaches a
 * socket is root in the guest.
 */
record RuntimeDirectory(Path path) {
    /** Command ports of every guest; the first one is for the start alone. */
    static final int PORTS = 14;

    static final int FIRST_COMMAND_PORT = 1;

    private static final int HASH_DIGITS = 12;

    static RuntimeDirectory forState(Path state) {
        String configured = System.getenv("XDG_RUNTIME_DIR");
        Path base = configured == null || configured.isEmpty() || !Files.isWritable(Path.of(configured))
                ? Path.of("/tmp")
                : Path.of(configured);
        String hash = Digest.of(state.toString().getBytes(StandardCharsets.UTF_8));
        return new RuntimeDirectory(base.resolve("vcam-" + ThisUser.uid() + "-" + hash.substring(0, HASH_DIGITS)));
    }

    /** Makes it, empty. */
    void create() throws IOException {
        if (!PrivateDirectory.make(path)) {
            for (int port = 0; port < PORTS; port++) {
                Files.deleteIfExists(socket(port));
            }
            Files.deleteIfExists(monitor());
        }
    }

    /** Removes it, with its locks, for nobody has a port of a guest that has ended; it stays for who just looks for one. */
    void remove() throws IOException {
        try {
            DirectoryTree.delete(path);
        } catch (DirectoryNotEmptyException e) {
            // a lock was made meanwhile
        }
    }

    Path socket(int port) {
        return path.resolve("p" + port);
    }

    Path lock(int port) {
        return path.resolve("p" + port + ".lock");
    }

    Path monitor() {
        return path.resolve("qmp");
    }

    /** The name by which the guest finds the port. */
    static String portName(int port) {
        return "vcam" + port;
    }
}
