// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code perf script -F comm,pid,tid,time,ip,sym,dso --show-lost-events} line by line: a line that begins at its
 * left edge names a thread, the indented ones below it are its functions from the leaf up, an empty line ends it.
 */
final class ScriptReader implements Consumer<String> {
    private static final Pattern THREAD = Pattern.compile("(\\S.*?)\\s+(\\d+)/\\d+\\s+(\\d+\\.\\d+):.*");
    private static final Pattern LOST = Pattern.compile(".*PERF_RECORD_LOST(?:_SAMPLES)? lost (\\d+).*");
    private static final Set<String> IDLE =
            Set.of("default_idle", "cpuidle_enter_state", "native_safe_halt", "do_idle");

    private final Map<CallStack, Long> stacks = new LinkedHashMap<>();
    private final List<Call> frames = new ArrayList<>();
    private String thread = "";
    private long pid;
    private long lost;
    private long idle;
    private double first = Double.MAX_VALUE;
    private double last;

    @Override
    public void accept(String line) {
        if (line.isBlank()) {
            end();
        } else if (Character.isWhitespace(line.charAt(0))) {
            Call.parse(line).ifPresent(frames::add);
        } else {
            end();
            begin(line);
        }
    }

    private void begin(String line) {
        Matcher losing = LOST.matcher(line);
        if (losing.matches()) {
            lost += Long.parseLong(losing.group(1));
            return;
        }
        Matcher named = THREAD.matcher(line);
        if (named.matches()) {
            thread = named.group(1);
            pid = Long.parseLong(named.group(2));
            double time = Double.parseDouble(named.group(3));
            first = Math.min(first, time);
            last = Math.max(last, time);
        }
    }

    private void end() {
        if (frames.isEmpty()) {
            return;
        }
        if (pid == 0 || frames.stream().anyMatch(frame -> frame.kernel() && IDLE.contains(frame.name()))) {
            idle++;
        } else {
            stacks.merge(new CallStack(pid, thread, frames), 1L, Long::sum);
        }
        frames.clear();
    }

    /** All that was read. */
    Samples samples() {
        end();
        return new Samples(stacks, lost, idle, Math.max(0, last - first));
    }
}
