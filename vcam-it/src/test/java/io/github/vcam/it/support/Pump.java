// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends numbered frames on a thread of its own. Closing waits for its end and passes on what went wrong. */
public final class Pump implements AutoCloseable {
    private final CompletableFuture<Integer> end;

    private Pump(CompletableFuture<Integer> end) {
        this.end = end;
    }

    /** Frames 1 to {@code count}, one per {@code pause}. */
    public static Pump start(Producer producer, int count, Duration pause) {
        return new Pump(Background.start(() -> {
            for (int number = 1; number <= count; number++) {
                producer.send(number);
                LockSupport.parkNanos(pause.toNanos());
            }
            return count;
        }));
    }

    @Override
    public void close() {
        end.orTimeout(Consumer.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
