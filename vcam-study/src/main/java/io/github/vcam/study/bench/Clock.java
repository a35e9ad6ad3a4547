// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

/** How the frames of a run follow each other, and what its durations are. */
public enum Clock {
    /** Nanoseconds, in lock-step: the next frame when everybody has the last. They depend on what else a machine does. */
    TIME,
    /** Nanoseconds, of a producer that waits for nobody: what consumers miss, and whether what they get is whole. */
    FREE,
    /** Instructions of both sides, the kernel and its interrupts, in lock-step; they repeat to a percent anywhere. */
    INSTRUCTIONS
}
