// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import io.github.vcam.runtime.worker.PlaceholderOrder;
import io.github.vcam.runtime.worker.WorkerEvent;
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
        if (!cameras.isEmpty()) {
            launcher.answer("placeholder", "PlaceholderWorker", WorkerEvent.GSON.toJson(cameras), LIMIT);
        }
    }
}
