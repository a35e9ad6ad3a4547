// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.error;

/**
 * Every error that a user can meet. The id is stable; {@code docs/errors/VCAM-nnn.md} explains it.
 */
public enum ErrorCode {
    INPUT_MISSING(101, Side.USER),
    INPUT_EMPTY(102, Side.USER),
    INPUT_UNREADABLE(103, Side.USER),
    INPUT_WITHOUT_VIDEO(104, Side.USER),
    INPUT_TRUNCATED(105, Side.USER),
    INPUT_GRAPH_INVALID(106, Side.USER),
    INPUT_DECODING_FAILED(107, Side.USER),

    SIZE_INVALID(201, Side.USER),
    FORMAT_UNKNOWN(202, Side.USER),
    METHOD_UNKNOWN(203, Side.USER),
    PARAMETER_INVALID(204, Side.USER),
    FORMAT_REFUSED(205, Side.USER),
    OUTPUT_UNWRITABLE(206, Side.USER),
    METHOD_REFUSED(207, Side.USER),

    DEVICE_ABSENT(301, Side.USER),
    DEVICE_UNSUITABLE(302, Side.USER),
    DEVICE_BUSY(303, Side.USER),
    DEVICE_FORBIDDEN(304, Side.USER),
    DEVICE_VANISHED(305, Side.MACHINE),
    IOCTL_FAILED(306, Side.MACHINE),
    FRAME_TIMEOUT(307, Side.MACHINE),
    DMABUF_UNAVAILABLE(308, Side.MACHINE),

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

    PROGRAM_MISSING(601, Side.MACHINE),
    PROGRAM_TIMED_OUT(602, Side.MACHINE),
    PROGRAM_FAILED(603, Side.MACHINE),
    PACKAGES_NOT_INSTALLED(604, Side.MACHINE),

    BENCH_MODULE_UNKNOWN(701, Side.USER),
    BENCH_STOPPED(702, Side.MACHINE),
    PERF_MISSING(711, Side.MACHINE),
    PERF_FORBIDDEN(712, Side.USER),
    PROFILE_EMPTY(713, Side.MACHINE),
    PROFILE_STOPPED(714, Side.MACHINE);

    /** Who can mend it: the user by asking for something else, or whoever keeps the machine (or us). */
    public enum Side {
        USER,
        MACHINE
    }

    private final int number;
    private final Side side;

    ErrorCode(int number, Side side) {
        this.number = number;
        this.side = side;
    }

    /** The stable id, for instance {@code VCAM-303}. */
    public String id() {
        return "VCAM-" + number;
    }

    public Side side() {
        return side;
    }
}
