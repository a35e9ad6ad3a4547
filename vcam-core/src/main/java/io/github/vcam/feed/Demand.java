// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import io.github.vcam.producer.CameraOutput;
import io.github.vcam.v4l2.ConsumerWatch;
import org.jspecify.annotations.Nullable;

/**
 * Whether frames are wanted: always, or while programs take some and a moment longer, because browsers close a camera and
 * open it again when a page changes its mind. For the feed's thread.
 */
final class Demand {
    private static final long GRACE_NANOS = 2_000_000_000L;

    private final Time time;
    private @Nullable ConsumerWatch watch;
    private boolean seen;
    private long lastSeen;

    private Demand(Time time) {
        this.time = time;
    }

    /** Frames are always wanted. */
    static Demand always(Time time) {
        return new Demand(time);
    }

    /** As programs take frames from this output, where its driver tells; else frames are always wanted. */
    static Demand of(CameraOutput output, Time time) {
        Demand demand = new Demand(time);
        demand.watch = output.watchConsumers(demand::wake).orElse(null);
        return demand;
    }

    /** Whether it ever says no. */
    boolean isKnown() {
        return watch != null;
    }

    boolean isThere() {
        if (watch == null) {
            return true;
        }
        long now = time.now();
        if (watch.isWatched()) {
            seen = true;
            lastSeen = now;
            return true;
        }
        return seen && now - lastSeen < GRACE_NANOS;
    }

    /** Waits until somebody takes frames; false after so many nanoseconds, and when interrupted (flag kept). */
    synchronized boolean await(long limit) {
        long begin = System.nanoTime();
        try {
            while (watch != null && !watch.isWatched()) {
                long left = limit - (System.nanoTime() - begin);
                if (left <= 0) {
                    return false;
                }
                wait(left / 1_000_000 + 1);
            }
            seen = true;
            lastSeen = time.now();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized void wake() {
        notifyAll();
    }
}
