// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.CommandStreams;
import io.github.vcam.runtime.process.LastLines;
import io.github.vcam.runtime.process.LineStream;
import io.github.vcam.runtime.worker.SnapshotOrder;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

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
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        LastLines log = new LastLines();
        int status;
        try (LifeLine input = new LifeLine();
                LineStream errors = new LineStream(log::add)) {
            status = launcher.run(
                    "SnapshotWorker",
                    WorkerEvent.GSON.toJson(order),
                    START.plusMillis((long) (order.seconds() * 1000)),
                    new CommandStreams(input, png, errors));
        }
        if (status != 0) {
            Optional<WorkerEvent> event = WorkerEvent.fromJson(png.toString(StandardCharsets.UTF_8));
            throw event.orElse(null) instanceof WorkerEvent.Failed failed
                    ? WorkerFailure.of(failed)
                    : WorkerFailure.died("snapshot", status, log.toString());
        }
        try {
            Files.write(output, png.toByteArray());
        } catch (IOException e) {
            throw unwritable(output, e);
        }
    }

    private static VcamException unwritable(Path output, IOException e) {
        return new VcamException(
                RuntimeError.OUTPUT_UNWRITABLE, "writing the picture to " + output + ": " + e.getMessage(), e);
    }
}
