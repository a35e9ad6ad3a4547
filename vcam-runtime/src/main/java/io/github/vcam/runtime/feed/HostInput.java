// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.CommandStreams;
import io.github.vcam.runtime.process.LastLines;
import io.github.vcam.runtime.process.LineStream;
import io.github.vcam.runtime.worker.HandOverOrder;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** An input that this machine alone can read, as bytes that are played elsewhere; a worker here reads it. */
final class HostInput implements AutoCloseable {
    private static final Duration NO_LIMIT = Duration.ofDays(365);
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final int BUFFER = 256 << 10;

    private final LifeLine life = new LifeLine();
    private final PipedInputStream bytes = new PipedInputStream(BUFFER);
    private final CompletableFuture<WorkerEvent> begun = new CompletableFuture<>();
    private final LastLines log = new LastLines();
    private final Thread thread;
    private final String input;
    /** What the worker may take, which waits for its input no longer than it was told to. */
    private final Duration limit;

    private final CompletableFuture<VcamException> failure = new CompletableFuture<>();

    private HostInput(WorkerLauncher here, HandOverOrder order) {
        this.input = order.input();
        Duration reconnect = order.access().reconnect();
        this.limit = reconnect == null ? START_LIMIT : START_LIMIT.plus(reconnect);
        this.thread = new Thread(() -> run(here, order), "vcam reads " + order.input());
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until the input is there, or fails as it does. */
    static HostInput open(WorkerLauncher here, HandOverOrder order) {
        HostInput input = new HostInput(here, order);
        boolean open = false;
        try {
            input.begun();
            open = true;
            return input;
        } finally {
            if (!open) {
                input.close();
            }
        }
    }

    private void run(WorkerLauncher here, HandOverOrder order) {
        try (PipedOutputStream out = new PipedOutputStream(bytes);
                LineStream errors = new LineStream(log::add)) {
            int status = here.run(
                    "HandOverWorker",
                    WorkerEvent.GSON.toJson(order),
                    NO_LIMIT,
                    new CommandStreams(life, new AfterFirstLine(new LineStream(this::begin), out), errors));
            if (status != 0) {
                VcamException died = WorkerFailure.died("reader of " + order.input(), status, log.toString());
                failure.complete(died);
                begun.completeExceptionally(died);
            }
        } catch (IOException | RuntimeException e) {
            begun.completeExceptionally(e);
        }
    }

    private void begin(String line) {
        WorkerEvent.fromJson(line).ifPresent(begun::complete);
    }

    private WorkerEvent.HandedOver begun() {
        try {
            WorkerEvent event = begun.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (event instanceof WorkerEvent.HandedOver over) {
                return over;
            }
            if (event instanceof WorkerEvent.Failed failed) {
                throw WorkerFailure.of(failed);
            }
            throw new VcamException(RuntimeError.PROGRAM_FAILED, "reading the input on this machine: " + event);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof VcamException known
                    ? known
                    : new VcamException(
                            RuntimeError.PROGRAM_FAILED, "reading the input on this machine: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new VcamException(
                    RuntimeError.PROGRAM_TIMED_OUT,
                    "the reader of " + input + " said nothing within " + limit.toSeconds() + " s: " + log,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VcamException(RuntimeError.PROGRAM_FAILED, "waiting for the input was interrupted", e);
        }
    }

    /** What to play. */
    InputStream bytes() {
        return bytes;
    }

    boolean isLive() {
        return begun().live();
    }

    /** Why it ended early, if it did. */
    Optional<VcamException> failure() {
        return Optional.ofNullable(failure.getNow(null));
    }

    /** Is told why, by another thread. */
    @SuppressWarnings("FutureReturnValueIgnored") // who is told fails for itself
    void whenFailed(Consumer<VcamException> told) {
        failure.thenAccept(told);
    }

    @Override
    public void close() {
        life.close();
        try {
            bytes.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            thread.interrupt();
        }
    }

    /** The first line for one, all else for another. */
    private static final class AfterFirstLine extends OutputStream {
        private final LineStream first;
        private final OutputStream rest;
        private boolean over;

        AfterFirstLine(LineStream first, OutputStream rest) {
            this.first = first;
            this.rest = rest;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] chunk, int from, int count) throws IOException {
            int next = from;
            while (!over && next < from + count) {
                byte one = chunk[next++];
                first.write(one);
                over = one == '\n';
            }
            rest.write(chunk, next, from + count - next);
        }

        @Override
        public void flush() throws IOException {
            rest.flush();
        }
    }
}
