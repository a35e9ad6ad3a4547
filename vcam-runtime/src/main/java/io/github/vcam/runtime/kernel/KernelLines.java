// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandStreams;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The kernel's own lines on video devices. */
public final class KernelLines {
    private static final String ON_VIDEO = "v4l2|video|vb2|loopback|uvc|vivid|BUG:|WARNING:|Oops";
    private static final Pattern FAULT = Pattern.compile("BUG:|WARNING:|KASAN|UBSAN|Oops|general protection fault|"
            + "kernel BUG at|INFO: task .* blocked for more|possible circular locking|list_(add|del) corruption|"
            + "unreferenced object|Kernel panic");
    private static final int LINES_SHOWN = 30;
    private static final Duration NO_LIMIT = Duration.ofDays(365);

    private final Machine place;

    public KernelLines(Machine place) {
        this.place = place;
    }

    /** Copies them; with {@code follow} until somebody ends it. */
    public void copy(boolean follow, OutputStream out) {
        String script = "dmesg " + (follow ? "--follow" : "") + " | grep --line-buffered -E '" + ON_VIDEO + "'; true";
        place.executor()
                .execute(
                        Command.of("sh", "-c", script).within(NO_LIMIT).asRoot(),
                        CommandStreams.outputTo(out, OutputStream.nullOutputStream()));
    }

    /** Fails when the kernel reported a fault of its own since it was started: a bug, a warning, a lock held wrongly. */
    public void check() {
        List<String> lines =
                place.executor().call(Command.of("dmesg").asRoot()).lines().toList();
        List<String> report = faults(lines);
        if (!report.isEmpty()) {
            throw new VcamException(
                    RuntimeError.KERNEL_REPORT,
                    "the kernel of " + place.description() + " reported:\n" + String.join("\n", report));
        }
    }

    /** The first fault's line with those after it; empty when there is none. */
    static List<String> faults(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (FAULT.matcher(lines.get(i)).find()) {
                return lines.subList(i, Math.min(lines.size(), i + LINES_SHOWN));
            }
        }
        return List.of();
    }
}
