// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The program that has started already and waits for what it shall do; one at a time. It says a line feed when it is
 * ready, takes its order as words on standard input, and says another one when that was a rehearsal. Until it is taken it
 * gives way to all else. Safe for use by several threads.
 */
final class Standbys {
    private static final String BUSYBOX = "/run/vcam/busybox";

    /** A session of its own is a group of its own for the scheduler, whose weight can be set. */
    private static final List<String> ASIDE = List.of(
            BUSYBOX, "setsid", BUSYBOX, "sh", "-c", "echo 19 2>/dev/null >/proc/self/autogroup; exec \"$@\"", "sh");

    private final List<String> front;
    private @Nullable Waiting waiting;

    /** What makes two programs the same. */
    private record Kind(List<String> program, Map<String, String> environment, String directory) {
        static Kind of(CommandRequest request) {
            return new Kind(request.argv().subList(0, request.standby()), request.environment(), request.directory());
        }
    }

    /** One of them. */
    static final class Waiting {
        private final Kind kind;
        private final Process process;
        private int owed = 1; // line feeds

        private Waiting(Kind kind, Process process) {
            this.kind = kind;
            this.process = process;
        }

        Process process() {
            return process;
        }

        /**
         * Gives it its order, as soon as it is ready. What it says from then on belongs to the order.
         *
         * @throws IOException when it has ended
         */
        void order(CommandRequest request) throws IOException {
            skipLines();
            List<String> words =
                    request.argv().subList(request.standby(), request.argv().size());
            DataOutputStream stdin = new DataOutputStream(process.getOutputStream());
            CommandRequest.writeWords(stdin, words);
            stdin.flush();
        }

        private void skipLines() throws IOException {
            InputStream stdout = process.getInputStream();
            while (owed > 0) {
                int next = stdout.read();
                if (next < 0) {
                    throw new IOException("the program that waited has ended");
                }
                owed -= next == '\n' ? 1 : 0;
            }
        }
    }

    Standbys() {
        this(ASIDE);
    }

    /** @param front the words before a program that starts aside */
    Standbys(List<String> front) {
        this.front = front;
    }

    /** The program that waits for a command like this one; nobody else gets it. Empty: there is none. */
    synchronized Optional<Waiting> take(CommandRequest request) {
        Waiting taken = waiting;
        if (taken == null || !taken.kind.equals(Kind.of(request)) || !taken.process.isAlive()) {
            return Optional.empty();
        }
        waiting = null;
        try {
            Files.writeString(Path.of("/proc/" + taken.process.pid() + "/autogroup"), "0");
        } catch (IOException e) {
            return Optional.of(taken); // a kernel without such groups
        }
        return Optional.of(taken);
    }

    /** Lets one wait for the next command like this one, where none does. Returns at once. */
    synchronized void renew(CommandRequest request) {
        Kind kind = Kind.of(request);
        Waiting now = waiting;
        if (now != null && now.process.isAlive() && now.kind.equals(kind)) {
            return;
        }
        if (now != null) {
            now.process.destroyForcibly();
        }
        try {
            waiting = new Waiting(kind, start(kind));
        } catch (IOException e) {
            waiting = null; // the next command starts it, and says why it cannot
        }
    }

    /** Lets the program that waits do something, to be quicker later, and waits until it has. */
    void rehearse(CommandRequest request) throws IOException {
        renew(request);
        Waiting now;
        synchronized (this) {
            now = waiting;
        }
        if (now == null) {
            throw new IOException("it does not start");
        }
        now.order(request);
        now.owed++;
        now.skipLines();
    }

    private Process start(Kind kind) throws IOException {
        List<String> line = new ArrayList<>(front);
        line.addAll(kind.program());
        ProcessBuilder builder = new ProcessBuilder(line).directory(GuestProcess.directory(kind.directory()));
        builder.environment().putAll(kind.environment());
        return builder.start();
    }
}
