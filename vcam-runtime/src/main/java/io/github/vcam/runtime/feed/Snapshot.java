// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.worker.SnapshotOrder;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Takes a picture of what the camera shows. */
public final class Snapshot {
    private static final Duration START = Duration.ofMinutes(2);

    private final WorkerLauncher launcher;

    public Snapshot(WorkerLauncher launcher) {
        this.launcher = launcher;
    }

    /** Fails early when the picture could not be written. */
    public static void checkOutput(Path output) {
        Path parent = output.toAbsolutePath().getParent();
        try {
            Files.createDirectories(parent);
        } catch (IOException e) {
            throw unwritable(output, e);
        }
        if (Files.isDirectory(output) || !Files.isWritable(Files.exists(output) ? output : parent)) {
            throw unwritable(output, new IOException("it may not be written"));
        }
    }

    /** Writes the picture as PNG. */
    public void take(SnapshotOrder order, Path output) {
        byte[] png =
                launcher.answer("snapshot", "SnapshotWorker", WorkerEvent.GSON.toJson(order), START.plusMillis((long)
                        (order.seconds() * 1000)));
        try {
            Files.write(output, png);
        } catch (IOException e) {
            throw unwritable(output, e);
        }
    }

    private static VcamException unwritable(Path output, IOException e) {
        return new VcamException(
                RuntimeError.OUTPUT_UNWRITABLE, "writing the picture to " + output + ": " + e.getMessage(), e);
    }
}
