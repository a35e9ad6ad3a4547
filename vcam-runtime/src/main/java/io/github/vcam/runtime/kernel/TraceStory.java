// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Trace events told in lines that people read: when, where, who, which frame, and how long it took. */
final class TraceStory {
    private static final Pattern LOST = Pattern.compile(".*\\[LOST (\\d+) EVENTS\\].*");
    private static final double NANOS_PER_MILLI = 1e6;

    /** What is counted. */
    private enum Sum {
        PUBLISHED,
        DELIVERED,
        DROPPED,
        LOST
    }

    private final Map<String, String> programs = new HashMap<>();
    private final Map<Sum, Long> sums = new EnumMap<>(Sum.class);

    /** One line of the kernel's; empty if it tells nothing. */
    Optional<String> tell(String line) {
        Matcher lost = LOST.matcher(line);
        if (lost.matches()) {
            add(Sum.LOST, Long.parseLong(lost.group(1)));
            return Optional.of(lost.group(1) + " events are lost: they came faster than they could be read");
        }
        return TraceEvent.parse(line).map(this::tell);
    }

    private String tell(TraceEvent event) {
        String what = switch (event.name()) {
            case "queue" -> {
                String buffer = event.field("index").equals("-1") ? "" : ", buffer " + event.field("index");
                yield here(event) + ": by " + event.field("memory") + buffer + bytes(event);
            }
            case "publish" -> {
                add(Sum.PUBLISHED, 1);
                yield frame(event) + "slot " + event.field("slot") + bytes(event);
            }
            case "deliver" -> {
                add(Sum.DELIVERED, 1);
                yield frame(event) + here(event) + ": " + delivery(event) + took(event, "latency_ns", " after publish");
            }
            case "drop" -> {
                add(Sum.DROPPED, event.number("count"));
                yield dropped(event);
            }
            case "release" -> frame(event) + here(event) + took(event, "held_ns", " held");
            default -> event.fields().toString();
        };
        return String.format(
                Locale.ROOT, "%s  video%s  %-8s %s", event.time(), event.field("video_nr"), event.name(), what);
    }

    /** How many frames went which way. */
    String summary() {
        String text = sum(Sum.PUBLISHED) + " frames published, " + sum(Sum.DELIVERED) + " delivered, "
                + sum(Sum.DROPPED) + " dropped";
        return sum(Sum.LOST) == 0 ? text : text + "; " + sum(Sum.LOST) + " events lost";
    }

    private void add(Sum sum, long count) {
        sums.merge(sum, count, Long::sum);
    }

    private long sum(Sum sum) {
        return sums.getOrDefault(sum, 0L);
    }

    private static String frame(TraceEvent event) {
        return "#" + event.field("sequence") + "  ";
    }

    private static String bytes(TraceEvent event) {
        return ", " + event.field("bytesused") + " bytes";
    }

    private static String delivery(TraceEvent event) {
        String buffer = event.field("index").equals("-1") ? " by read()" : ", buffer " + event.field("index");
        return event.field("how") + buffer;
    }

    private String dropped(TraceEvent event) {
        long first = event.number("sequence");
        long last = first + event.number("count") - 1;
        String frames = first == 0
                ? event.field("count") + " never published  "
                : "#" + first + (last > first ? "-#" + last : "") + "  ";
        return frames + who(event, programs.getOrDefault(opener(event), "?")) + ": "
                + event.field("why").replace('-', ' ');
    }

    /** The task at hand is the opener itself, which later events may not be able to tell. */
    private String here(TraceEvent event) {
        programs.put(opener(event), event.task());
        return who(event, event.task());
    }

    private static String who(TraceEvent event, String program) {
        return program + " (pid " + event.field("pid") + ", opener " + event.field("opener") + ")";
    }

    private static String opener(TraceEvent event) {
        return event.field("video_nr") + "/" + event.field("opener");
    }

    private static String took(TraceEvent event, String field, String what) {
        long nanos = event.number(field);
        return nanos == 0 ? "" : String.format(Locale.ROOT, ", %.3f ms%s", nanos / NANOS_PER_MILLI, what);
    }
}
