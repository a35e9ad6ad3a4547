// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.ffmpeg.StillImage;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.reader.CapturedFrame;
import io.github.vcam.reader.FrameReader;
import io.github.vcam.reader.ReadRequest;
import java.io.PrintStream;
import java.time.Duration;

/**
 * Writes what a camera shows as PNG to standard output, or a failure in JSON. Argument: a {@link SnapshotOrder} in
 * JSON.
 */
public final class SnapshotWorker {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private SnapshotWorker() {}

    public static void main(String[] arguments) {
        WorkerProcess.run(out -> take(WorkerEvent.GSON.fromJson(arguments[0], SnapshotOrder.class), out));
    }

    private static void take(SnapshotOrder order, PrintStream out) {
        try (FrameReader reader = FrameReader.open(ReadRequest.of(order.device()))) {
            long from = System.nanoTime();
            CapturedFrame frame;
            do {
                frame = reader.next(PATIENCE);
                if (frame == null) {
                    throw timedOut(order.device());
                }
            } while (frame.isDamaged() || System.nanoTime() - from < order.seconds() * 1e9);
            byte[] png = png(reader, frame);
            out.write(png, 0, png.length);
            out.flush();
        }
    }

    private static byte[] png(FrameReader reader, CapturedFrame frame) {
        PlaneLayout layout = reader.layout()
                .orElseThrow(() -> new VcamException(
                        CoreError.FORMAT_UNKNOWN,
                        reader.device().path() + " gives " + reader.format() + ", which vcam cannot turn into a PNG"));
        return StillImage.encodePng(layout, frame.data(), frame.bytesUsed());
    }

    private static VcamException timedOut(String device) {
        return new VcamException(
                CoreError.FRAME_TIMEOUT, "no frame came from " + device + " within " + PATIENCE.toSeconds() + " s");
    }
}
