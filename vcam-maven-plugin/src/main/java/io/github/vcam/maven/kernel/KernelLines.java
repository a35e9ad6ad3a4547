// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.kernel;

import io.github.vcam.maven.process.Command;
import io.github.vcam.maven.process.CommandStreams;
import io.github.vcam.maven.target.Target;
import java.io.OutputStream;
import java.time.Duration;

/** The kernel's own lines on video devices. */
public final class KernelLines {
    private static final String ON_VIDEO = "v4l2|video|vb2|loopback|uvc|vivid|BUG:|WARNING:|Oops";
    private static final Duration NO_LIMIT = Duration.ofDays(365);

    private final Target target;

    public KernelLines(Target target) {
        this.target = target;
    }

    /** Copies them; with {@code follow} until somebody ends it. */
    public void copy(boolean follow, OutputStream out) {
        String script = "dmesg " + (follow ? "--follow" : "") + " | grep --line-buffered -E '" + ON_VIDEO + "'; true";
        target.executor()
                .execute(
                        Command.of("sh", "-c", script).within(NO_LIMIT).asRoot(),
                        CommandStreams.outputTo(out, OutputStream.nullOutputStream()));
    }
}
