// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandStreams;
import io.github.vcam.runtime.process.LastLines;
import io.github.vcam.runtime.process.LineStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A named pipe in the place with the camera that has the bytes of a stream of this program. The pipe goes when somebody has
 * opened it. Safe for use by several threads.
 */
final class HandedInput implements AutoCloseable {
    private static final Duration NO_LIMIT = Duration.ofDays(365);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String TAKEN = "taken";

    /** Opening the pipe waits for whoever reads it. */
    private static final String SCRIPT = "d=$(mktemp -d \"${TMPDIR:-/tmp}/vcam.XXXXXX\") && mkfifo -m 600 \"$d/input\""
            + " && echo \"$d/input\" && exec 3>\"$d/input\" && rm -r \"$d\" && echo " + TAKEN + " && exec cat >&3";

    private final Machine place;
    private final CompletableFuture<String> path = new CompletableFuture<>();
    private final LastLines errors = new LastLines();
    private final Thread thread;
    private volatile boolean taken;

    private HandedInput(Machine place, InputStream bytes) {
        this.place = place;
        this.thread = new Thread(() -> run(bytes), "vcam hands its input over");
        thread.setDaemon(true);
        thread.start();
    }

    /** Begins to hand bytes over; whoever gave them closes them. */
    static HandedInput start(Machine place, InputStream bytes) {
        return new HandedInput(place, bytes);
    }

    private void run(InputStream bytes) {
        try (LineStream said = new LineStream(this::follow);
                LineStream complaints = new LineStream(errors::add)) {
            place.executor()
                    .execute(
                            Command.of("sh", "-c", SCRIPT).within(NO_LIMIT),
                            new CommandStreams(bytes, said, complaints));
            path.completeExceptionally(new IllegalStateException(errors.toString()));
        } catch (RuntimeException e) {
            path.completeExceptionally(e);
        }
    }

    private void follow(String line) {
        if (line.equals(TAKEN)) {
            taken = true;
        } else {
            path.complete(line);
        }
    }

    /** The pipe's name there; fails when there is none. */
    String path() {
        try {
            return path.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e);
        }
    }

    private VcamException failure(Exception cause) {
        return new VcamException(
                RuntimeError.PROGRAM_FAILED,
                "making a pipe in " + place.description() + " for the input: " + cause.getMessage(),
                cause);
    }

    /** Ends it, and takes the pipe away where nobody opened it. */
    @Override
    public void close() {
        thread.interrupt();
        String left = path.getNow("");
        if (!taken && !left.isEmpty()) {
            place.executor()
                    .run(Command.of("rm", "-rf", String.valueOf(Path.of(left).getParent()))
                            .within(LIMIT));
        }
    }
}
