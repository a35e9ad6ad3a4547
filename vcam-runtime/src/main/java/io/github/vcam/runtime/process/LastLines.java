// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines of what a program says; written by one thread while another may read. */
public final class LastLines {
    private static final int USUAL = 20;

    private final Deque<String> lines = new ArrayDeque<>();

    /** None yet. */
    public LastLines() {}

    /** The last ones of lines that are all there. */
    public static List<String> of(List<String> lines, int count) {
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /** As many as a message holds. */
    public static List<String> of(List<String> lines) {
        return of(lines, USUAL);
    }

    public synchronized void add(String line) {
        lines.addLast(line);
        if (lines.size() > USUAL) {
            lines.removeFirst();
        }
    }

    @Override
    public synchronized String toString() {
        return String.join("\n", lines);
    }
}
