// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.maven.console.Console;
import io.github.vcam.maven.console.Progress;
import java.util.HashMap;
import java.util.Map;

/** The progress of a bench: what is timed, then what is counted. */
final class StagedProgress implements AutoCloseable {
    private final Console console;
    private final Map<Boolean, Progress> shown = new HashMap<>();

    StagedProgress(Console console) {
        this.console = console;
    }

    void show(boolean counting, int done, int of) {
        shown.computeIfAbsent(counting, c -> console.progress(c ? "counting" : "timing", "runs"))
                .show(done, of, "");
    }

    @Override
    public void close() {
        shown.values().forEach(Progress::close);
    }
}
