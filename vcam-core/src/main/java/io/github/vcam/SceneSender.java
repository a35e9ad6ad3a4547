// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.Pacer;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.producer.CameraOutput;
import io.github.vcam.v4l2.Behind;
import io.github.vcam.v4l2.ConsumerWatch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a camera shows into one output, on a thread of its own. That thread owns the output and the scenes that it has
 * been given, until {@link #end}: a scene is closed when its last frame is made, however long that takes. Safe for use by
 * several threads.
 */
final class SceneSender {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(2);

    /** Where a driver does not tell who has got what, this many frames are enough for a usual queue. */
    private static final int USUAL_DEPTH = 8;

    private final String device;
    private final CameraOutput output;
    private final FrameRate rate;
    private final Thread thread;
    private final @Nullable ConsumerWatch watch;

    // guarded by this
    private Scene scene;
    private @Nullable Scene taken;
    private long sent;
    private boolean ending;
    private boolean ended;
    private boolean abandoned;
    private @Nullable RuntimeException failure;

    /**
     * Begins.
     *
     * @param onDemand whether the scene is at rest while nobody takes frames, but for one that shows it as it is
     */
    SceneSender(String device, CameraOutput output, FrameRate rate, Scene scene, boolean onDemand) {
        this.device = device;
        this.output = output;
        this.rate = rate;
        this.scene = scene;
        this.thread = new Thread(this::run, "vcam directs " + device);
        thread.setDaemon(true);
        this.watch = onDemand ? output.watchConsumers(this::look).orElse(null) : null;
        scene.first = -1;
        thread.start();
    }

    CameraOutput output() {
        return output;
    }

    /** Frames that went out. */
    synchronized long sent() {
        return sent;
    }

    /** Shows another one from the next frame on, and owns it. */
    synchronized void show(Scene next) {
        if (scene != taken) {
            scene.close(); // the thread never saw it
        }
        scene = next;
        notifyAll();
    }

    synchronized void rest(boolean frozen) {
        scene.frozen = frozen;
        scene.changes++;
        scene.first = -1;
        notifyAll();
    }

    synchronized boolean isFrozen() {
        return scene.frozen;
    }

    private synchronized void look() {
        notifyAll();
    }

    private boolean isWanted() {
        return watch == null || watch.isWatched();
    }

    /** Waits while nobody looks and the last frame shows the scene as it is; returns whether it had to. */
    private synchronized boolean awaitWanted() throws InterruptedException {
        boolean waited = false;
        while (!isWanted() && scene == taken && scene.first >= 0 && !ending) {
            wait();
            waited = true;
        }
        return waited;
    }

    synchronized String input() {
        return scene.input();
    }

    /** Waits until a frame of the scene as it is now was sent, and returns which. */
    synchronized long awaitFirst(Duration limit) {
        await(limit, "showing " + scene.input() + " on " + device, () -> scene.first >= 0);
        return scene.first;
    }

    /** Waits until it ends by itself, which it does when it fails, or is ended; fails as it does. */
    synchronized boolean awaitEnd(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos(); !ended && left > 0; left = deadline - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
        }
        throwIfFailed();
        return ended;
    }

    private synchronized void await(Duration limit, String what, BooleanSupplier done) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            throwIfFailed();
            while (!done.getAsBoolean()) {
                throwIfFailed();
                if (ending || ended) {
                    throw new IllegalStateException("the camera was closed");
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new VcamException(
                            CoreError.FRAME_TIMEOUT,
                            what + ": no frame could be sent within " + limit.toMillis() + " ms");
                }
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VcamException(CoreError.FRAME_TIMEOUT, what + " was interrupted", e);
        }
    }

    private synchronized void throwIfFailed() {
        if (failure != null) {
            throw failure;
        }
    }

    /** Waits until every consumer has got a frame of the scene. Not to be called beside {@link #end}'s end. */
    void awaitTaken(Duration limit) {
        long first = awaitFirst(limit);
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<Behind> behind = output.behind(first);
        while (behind.map(who -> who.count() > 0).orElseGet(() -> isWanted() && sent() < first + USUAL_DEPTH)) {
            if (System.nanoTime() - deadline > 0) {
                throw new VcamException(
                        CoreError.CONSUMER_BEHIND,
                        "changing the picture of " + device + ": "
                                + behind.map(Behind::toString).orElse("somebody")
                                + " has not taken a frame of the new one within " + limit.toMillis() + " ms");
            }
            pause();
            behind = output.behind(first);
        }
    }

    private void pause() {
        synchronized (this) {
            throwIfFailed();
            if (ending) {
                throw new IllegalStateException("the camera was closed");
            }
        }
        try {
            Thread.sleep(LOOK.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VcamException(
                    CoreError.FRAME_TIMEOUT, "changing the picture of " + device + " was interrupted", e);
        }
    }

    /** The thread's work. */
    private void run() {
        Pacer pacer = new Pacer(rate);
        try {
            boolean goesOn = true;
            while (goesOn && !Thread.currentThread().isInterrupted()) {
                if (awaitWanted()) {
                    pacer = new Pacer(rate);
                }
                ByteBuffer buffer = output.acquire(PATIENCE);
                goesOn = buffer != null && sendOne(buffer, pacer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            synchronized (this) {
                if (!ending) {
                    failure = e;
                }
            }
        }
        Scene last;
        synchronized (this) {
            ended = true;
            notifyAll();
            if (!abandoned) {
                return;
            }
            last = scene;
        }
        release(last);
        last.close();
    }

    private boolean sendOne(ByteBuffer buffer, Pacer pacer) {
        Scene now;
        Scene before;
        boolean atRest;
        int changes;
        synchronized (this) {
            now = scene;
            before = taken;
            taken = now;
            atRest = now.frozen;
            changes = now.changes;
        }
        if (before != null && before != now) {
            before.close();
        }
        int used = now.write(buffer, atRest);
        if (!pacer.await()) {
            return false;
        }
        output.submit(used);
        synchronized (this) {
            if (now.first < 0 && now.changes == changes) {
                now.first = sent;
            }
            sent++;
            notifyAll();
        }
        return true;
    }

    /** The thread sends no more, whoever waits is told, and nothing is a failure from now on; the output stays open. */
    synchronized void beginEnd() {
        ending = true;
        notifyAll();
        thread.interrupt();
    }

    /**
     * Ends the stream.
     *
     * @return the scene, which is the caller's again; empty when the thread is still busy with it and closes it itself
     */
    Optional<Scene> end() {
        beginEnd();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (!ended) {
                abandoned = true;
                return Optional.empty();
            }
        }
        release(scene);
        return Optional.of(scene);
    }

    /** The thread has ended. */
    private void release(Scene kept) {
        Scene before = taken;
        if (before != null && before != kept) {
            before.close();
        }
        output.close();
    }
}
