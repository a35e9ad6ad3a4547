// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import com.google.gson.JsonParseException;
import io.github.vcam.DirectedCamera;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.worker.CameraCommand.Verb;
import io.github.vcam.source.InputAccess;
import io.github.vcam.v4l2.OwnedDevice;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a camera, shows what it is told, and takes the camera away when it ends. Its order: a {@link CameraOrder}; then
 * {@link CameraCommand}s, which it carries out one after the other.
 */
final class CameraWorker implements WorkerProcess.Body {
    private static final Duration CHANGE_LIMIT = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final double SECOND = 1e9;

    private final CameraOrder order;
    private final CompletableFuture<DirectedCamera> playing = new CompletableFuture<>();
    private volatile @Nullable Relay relay;
    private final ExecutorService commands = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "commands");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable PrintStream told;

    private CameraWorker(CameraOrder order) {
        this.order = order;
    }

    static WorkerProcess.Body body(String order) {
        return new CameraWorker(WorkerEvent.GSON.fromJson(order, CameraOrder.class));
    }

    @Override
    public void run(PrintStream out) throws InterruptedException {
        long begun = System.nanoTime();
        told = out;
        try (DirectedCamera camera = DirectedCamera.make(device(order), order.feed(), CHANGE_LIMIT)) {
            playing.complete(camera);
            out.println(new WorkerEvent.Added(camera.device(), camera.consumerDevice()).toJson());
            out.println(new WorkerEvent.Started(
                            camera.device(),
                            camera.format().toString(),
                            camera.method().title(),
                            camera.rate().toString(),
                            ProcessHandle.current().pid())
                    .toJson());
            await(camera, begun);
            double seconds = (System.nanoTime() - begun) / SECOND;
            long sent = camera.sent();
            out.println(new WorkerEvent.Ended(sent, 0, 0, sent / seconds, seconds, List.of()).toJson());
        } finally {
            commands.shutdownNow();
            Relay open = relay;
            if (open != null) {
                open.close();
            }
        }
    }

    private static OwnedDevice device(CameraOrder order) {
        OwnedDevice device = OwnedDevice.add(order.label(), order.form());
        String placeholder = order.placeholder();
        String group = order.group();
        try {
            if (group != null) {
                device.watchedBy(group);
            }
            if (placeholder != null) {
                PlaceholderOrder.of(
                                device.node(),
                                placeholder,
                                order.feed().format(),
                                order.feed().size())
                        .showOn(device);
            }
        } catch (RuntimeException e) {
            device.close();
            throw e;
        }
        return device;
    }

    /** Until standard input ends, or the duration is over. */
    private void await(DirectedCamera camera, long begun) {
        Duration duration = order.feed().duration();
        Duration left = LOOK;
        try {
            do {
                if (duration != null) {
                    left = duration.minusNanos(System.nanoTime() - begun);
                }
            } while (!left.isNegative() && !camera.awaitEnd(left.compareTo(LOOK) < 0 ? left : LOOK));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // standard input has ended
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the answer is an event
    public void hear(String line) {
        CameraCommand command;
        try {
            command = CameraCommand.fromJson(line);
        } catch (JsonParseException e) {
            System.err.println("no command: " + e.getMessage());
            return;
        }
        Relay open = relay;
        if (command.verb() != Verb.RELAY) {
            playing.thenAcceptAsync(camera -> answer(camera, command), commands);
        } else if (open != null) {
            open.send(command.number(), Objects.requireNonNull(command.input()));
        }
    }

    private void answer(DirectedCamera camera, CameraCommand command) {
        WorkerEvent answer;
        try {
            if (command.verb() == Verb.LISTEN) {
                relay = Relay.listen(command.port(), Objects.requireNonNull(told));
            } else {
                carryOut(camera, command);
            }
            answer = new WorkerEvent.Done(command.number(), camera.device(), camera.consumerDevice());
        } catch (VcamException e) {
            answer = new WorkerEvent.Refused(command.number(), e.code().id(), e.fact());
        } catch (RuntimeException e) {
            e.printStackTrace();
            answer = new WorkerEvent.Refused(command.number(), "", e.toString());
        }
        Objects.requireNonNull(told).println(answer.toJson());
    }

    private static void carryOut(DirectedCamera camera, CameraCommand command) {
        switch (command.verb()) {
            case PLAY ->
                camera.play(
                        Objects.requireNonNull(command.input()),
                        Objects.requireNonNullElse(command.access(), InputAccess.USUAL));
            case BLACK -> camera.black();
            case FREEZE -> camera.freeze();
            case RESUME -> camera.resume();
            case SEEK -> camera.seek(Objects.requireNonNull(command.time()));
            case DISCONNECT -> camera.disconnect();
            case RECONNECT -> camera.reconnect();
            case LISTEN, RELAY -> throw new IllegalStateException("that is no change");
        }
    }
}
