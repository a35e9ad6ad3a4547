// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.CommandStreams;
import io.github.vcam.runtime.process.LastLines;
import io.github.vcam.runtime.process.LineStream;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A worker that runs beside its caller until it is told to end. Every wait is bounded but {@link #awaitEnded}. */
public final class BackgroundWorker implements AutoCloseable {
    private static final Duration NO_LIMIT = Duration.ofDays(365);
    private static final Duration FAREWELL = Duration.ofSeconds(60);

    private final String name;
    private final LifeLine input = new LifeLine();
    private final CompletableFuture<WorkerEvent.Started> started = new CompletableFuture<>();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final LastLines log = new LastLines();
    private final Thread thread;
    private final List<Mark> marks = new CopyOnWriteArrayList<>();
    private final Consumer<WorkerEvent> listener;
    private volatile @Nullable WorkerEvent last;

    /** How far it was when. */
    private record Mark(long nanoTime, long sent) {}

    private BackgroundWorker(
            String name, WorkerLauncher launcher, String worker, String order, Consumer<WorkerEvent> listener) {
        this.name = name;
        this.listener = listener;
        this.thread = new Thread(() -> run(launcher, worker, order), "vcam " + name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Starts one.
     *
     * @param name for messages: feed, consumer
     * @param order in JSON
     */
    public static BackgroundWorker start(String name, WorkerLauncher launcher, String worker, String order) {
        return start(name, launcher, worker, order, event -> {});
    }

    /**
     * The same for somebody who listens.
     *
     * @param listener is told each event, by a thread of the worker
     */
    public static BackgroundWorker start(
            String name, WorkerLauncher launcher, String worker, String order, Consumer<WorkerEvent> listener) {
        return new BackgroundWorker(name, launcher, worker, order, listener);
    }

    private void run(WorkerLauncher launcher, String worker, String order) {
        try {
            int left;
            try (LineStream events = new LineStream(
                            line -> WorkerEvent.fromJson(line).ifPresentOrElse(this::follow, () -> log.add(line)));
                    LineStream errors = new LineStream(log::add)) {
                left = launcher.run(worker, order, NO_LIMIT, new CommandStreams(input, events, errors));
            }
            status.complete(left); // what it said is known by now
        } catch (RuntimeException e) {
            status.completeExceptionally(e);
        }
    }

    private void follow(WorkerEvent event) {
        last = event;
        listener.accept(event);
        if (event instanceof WorkerEvent.Started now) {
            started.complete(now);
        } else if (event instanceof WorkerEvent.Progress now) {
            marks.add(new Mark(System.nanoTime(), now.sent()));
        }
    }

    /** Frames that it has handled, as it said last. */
    public long sent() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1).sent();
    }

    /** Its frames per second between two moments, as near as it told; 0 when it told nothing. */
    public double pace(long fromNanos, long toNanos) {
        List<Mark> within = marks.stream()
                .filter(mark -> mark.nanoTime() - fromNanos >= 0 && toNanos - mark.nanoTime() >= 0)
                .toList();
        List<Mark> used = within.size() > 1 ? within : List.copyOf(marks);
        if (used.size() < 2) {
            return 0;
        }
        Mark first = used.get(0);
        Mark end = used.get(used.size() - 1);
        return 1e9 * (end.sent() - first.sent()) / (end.nanoTime() - first.nanoTime());
    }

    /** Gives it a line of standard input. */
    public void send(String line) {
        input.send(line);
    }

    /** Calls it when the worker has ended, by a thread of the worker. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the listener
    public void whenEnded(Runnable listener) {
        status.whenComplete((left, failure) -> listener.run());
    }

    /** Waits for its first frame; fails as the worker does. */
    public WorkerEvent.Started awaitStarted(Duration limit) {
        try {
            CompletableFuture.anyOf(started, status).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new VcamException(
                    RuntimeError.PROGRAM_TIMED_OUT,
                    "the " + name + " beside the camera sent nothing within " + limit.toSeconds() + " s: " + log,
                    e);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        WorkerEvent.Started now = started.getNow(null);
        if (now == null) {
            throw failure();
        }
        return now;
    }

    /** Whether it has ended, by itself or because it was told to. */
    public boolean hasEnded() {
        return status.isDone();
    }

    /** Fails as the worker did, if it ended by itself meanwhile. */
    public void throwIfEnded() {
        if (status.isDone()) {
            throw failure();
        }
    }

    /** Waits until it ends by itself, and returns its own account; fails as it does. */
    public WorkerEvent.Ended awaitEnded() {
        try {
            int left = status.get();
            if (left == 0 && last instanceof WorkerEvent.Ended ended) {
                return ended;
            }
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        throw failure();
    }

    /** Tells it to end, and does not wait. */
    public void tellToEnd() {
        input.close();
    }

    /** Tells it to end, waits until it has, and returns its own account; fails as it does. */
    public WorkerEvent.Ended stop() {
        end();
        if (last instanceof WorkerEvent.Ended ended) {
            return ended;
        }
        throw failure();
    }

    /** Tells it to end, and waits until it has. One that does not end is killed. */
    public void end() {
        tellToEnd();
        try {
            status.get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt(); // ends the process
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private VcamException failure() {
        if (last instanceof WorkerEvent.Failed failed) {
            return WorkerFailure.of(failed);
        }
        try {
            return WorkerFailure.died(name, status.get(), log.toString());
        } catch (ExecutionException e) {
            return failure(e);
        } catch (InterruptedException e) {
            return interrupted(e);
        }
    }

    private VcamException failure(ExecutionException e) {
        return e.getCause() instanceof VcamException known
                ? known
                : new VcamException(RuntimeError.PROGRAM_FAILED, "running the " + name + ": " + e.getCause(), e);
    }

    private VcamException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new VcamException(RuntimeError.PROGRAM_FAILED, "waiting for the " + name + " was interrupted", e);
    }

    @Override
    public void close() {
        input.close();
        if (!status.isDone()) {
            thread.interrupt();
        }
    }
}
