// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

/** How the frames of a run follow each other, and what its durations are. */
public enum Clock {
    /** Nanoseconds, in lock-step: the next frame when everybody has the last. They depend on what else a machine does. */
    TIME,
    /** Nanoseconds, of a producer that waits for nobody: what consumers miss, and whether what they get is whole. */
    FREE,
    /** Nanoseconds, of a camera of 30 frames a second on a machine that does nothing else: how long a frame is on its way. */
    PACED,
    /** The same while as many other programs as the machine has processors take all the time that they get. */
    LOADED,
    /** Instructions of both sides, the kernel and its interrupts, in lock-step; they repeat to a percent anywhere. */
    INSTRUCTIONS
}
