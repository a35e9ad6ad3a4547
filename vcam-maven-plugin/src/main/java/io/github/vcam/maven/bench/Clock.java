// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.bench;

/** What a run's durations are. */
public enum Clock {
    /** Nanoseconds of a free-running stream; they depend on the machine and on what else it does. */
    TIME,
    /** Instructions of both sides, the kernel and its interrupts, in lock-step; they repeat to a percent anywhere. */
    INSTRUCTIONS
}
