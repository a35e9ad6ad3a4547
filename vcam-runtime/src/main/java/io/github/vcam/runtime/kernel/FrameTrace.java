// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandStreams;
import io.github.vcam.runtime.process.LineStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows the frames through the module, by its trace events. They are off again however this ends. */
public final class FrameTrace {
    private static final int NO_TRACEFS = 3;
    private static final int NO_EVENTS = 4;
    private static final int NOT_PERMITTED = 5;
    private static final Duration NO_LIMIT = Duration.ofDays(365);
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Machine place;

    public FrameTrace(Machine place) {
        this.place = place;
    }

    /**
     * Tells what happens, a line an event, as it happens.
     *
     * @param duration empty: until somebody ends it
     * @return a summary
     */
    public String follow(Optional<Duration> duration, Consumer<String> lines) {
        TraceStory story = new TraceStory();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String seconds = Long.toString( // 0 is for ever
                duration.map(limit -> Math.max(1, limit.toSeconds())).orElse(0L));
        Command command = Script.TRACE
                .by(place.shell(), List.of(seconds))
                .within(duration.map(MARGIN::plus).orElse(NO_LIMIT))
                .asRoot();
        try (LineStream events = new LineStream(line -> story.tell(line).ifPresent(lines))) {
            int status = place.executor().execute(command, CommandStreams.outputTo(events, said));
            if (status != 0) {
                throw failure(status, said.toString(StandardCharsets.UTF_8).strip());
            }
        }
        return story.summary();
    }

    private VcamException failure(int status, String said) {
        String reason = switch (status) {
            case NO_TRACEFS -> "there is no tracefs in /sys/kernel/tracing";
            case NO_EVENTS ->
                "the kernel has no events of v4l2loopback: it is not loaded, or another module of that name is";
            case NOT_PERMITTED -> "the kernel does not let us turn them on: " + said;
            default -> "exit status " + status + (said.isEmpty() ? "" : ": " + said);
        };
        return new VcamException(
                RuntimeError.TRACE_UNAVAILABLE,
                "tracing v4l2loopback's frames on " + place.description() + ": " + reason);
    }
}
