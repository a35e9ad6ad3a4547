// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import io.github.vcam.runtime.kernel.TraceEvent;
import java.util.List;

/** The module's trace events, on from here until they are asked for; nobody else's tracing is disturbed. */
public final class Tracing implements AutoCloseable {
    private static final String TRACEFS = "/sys/kernel/tracing";
    private static final String INSTANCE =
            TRACEFS + "/instances/it-" + ProcessHandle.current().pid();

    private Tracing() {}

    public static Tracing start() {
        root("[ -d " + TRACEFS + "/instances ] || mount -t tracefs none " + TRACEFS);
        root("mkdir " + INSTANCE);
        root("echo 1 >" + INSTANCE + "/events/v4l2loopback/enable");
        return new Tracing();
    }

    /** Everything since the start, of the device under test; the events are off then. */
    public List<TraceEvent> stop() {
        root("echo 0 >" + INSTANCE + "/events/v4l2loopback/enable");
        return root("cat " + INSTANCE + "/trace")
                .lines()
                .flatMap(line -> TraceEvent.parse(line).stream())
                .filter(event -> event.number("video_nr") == Camera.number())
                .toList();
    }

    @Override
    public void close() {
        root("rmdir " + INSTANCE);
    }

    private static String root(String script) {
        return Programs.callAsRoot("sh", "-c", script);
    }
}
