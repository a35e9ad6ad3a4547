// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows when a host program opens one of the ports that nobody has open. A port tells so only to who reads from it, so one
 * thread asks them all in turns, for a guest that does nothing shall cost little. Who reads from a port that is open but
 * silent waits; another thread then goes on with the rest, see {@link #relieve}. Safe for use by several threads.
 */
final class Doorman {
    private static final long BUSY_PAUSE_MILLIS = 10;
    private static final long IDLE_PAUSE_MILLIS = 50;
    private static final long BUSY_NANOS = 2_000_000_000L;
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    /** What somebody may come to. */
    interface Door {
        /** Whether somebody has come; waits while one is there who says nothing. */
        boolean isKnocked() throws IOException;

        /** Somebody has come; the door is not asked again before it is given back. */
        void open();
    }

    private final List<Door> closed = new ArrayList<>();
    private @Nullable Thread onDuty;
    private @Nullable Door asked;
    private long askedSince;
    private long opened = System.nanoTime();

    /** Asks at this door from now on. */
    synchronized void watch(Door door) {
        closed.add(door);
        notifyAll();
    }

    /** Begins, or sends another thread where the one on duty has waited at one door for a second. */
    synchronized void relieve() {
        boolean stuck = asked != null && System.nanoTime() - askedSince > PATIENCE_NANOS;
        if (onDuty == null || stuck) {
            asked = null;
            Thread next = new Thread(this::goRound, "doorman");
            next.setDaemon(true);
            onDuty = next;
            next.start();
        }
    }

    private void goRound() {
        try {
            while (true) {
                for (Door door : doors()) {
                    if (!ask(door)) {
                        return;
                    }
                }
                Thread.sleep(pause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Door> doors() throws InterruptedException {
        while (closed.isEmpty()) {
            wait();
        }
        return List.copyOf(closed);
    }

    private synchronized long pause() {
        return System.nanoTime() - opened < BUSY_NANOS ? BUSY_PAUSE_MILLIS : IDLE_PAUSE_MILLIS;
    }

    /** Whether the thread is still on duty. */
    private boolean ask(Door door) {
        synchronized (this) {
            if (onDuty != Thread.currentThread()) {
                return false;
            }
            closed.remove(door);
            asked = door;
            askedSince = System.nanoTime();
        }
        boolean knocked = isKnocked(door);
        synchronized (this) {
            boolean stays = onDuty == Thread.currentThread();
            if (stays) {
                asked = null;
            }
            if (knocked) {
                opened = System.nanoTime();
                door.open();
            } else {
                closed.add(door);
            }
            return stays;
        }
    }

    /** A port that cannot be read now may be later. */
    private static boolean isKnocked(Door door) {
        try {
            return door.isKnocked();
        } catch (IOException e) {
            return false;
        }
    }
}
