// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.feed.BackgroundWorker;
import io.github.vcam.runtime.feed.WorkerLauncher;
import io.github.vcam.runtime.worker.CameraOrder;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A camera of this program's own, with what plays into it, in a process beside it. It goes when it is closed and with
 * this JVM, however that ends, though programs have it open; other cameras stay. Safe for use by several threads.
 */
public final class OwnCamera implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnCamera.class);

    private final CameraOrder order;
    private final AtomicReference<WorkerEvent.Added> added = new AtomicReference<>();
    private final BackgroundWorker worker;

    OwnCamera(WorkerLauncher workers, CameraOrder order) {
        this.order = order;
        this.worker = BackgroundWorker.start(
                "camera \"" + order.label() + "\"",
                workers,
                "CameraWorker",
                WorkerEvent.GSON.toJson(order),
                this::follow);
    }

    private void follow(WorkerEvent event) {
        if (event instanceof WorkerEvent.Added now) {
            added.set(now);
        }
    }

    /** The name that programs show. */
    public String label() {
        return order.label();
    }

    /**
     * Waits until its first frame is on its way; fails as the camera or what plays into it does, and with
     * PROGRAM_TIMED_OUT after the limit.
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

    /** Takes it away, and waits for that, at most a minute. */
    @Override
    public void close() {
        try {
            worker.end();
        } catch (VcamException e) {
            LOG.debug("a camera that was closed", e);
        } finally {
            worker.close();
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
