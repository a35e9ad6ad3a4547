// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.console;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A line now and then, for logs. */
final class LineProgress implements Progress {
    private static final long PERIOD = Duration.ofSeconds(10).toNanos();

    private final String unit;
    private final Consumer<String> out;
    private final LongSupplier nanoTime;
    private boolean begun;
    private long last;

    LineProgress(String unit, Consumer<String> out, LongSupplier nanoTime) {
        this.unit = unit;
        this.out = out;
        this.nanoTime = nanoTime;
    }

    @Override
    public void show(long done, long total, String note) {
        long now = nanoTime.getAsLong();
        if (!begun) { // what went before, such as a machine's start, is not its progress
            begun = true;
            last = now;
        }
        if (now - last < PERIOD) {
            return;
        }
        last = now;
        String of = total > 0 ? " of " + total : "";
        out.accept(done + of + " " + unit + (note.isEmpty() ? "" : ", " + note));
    }

    @Override
    public void close() {
        // nothing is open
    }
}
