// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The programs that wait for what they shall do, two at most. A new one gives way to all else until it is taken. Safe for
 * use by several threads.
 */
final class Standbys {
    private static final int MOST = 2;
    private static final String BUSYBOX = "/run/vcam/busybox";

    /** A session of its own is a group of its own for the scheduler, whose weight can be set; {@link Standby#hurry} undoes it. */
    private static final List<String> ASIDE = List.of(
            BUSYBOX, "setsid", BUSYBOX, "sh", "-c", "echo 19 2>/dev/null >/proc/self/autogroup; exec \"$@\"", "sh");

    private final List<String> front;
    private final Deque<Standby> waiting = new ArrayDeque<>(); // the one that has done most comes first

    Standbys() {
        this(ASIDE);
    }

    /** @param front the words before a program that starts aside */
    Standbys(List<String> front) {
        this.front = front;
    }

    /** A program that waits for a command like this one, or a new one; nobody else gets it. */
    Standby take(CommandRequest request) throws IOException {
        Standby taken = poll(Standby.Kind.of(request));
        taken.hurry();
        return taken;
    }

    private synchronized Standby poll(Standby.Kind kind) throws IOException {
        keepOnly(kind);
        Standby taken = waiting.poll();
        return taken == null ? Standby.start(List.of(), kind) : taken;
    }

    /** Lets it wait for the next order, if enough others do not. */
    synchronized void giveBack(Standby standby) {
        if (standby.mayGoOn() && waiting.size() < MOST) {
            waiting.addFirst(standby);
        } else {
            standby.process().destroyForcibly();
        }
    }

    /** Lets one wait for the next command like this one, where none does. Returns at once. */
    synchronized void renew(CommandRequest request) {
        Standby.Kind kind = Standby.Kind.of(request);
        keepOnly(kind);
        if (waiting.isEmpty()) {
            try {
                waiting.add(Standby.start(front, kind));
            } catch (IOException e) {
                return; // the next command starts it, and says why it cannot
            }
        }
    }

    private void keepOnly(Standby.Kind kind) {
        waiting.removeIf(standby -> {
            boolean goes = !standby.isOf(kind) || !standby.mayGoOn();
            if (goes) {
                standby.process().destroyForcibly();
            }
            return goes;
        });
    }
}
