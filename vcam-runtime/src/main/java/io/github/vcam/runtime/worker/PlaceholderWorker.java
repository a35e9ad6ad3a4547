// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

/** Gives cameras that are there their placeholders. Its order: an array of {@link PlaceholderOrder}. */
final class PlaceholderWorker {
    private PlaceholderWorker() {}

    static WorkerProcess.Body body(String order) {
        return out -> {
            for (PlaceholderOrder camera : WorkerEvent.GSON.fromJson(order, PlaceholderOrder[].class)) {
                camera.show();
            }
        };
    }
}
