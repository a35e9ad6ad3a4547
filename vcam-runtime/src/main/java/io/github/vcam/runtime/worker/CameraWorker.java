// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.OwnedDevice;
import io.github.vcam.v4l2.VideoDevice;
import java.io.PrintStream;
import java.time.Duration;

/** Makes a camera, plays an input into it, and takes the camera away when it ends. Its order: a {@link CameraOrder}. */
final class CameraWorker {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private CameraWorker() {}

    static WorkerProcess.Body body(String order) {
        return out -> play(WorkerEvent.GSON.fromJson(order, CameraOrder.class), out);
    }

    private static void play(CameraOrder order, PrintStream out) throws InterruptedException {
        try (OwnedDevice device = OwnedDevice.add(order.label(), order.form())) {
            awaitRights(device.node());
            if (order.placeholder() != null) {
                PlaceholderOrder.of(
                                device.node(),
                                order.placeholder(),
                                order.feed().format(),
                                order.feed().size())
                        .show();
            }
            out.println(new WorkerEvent.Added(device.node(), device.consumerNode()).toJson());
            FeedWorker.play(order.feed().withDevice(device.node()), out);
        }
    }

    /** The node is there; udev gives it to its group a moment later. */
    private static void awaitRights(String node) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (; ; ) {
            try {
                VideoDevice.open(node, Direction.OUTPUT).close();
                return;
            } catch (VcamException e) {
                boolean soon = e.code() == CoreError.DEVICE_FORBIDDEN || e.code() == CoreError.DEVICE_ABSENT;
                if (!soon || System.nanoTime() - deadline > 0) {
                    throw e;
                }
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }
}
