// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import io.github.vcam.error.InvalidValueException;
import java.util.Locale;

/** A profile with everything chosen. */
public enum Scenario {
    /** Nothing chosen but by the user. */
    NONE,
    /**
     * What this project grew from: on bare metal, 4096x4096 YUYV and max_buffers=32, perf at 999 Hz saw a feeder by
     * write() spend near 10 % of its time in _copy_from_user and near 10 % in do_syscall_64, and one by MMAP 3 % and
     * none.
     */
    STUDY;

    /** Reads a name; fails with PARAMETER_INVALID. */
    public static Scenario of(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "", "none" -> NONE;
            case "study" -> STUDY;
            default ->
                throw InvalidValueException.of("scenario", "scenario is '" + name + "'; it can be none or study");
        };
    }
}
