// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study;

import io.github.vcam.error.ErrorId;

/** What can go wrong while something is measured. */
public enum StudyError implements ErrorId {
    BENCH_MODULE_UNKNOWN(701, Side.USER),
    BENCH_STOPPED(702, Side.MACHINE),

    PERF_MISSING(711, Side.MACHINE),
    PERF_FORBIDDEN(712, Side.USER),
    PROFILE_EMPTY(713, Side.MACHINE),
    PROFILE_STOPPED(714, Side.MACHINE);

    private final int number;
    private final Side side;

    StudyError(int number, Side side) {
        this.number = number;
        this.side = side;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Side side() {
        return side;
    }
}
