// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * Where a VM's sockets are: a short path, for the kernel allows 107 bytes, and closed to other users, for who reaches a
 * socket is root in the guest.
 */
record RuntimeDirectory(Path path) {
    /** Command ports of every guest; the first one is for the start alone. */
    static final int PORTS = 14;

    static final int FIRST_COMMAND_PORT = 1;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    static RuntimeDirectory forState(Path state) {
        String configured = System.getenv("XDG_RUNTIME_DIR");
        Path base = configured == null || configured.isEmpty() || !Files.isWritable(Path.of(configured))
                ? Path.of("/tmp")
                : Path.of(configured);
        String user = System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9_-]", "_");
        return new RuntimeDirectory(base.resolve("vcam-" + user + "-" + hash(state)));
    }

    /** Makes it, empty. */
    void create() throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            boolean ours = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName().equals(System.getProperty("user.name"))
                    && Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)
                            .equals(OWNER_ONLY);
            if (!ours) {
                throw new IOException(path + " exists and is not a directory of this user alone; remove it");
            }
            for (int port = 0; port < PORTS; port++) {
                Files.deleteIfExists(socket(port));
            }
            Files.deleteIfExists(monitor());
        } else {
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
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

    private static String hash(Path state) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(state.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
