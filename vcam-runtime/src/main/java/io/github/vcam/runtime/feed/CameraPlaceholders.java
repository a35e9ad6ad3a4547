// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import io.github.vcam.runtime.process.CommandStreams;
import io.github.vcam.runtime.process.LastLines;
import io.github.vcam.runtime.process.LineStream;
import io.github.vcam.runtime.worker.PlaceholderOrder;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Gives cameras that are there what they show while nobody feeds them. */
public final class CameraPlaceholders {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final WorkerLauncher launcher;

    public CameraPlaceholders(WorkerLauncher launcher) {
        this.launcher = launcher;
    }

    /** Does so, one after the other; fails with the first that fails. */
    public void show(List<PlaceholderOrder> cameras) {
        if (cameras.isEmpty()) {
            return;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        LastLines log = new LastLines();
        int status;
        try (LifeLine input = new LifeLine();
                LineStream errors = new LineStream(log::add)) {
            status = launcher.run(
                    "PlaceholderWorker",
                    WorkerEvent.GSON.toJson(cameras),
                    LIMIT,
                    new CommandStreams(input, said, errors));
        }
        if (status != 0) {
            throw WorkerEvent.fromJson(said.toString(StandardCharsets.UTF_8)).orElse(null)
                            instanceof WorkerEvent.Failed failed
                    ? WorkerFailure.of(failed)
                    : WorkerFailure.died("placeholder", status, log.toString());
        }
    }
}
