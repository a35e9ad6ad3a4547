// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import java.util.concurrent.locks.LockSupport;

/** A producer in a process of its own, for tests that kill it: {@code Victim WRITE|MMAP first-number}. */
public final class Victim {
    private static final long PAUSE_NANOS = 30_000_000;

    private Victim() {}

    public static void main(String[] arguments) {
        int number = Integer.parseInt(arguments[1]);
        try (Producer producer = ProducerMethod.valueOf(arguments[0]).open(Camera.video())) {
            while (!Thread.interrupted()) {
                producer.send(number);
                number++;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
