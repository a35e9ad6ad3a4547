// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime;

import io.github.vcam.Directable;
import io.github.vcam.error.ErrorId;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.feed.BackgroundWorker;
import io.github.vcam.runtime.feed.WorkerFailure;
import io.github.vcam.runtime.feed.WorkerLauncher;
import io.github.vcam.runtime.worker.CameraCommand;
import io.github.vcam.runtime.worker.CameraCommand.Verb;
import io.github.vcam.runtime.worker.CameraOrder;
import io.github.vcam.runtime.worker.WorkerEvent;
import io.github.vcam.source.InputAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A camera of this program's own, with what plays into it, in a process beside it. It goes when it is closed and with
 * this JVM, however that ends, though programs have it open; other cameras stay. Pictures and inputs are those of this
 * machine. Safe for use by several threads.
 */
public final class OwnCamera implements Directable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnCamera.class);

    /** A change has a limit of its own, and may wait for those before it. */
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(2);

    private final CameraOrder order;
    private final Function<FeedRequest, PlaceInput> reach;
    private final Object changing = new Object();
    /** For who holds the lock of changes. */
    private PlaceInput playing;

    private final AtomicReference<WorkerEvent.Added> added = new AtomicReference<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, CompletableFuture<WorkerEvent.Done>> answers = new ConcurrentHashMap<>();
    private volatile Relaying relaying = (connection, bytes) -> {};
    private final BackgroundWorker worker;
    private volatile boolean connected = true;

    /** Hears what programs beside the camera send to a port there. */
    @FunctionalInterface
    public interface Relaying {
        /**
         * Some bytes came; must not block for long.
         *
         * @param connection tells connections from each other
         * @param bytes in Base64; none when the program has no more
         */
        void accept(long connection, String bytes);
    }

    /**
     * One.
     *
     * @param reach how the place gets at an input
     */
    OwnCamera(WorkerLauncher workers, CameraOrder order, Function<FeedRequest, PlaceInput> reach) {
        this.order = order;
        this.reach = reach;
        this.playing = reached(order.feed());
        this.worker = BackgroundWorker.start(
                "camera \"" + order.label() + "\"",
                workers,
                "CameraWorker",
                WorkerEvent.GSON.toJson(order.playing(playing.request())),
                this::follow);
        worker.whenEnded(this::refuseAll);
    }

    private PlaceInput reached(FeedRequest request) {
        PlaceInput input = reach.apply(request);
        input.handOver()
                .ifPresent(handOver -> handOver.whenWrong(why -> LOG.warn("{} stays where it is: {}", label(), why)));
        return input;
    }

    private void follow(WorkerEvent event) {
        if (event instanceof WorkerEvent.Added now) {
            added.set(now);
        } else if (event instanceof WorkerEvent.Done done) {
            added.set(new WorkerEvent.Added(done.node(), done.consumerNode()));
            answer(done.number()).complete(done);
        } else if (event instanceof WorkerEvent.Refused refused) {
            answer(refused.number()).completeExceptionally(WorkerFailure.of(refused.id(), refused.message()));
        } else if (event instanceof WorkerEvent.Relayed relayed) {
            relaying.accept(relayed.connection(), relayed.bytes());
        }
    }

    private CompletableFuture<WorkerEvent.Done> answer(long number) {
        CompletableFuture<WorkerEvent.Done> waiting = answers.remove(number);
        return waiting == null ? new CompletableFuture<>() : waiting;
    }

    /** Who waits for a worker that has ended waits for nothing. */
    private void refuseAll() {
        for (long number : answers.keySet()) {
            answer(number)
                    .completeExceptionally(new VcamException(
                            RuntimeError.PROGRAM_FAILED, "the program that feeds \"" + label() + "\" has ended"));
        }
    }

    /** The name that programs show. */
    public String label() {
        return order.label();
    }

    /** Whether it is there, neither away by {@link #disconnect} nor ended. */
    public boolean isConnected() {
        return connected && !worker.hasEnded();
    }

    /**
     * Waits until its first frame is on its way; fails as the camera or what plays into it does, and with
     * PROGRAM_TIMED_OUT after the limit.
     *
     * @return how it plays; after {@link #reconnect} the device may be another one
     */
    public Playing awaitPlaying(Duration limit) {
        WorkerEvent.Started started = worker.awaitStarted(limit);
        WorkerEvent.Added device = added.get();
        return new Playing(
                order.label(),
                device == null ? started.device() : device.consumerNode(),
                started.format(),
                started.fps(),
                started.method());
    }

    /** Fails as it did, if it has ended by itself. */
    public void throwIfEnded() {
        worker.throwIfEnded();
    }

    @Override
    public void show(Path picture) {
        play(picture.toAbsolutePath().toString());
    }

    @Override
    public void play(String input) {
        PlaceInput next = reached(
                order.feed().withInput(input).withAccess(InputAccess.USUAL).withLoop(true));
        FeedRequest there = next.request();
        change(command(Verb.PLAY).withInput(there.input()).withAccess(there.access()), next);
    }

    @Override
    public void black() {
        change(command(Verb.BLACK), PlaceInput.seen(order.feed()));
    }

    /** What was shown before is not needed after that; one whose picture somebody has not got is shown. */
    private void change(CameraCommand command, PlaceInput next) {
        synchronized (changing) {
            PlaceInput before = playing;
            boolean refused = false;
            try {
                tell(command);
            } catch (VcamException e) {
                refused = e.code().side() == ErrorId.Side.USER;
                throw e;
            } finally {
                playing = refused ? before : next;
                (refused ? next : before).close();
            }
        }
    }

    @Override
    public void freeze() {
        tell(command(Verb.FREEZE));
    }

    @Override
    public void resume() {
        tell(command(Verb.RESUME));
    }

    @Override
    public void seek(Duration time) {
        synchronized (changing) {
            playing.requireAgain();
        }
        tell(command(Verb.SEEK).withTime(time));
    }

    @Override
    public void disconnect() {
        tell(command(Verb.DISCONNECT));
        connected = false;
    }

    @Override
    public void reconnect() {
        tell(command(Verb.RECONNECT));
        connected = true;
    }

    /**
     * Takes connections to a port of the loopback where the camera is, from now on, for a server of this machine. Fails with
     * CONTROL_PORT_BUSY when the port is another program's there.
     *
     * @param hears what comes, by a thread of the camera's; {@link #relay} answers
     */
    public void listen(int port, Relaying hears) {
        relaying = hears;
        tell(command(Verb.LISTEN).withPort(port));
    }

    /** Sends bytes, in Base64, to the program that made a connection; none ends it. */
    public void relay(long connection, String bytes) {
        worker.send(CameraCommand.of(connection, Verb.RELAY).withInput(bytes).toJson());
    }

    private CameraCommand command(Verb verb) {
        return CameraCommand.of(numbers.incrementAndGet(), verb);
    }

    private void tell(CameraCommand command) {
        CompletableFuture<WorkerEvent.Done> answer = new CompletableFuture<>();
        answers.put(command.number(), answer);
        try {
            worker.throwIfEnded();
            worker.send(command.toJson());
            answer.get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof VcamException known
                    ? known
                    : new VcamException(RuntimeError.PROGRAM_FAILED, what(command) + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new VcamException(
                    RuntimeError.PROGRAM_TIMED_OUT,
                    what(command) + ": no answer from the program that feeds it within " + ANSWER_LIMIT.toSeconds()
                            + " s",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VcamException(RuntimeError.PROGRAM_FAILED, what(command) + " was interrupted", e);
        } finally {
            answers.remove(command.number());
        }
    }

    private String what(CameraCommand command) {
        return "directing \"" + label() + "\" (" + command.verb() + ")";
    }

    /** Takes it away, and waits for that, at most a minute. */
    @Override
    public void close() {
        try {
            worker.end();
        } catch (VcamException e) {
            LOG.debug("a camera that was closed", e);
        } finally {
            worker.close();
            synchronized (changing) {
                playing.close();
            }
        }
    }

    /**
     * A camera that plays.
     *
     * @param label the name that programs show
     * @param device the node that they open, where it lives: {@code /dev/video0}
     * @param format what they get: {@code YU12 640x360}
     * @param fps frames per second, {@code 30} or {@code 30000/1001}
     * @param method how frames travel into it
     */
    public record Playing(String label, String device, String format, String fps, String method) {}
}
