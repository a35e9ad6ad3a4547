// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Runs the host's commands inside the guest, one at a time on each virtio-serial port, and ends when none came for the
 * idle time; the guest then powers off. Arguments: a file that says the idle time in seconds (0: never ends); it is read again
 * and again, for a guest that was saved may go on with another one.
 */
public final class GuestAgent {
    private static final Path PORTS = Path.of("/sys/class/virtio-ports");

    private GuestAgent() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        startProgramsQuickly();
        Path limitFile = Path.of(arguments[0]);
        IdleClock idle = new IdleClock();
        Standbys standbys = new Standbys();
        Doorman doorman = new Doorman();
        int ports = 0;
        try (DirectoryStream<Path> nodes = Files.newDirectoryStream(PORTS)) {
            for (Path node : nodes) {
                String name = Files.readString(node.resolve("name")).strip();
                if (name.startsWith("vcam") && serve(name, node, idle, standbys, doorman)) {
                    ports++;
                }
            }
        }
        System.err.println("vcam agent: " + ports + " ports");
        Duration idleLimit;
        do {
            doorman.relieve();
            Thread.sleep(1000);
            idleLimit = Duration.ofSeconds(
                    Long.parseLong(Files.readString(limitFile).strip()));
        } while (idleLimit.isZero() || idle.idleFor().compareTo(idleLimit) < 0);
        System.err.println("vcam agent: idle for " + idleLimit.toSeconds() + " s");
    }

    /** Begins to serve a port; whether it could be opened. */
    private static boolean serve(String name, Path node, IdleClock idle, Standbys standbys, Doorman doorman) {
        try {
            PortLoop loop = new PortLoop(name, Path.of("/dev").resolve(fileName(node)), idle, standbys, doorman);
            Thread thread = new Thread(loop, name);
            thread.setDaemon(true);
            thread.start();
            return true;
        } catch (IOException e) {
            System.err.println("vcam agent: " + name + ": " + e);
            return false;
        }
    }

    /** A program starts in half the time without the helper that Java puts before it; later Javas may know no other way. */
    private static void startProgramsQuickly() {
        if (Runtime.version().feature() < 26) {
            System.setProperty("jdk.lang.Process.launchMechanism", "VFORK");
        }
    }

    private static String fileName(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
