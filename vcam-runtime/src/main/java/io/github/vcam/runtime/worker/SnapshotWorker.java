// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.consumer.CameraCapture;
import io.github.vcam.consumer.CaptureRequest;
import io.github.vcam.consumer.CapturedFrame;
import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.ffmpeg.StillImage;
import io.github.vcam.frame.PlaneLayout;
import java.io.PrintStream;
import java.time.Duration;

/**
 * Writes what a camera shows as PNG to standard output, or a failure in JSON. Its order: a {@link SnapshotOrder} in
 * JSON.
 */
final class SnapshotWorker {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private SnapshotWorker() {}

    static WorkerProcess.Body body(String order) {
        return out -> take(WorkerEvent.GSON.fromJson(order, SnapshotOrder.class), out);
    }

    private static void take(SnapshotOrder order, PrintStream out) {
        try (CameraCapture capture = CameraCapture.open(CaptureRequest.of(order.device()))) {
            long from = System.nanoTime();
            CapturedFrame frame;
            do {
                frame = capture.next(PATIENCE);
                if (frame == null) {
                    throw NoFrame.of(capture, PATIENCE);
                }
            } while (frame.isDamaged() || System.nanoTime() - from < order.seconds() * 1e9);
            byte[] png = png(capture, frame);
            out.write(png, 0, png.length);
            out.flush();
        }
    }

    private static byte[] png(CameraCapture capture, CapturedFrame frame) {
        PlaneLayout layout = capture.layout()
                .orElseThrow(() -> new VcamException(
                        CoreError.FORMAT_UNKNOWN,
                        capture.device().path() + " gives " + capture.format()
                                + ", which vcam cannot turn into a PNG"));
        return StillImage.encodePng(layout, frame.data(), frame.bytesUsed());
    }
}
