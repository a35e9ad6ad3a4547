// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One trace event of the module, as tracefs prints it; <code>loopback.rst</code> explains names and fields.
 *
 * @param task the program that ran when it happened
 * @param time seconds, of the frames' clock
 * @param name without the prefix that all have
 * @param fields in the kernel's order
 */
public record TraceEvent(String task, String time, String name, Map<String, String> fields) {
    // "   v4l2-ctl-104     [000] ...1.     2.712832: loopback_drop: video_nr=10 sequence=2 …"
    private static final Pattern LINE = Pattern.compile(
            "\\s*(?<task>.+)-\\d+\\s+(?:\\([ \\d-]+\\)\\s+)?\\[\\d+\\]\\s+(?:\\S+\\s+)?(?<time>\\d+\\.\\d+): "
                    + "loopback_(?<name>\\w+): (?<fields>.*)");

    /** Empty for a line that is none of these events. */
    public static Optional<TraceEvent> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (String word : List.of(matcher.group("fields").strip().split(" ", -1))) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                fields.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return Optional.of(
                new TraceEvent(matcher.group("task").strip(), matcher.group("time"), matcher.group("name"), fields));
    }

    /** A field that a module of this version has; empty text where it has not. */
    public String field(String key) {
        return fields.getOrDefault(key, "");
    }

    /** A field that is a number; 0 where it is missing. */
    public long number(String key) {
        return Long.parseLong(fields.getOrDefault(key, "0"));
    }
}
