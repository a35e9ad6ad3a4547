// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import java.util.List;

/**
 * Where a thread was when it was looked at.
 *
 * @param pid its process
 * @param thread its name
 * @param frames the function that ran first, its callers after it; never empty
 */
record CallStack(long pid, String thread, List<Call> frames) {
    CallStack {
        frames = List.copyOf(frames);
    }

    Call leaf() {
        return frames.get(0);
    }

    /** Whether a function of the kernel with this name is in it. */
    boolean hasKernel(String name) {
        return frames.stream().anyMatch(frame -> frame.kernel() && frame.name().equals(name));
    }

    /** Names from the leaf to its callers, those of the kernel and the first one above it. */
    List<String> path() {
        int kernel = (int) frames.stream().takeWhile(Call::kernel).count();
        return frames.stream().limit(Math.max(kernel + 1L, 6)).map(Call::title).toList();
    }

    /**
     * From the outermost caller to the leaf, as flame graphs want it. Interpreted methods have no names; a row of them is
     * one frame.
     */
    String collapsed() {
        StringBuilder line = new StringBuilder(thread.replace(';', ':'));
        String before = "";
        for (int i = frames.size() - 1; i >= 0; i--) {
            Call frame = frames.get(i);
            String name = frame.collapsed();
            if (frame.kind() != Call.Kind.VM || !name.equals(before)) {
                line.append(';').append(name);
            }
            before = name;
        }
        return line.toString();
    }
}
