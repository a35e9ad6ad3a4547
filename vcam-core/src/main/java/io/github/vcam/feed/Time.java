// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * A clock and the way to let its time pass, both in nanoseconds.
 *
 * @param sleeper may return early, as when the thread is interrupted
 */
record Time(LongSupplier clock, LongConsumer sleeper) {
    /** This machine's, which never goes back. */
    static final Time REAL = new Time(System::nanoTime, LockSupport::parkNanos);

    long now() {
        return clock.getAsLong();
    }
}
