// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.Inputs;
import io.github.vcam.feed.Pacer;
import io.github.vcam.ffmpeg.ConvertedSource;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.producer.CameraOutput;
import io.github.vcam.producer.FrameDemand;
import io.github.vcam.producer.StreamingMethod;
import io.github.vcam.source.FrameSource;
import io.github.vcam.v4l2.Behind;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.VideoDevice;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A camera whose picture a program changes while others look at it: one stream in one format that never stops. Each change
 * returns when every consumer that takes frames has got one of the new picture, so nobody sees the one before any more.
 * Safe for use by several threads; changes happen one after the other. A thread of its own sends the frames.
 */
public final class DirectedCamera implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(2);
    private static final int BUFFERS = 4;

    /** Where a driver does not tell who has got what, this many frames are enough for a usual queue. */
    private static final int USUAL_DEPTH = 8;

    private final String device;
    private final CameraOutput output;
    private final FrameRate rate;
    private final Duration limit;
    private final Thread thread;
    private final Object changing = new Object();

    // what both threads see, guarded by this
    private Scene scene;
    private long sent;
    private boolean closed;
    private @Nullable RuntimeException failure;

    /** What is shown: an input, at rest or moving. */
    private static final class Scene {
        final String input;
        final FrameSource source;
        boolean moved;
        boolean frozen;
        /** How often it was told to rest or to go on. */
        int changes;
        /** The first frame that shows it as it is now, -1 while there is none; guarded by the camera. */
        long first = -1;

        Scene(String input, FrameSource source) {
            this.input = input;
            this.source = source;
        }

        /** Steps on unless it is at rest, at its begin it must; at its end it stays. */
        int write(ByteBuffer buffer, boolean atRest) {
            if (!moved || !atRest) {
                moved |= source.next();
            }
            return moved ? source.writeTo(buffer) : 0;
        }
    }

    private DirectedCamera(String device, CameraOutput output, FrameRate rate, Duration limit, String input) {
        this.device = device;
        this.output = output;
        this.rate = rate;
        this.limit = limit;
        this.scene = open(input);
        this.thread = new Thread(this::send, "vcam directs " + device);
        thread.setDaemon(true);
    }

    /**
     * Begins to show an input.
     *
     * @param device the node, by path, number or card label
     * @param format what consumers get, whatever is shown
     * @param input a file, a URL, an image, {@code pattern:name} or {@code lavfi:graph}
     * @param limit how long a change may take until everybody has it
     */
    public static DirectedCamera open(String device, FrameFormat format, FrameRate rate, String input, Duration limit) {
        CameraOutput output = CameraOutput.open(
                VideoDevice.open(device, Direction.OUTPUT),
                StreamingMethod.AUTO,
                FrameDemand.exactly(format, rate),
                BUFFERS);
        DirectedCamera camera;
        try {
            camera = new DirectedCamera(device, output, rate, limit, input);
        } catch (RuntimeException e) {
            output.close();
            throw e;
        }
        camera.thread.start();
        try {
            camera.awaitFirst();
        } catch (RuntimeException e) {
            camera.close();
            throw e;
        }
        return camera;
    }

    private Scene open(String input) {
        FrameSource given = Inputs.open(input, output.layout().format().size(), rate, true);
        try {
            return new Scene(input, ConvertedSource.delivering(given, output.layout()));
        } catch (RuntimeException e) {
            given.close();
            throw e;
        }
    }

    /** Shows a picture. Fails with an INPUT id when it cannot be read; then what was shown goes on. */
    public void show(Path picture) {
        play(picture.toAbsolutePath().toString());
    }

    /** Plays an input from its begin, again and again. Fails as {@link #show} does. */
    public void play(String input) {
        synchronized (changing) {
            change(open(input));
        }
    }

    /** Shows black. */
    public void black() {
        play("lavfi:color=c=black:s=" + output.layout().format().size() + ":r=" + rate);
    }

    /** Goes to the frame of what plays that is to be shown at this time after its first one, or to its last one. */
    public void seek(Duration time) {
        synchronized (changing) {
            String input;
            synchronized (this) {
                input = scene.input;
            }
            Scene next = open(input); // takes long: frames go out meanwhile
            do {
                next.moved |= next.source.next();
            } while (next.source.ptsNanos() < time.toNanos()
                    && !Thread.currentThread().isInterrupted());
            change(next);
        }
    }

    /** Stays on the picture that is shown; the stream goes on. */
    public void freeze() {
        rest(true);
    }

    /** Goes on from there. */
    public void resume() {
        rest(false);
    }

    private void rest(boolean frozen) {
        synchronized (changing) {
            synchronized (this) {
                scene.frozen = frozen;
                scene.changes++;
                scene.first = -1;
            }
            awaitTaken();
        }
    }

    private void change(Scene next) {
        Scene old;
        synchronized (this) {
            old = scene;
            scene = next;
        }
        try {
            awaitFirst(); // the thread has let go of the old one
        } finally {
            old.source.close();
        }
        awaitTaken();
    }

    /** Waits until a frame of the scene was sent, and returns which. */
    private synchronized long awaitFirst() {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (scene.first < 0 && failure == null && !closed) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new VcamException(
                            CoreError.FRAME_TIMEOUT,
                            "showing " + scene.input + " on " + device + ": no frame could be sent within "
                                    + limit.toMillis() + " ms");
                }
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VcamException(
                    CoreError.FRAME_TIMEOUT, "showing " + scene.input + " on " + device + " was interrupted", e);
        }
        if (failure != null) {
            throw failure;
        }
        if (closed) {
            throw new IllegalStateException("the camera was closed");
        }
        return scene.first;
    }

    /** Waits until every consumer has got a frame of the scene. */
    private void awaitTaken() {
        long first = awaitFirst();
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<Behind> behind = output.behind(first);
        while (behind.map(who -> who.count() > 0).orElseGet(() -> sent() < first + USUAL_DEPTH)) {
            if (System.nanoTime() - deadline > 0) {
                throw new VcamException(
                        CoreError.FRAME_TIMEOUT,
                        "changing the picture of " + device + ": "
                                + behind.map(Behind::toString).orElse("somebody")
                                + " has not taken a frame of the new one within " + limit.toMillis() + " ms");
            }
            try {
                Thread.sleep(LOOK.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new VcamException(
                        CoreError.FRAME_TIMEOUT, "changing the picture of " + device + " was interrupted", e);
            }
            behind = output.behind(first);
        }
    }

    private synchronized long sent() {
        if (failure != null) {
            throw failure;
        }
        return sent;
    }

    /** The thread's work. */
    private void send() {
        Pacer pacer = new Pacer(rate);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ByteBuffer buffer = output.acquire(PATIENCE);
                if (buffer == null || !sendOne(buffer, pacer)) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            synchronized (this) {
                failure = e;
                notifyAll();
            }
        }
    }

    private boolean sendOne(ByteBuffer buffer, Pacer pacer) {
        Scene now;
        boolean atRest;
        int changes;
        synchronized (this) {
            now = scene;
            atRest = now.frozen;
            changes = now.changes;
        }
        int used = now.write(buffer, atRest);
        if (used == 0) {
            throw new VcamException(CoreError.INPUT_WITHOUT_VIDEO, now.input + " has no frame");
        }
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

    /** Ends the stream. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        synchronized (changing) {
            output.close();
            synchronized (this) {
                scene.source.close();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
