// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.profile;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where a thread was when it was looked at.
 *
 * @param pid its process
 * @param thread its name
 * @param frames the function that ran first, its callers after it; never empty
 */
record CallStack(long pid, String thread, List<StackFrame> frames) {
    CallStack {
        frames = List.copyOf(frames);
    }

    StackFrame leaf() {
        return frames.get(0);
    }

    /** Whether a function of the kernel with this name is in it. */
    boolean hasKernel(String name) {
        return frames.stream().anyMatch(frame -> frame.kernel() && frame.name().equals(name));
    }

    /** Names from the leaf to its callers, those of the kernel and the first one above it. */
    List<String> path() {
        int kernel = (int) frames.stream().takeWhile(StackFrame::kernel).count();
        return frames.stream()
                .limit(Math.max(kernel + 1L, 6))
                .map(StackFrame::title)
                .toList();
    }

    /** From the outermost caller to the leaf, as flame graphs want it. */
    String collapsed() {
        Stream<String> names = IntStream.iterate(frames.size() - 1, i -> i >= 0, i -> i - 1)
                .mapToObj(i -> frames.get(i).collapsed());
        return Stream.concat(Stream.of(thread.replace(';', ':')), names).collect(Collectors.joining(";"));
    }
}
