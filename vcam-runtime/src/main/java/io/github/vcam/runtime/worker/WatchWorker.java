// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.consumer.CameraCapture;
import io.github.vcam.consumer.CapturedFrame;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * A consumer that takes every frame and looks at each of its pages, until its standard input ends. Its order: a
 * {@link WatchOrder} in JSON.
 */
final class WatchWorker {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PAGE = 4096;
    private static final double SECOND = 1e9;

    /** What was seen; written so that looking is not optimized away. */
    @SuppressWarnings("UnusedVariable")
    private static volatile int glance;

    private WatchWorker() {}

    static WorkerProcess.Body body(String order) {
        return out -> watch(WorkerEvent.GSON.fromJson(order, WatchOrder.class), out);
    }

    private static void watch(WatchOrder order, PrintStream out) {
        try (CameraCapture capture = CameraCapture.open(order.request())) {
            long begun = System.nanoTime();
            long reported = begun;
            long frames = 0;
            for (CapturedFrame frame = capture.next(PATIENCE); frame != null; frame = capture.next(PATIENCE)) {
                glance = look(frame);
                long now = System.nanoTime();
                if (frames++ == 0) {
                    out.println(started(order, capture).toJson());
                }
                if (now - reported >= SECOND) {
                    reported = now;
                    out.println(new WorkerEvent.Progress(frames, 0, 0, frames * SECOND / (now - begun), 0).toJson());
                }
            }
            double seconds = (System.nanoTime() - begun) / SECOND;
            if (!Thread.currentThread().isInterrupted()) {
                throw NoFrame.of(capture, PATIENCE);
            }
            out.println(new WorkerEvent.Ended(frames, 0, 0, frames / seconds, seconds, List.of()).toJson());
        }
    }

    private static WorkerEvent started(WatchOrder order, CameraCapture capture) {
        return new WorkerEvent.Started(
                order.device(),
                capture.format().toString(),
                order.method().title(),
                "",
                ProcessHandle.current().pid());
    }

    /** Memory that nobody touches costs no page fault, and no program takes frames without looking at them. */
    private static int look(CapturedFrame frame) {
        ByteBuffer data = frame.data();
        int seen = 0;
        for (int at = 0; at < frame.bytesUsed(); at += PAGE) {
            seen += data.get(at);
        }
        return seen;
    }
}
