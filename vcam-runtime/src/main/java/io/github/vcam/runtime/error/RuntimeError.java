// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.error;

import io.github.vcam.error.ErrorId;

/** What can go wrong with the place where a camera lives, and with the programs that run there. */
public enum RuntimeError implements ErrorId {
    OUTPUT_UNWRITABLE(206, Side.USER),

    HEADERS_MISSING(401, Side.MACHINE),
    COMPILER_MISSING(402, Side.MACHINE),
    MODULE_BUILD_FAILED(403, Side.MACHINE),
    RIGHTS_MISSING(404, Side.USER),
    MODULE_LOAD_FAILED(405, Side.MACHINE),
    MODULE_BUSY(406, Side.USER),
    MODULE_NOT_INSTALLED(407, Side.USER),
    NODE_MISSING(408, Side.MACHINE),
    MODULE_FOREIGN(409, Side.USER),
    DISK_FULL(410, Side.MACHINE),
    MODULE_SOURCE_MISSING(411, Side.MACHINE),

    QEMU_MISSING(501, Side.MACHINE),
    GUEST_KERNEL_MISSING(502, Side.MACHINE),
    GUEST_NEVER_BOOTED(503, Side.MACHINE),
    GUEST_LOST(504, Side.MACHINE),
    GUEST_CHANNELS_BUSY(505, Side.MACHINE),
    KERNEL_REPORT(506, Side.MACHINE),
    TRACE_UNAVAILABLE(507, Side.MACHINE),
    GUEST_IN_USE(508, Side.USER),

    PROGRAM_MISSING(601, Side.MACHINE),
    PROGRAM_TIMED_OUT(602, Side.MACHINE),
    PROGRAM_FAILED(603, Side.MACHINE),
    PACKAGES_NOT_INSTALLED(604, Side.MACHINE),
    WORKER_CLASSES_MISSING(605, Side.MACHINE),
    PACKAGE_MANAGER_UNKNOWN(606, Side.MACHINE),
    NOTHING_PLAYS(607, Side.MACHINE),
    INPUT_OUT_OF_REACH(608, Side.USER),

    CONTROL_PORT_BUSY(611, Side.USER),
    CONTROL_REFUSED(612, Side.USER),
    CONTROL_REQUEST_INVALID(613, Side.USER),
    CAMERA_UNKNOWN(614, Side.USER),
    PICTURE_TOO_LARGE(615, Side.USER);

    private final int number;
    private final Side side;

    RuntimeError(int number, Side side) {
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
