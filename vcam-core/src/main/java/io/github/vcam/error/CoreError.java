// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.error;

/** What can go wrong between an input and a video node. */
public enum CoreError implements ErrorId {
    INPUT_MISSING(101, Side.USER),
    INPUT_EMPTY(102, Side.USER),
    INPUT_UNREADABLE(103, Side.USER),
    INPUT_WITHOUT_VIDEO(104, Side.USER),
    INPUT_TRUNCATED(105, Side.USER),
    INPUT_GRAPH_INVALID(106, Side.USER),
    INPUT_DECODING_FAILED(107, Side.USER),
    INPUT_SILENT(108, Side.USER),
    INPUT_ONCE(109, Side.USER),

    SIZE_INVALID(201, Side.USER),
    FORMAT_UNKNOWN(202, Side.USER),
    METHOD_UNKNOWN(203, Side.USER),
    PARAMETER_INVALID(204, Side.USER),
    FORMAT_REFUSED(205, Side.USER),
    METHOD_REFUSED(207, Side.USER),

    DEVICE_ABSENT(301, Side.USER),
    DEVICE_UNSUITABLE(302, Side.USER),
    DEVICE_BUSY(303, Side.USER),
    DEVICE_FORBIDDEN(304, Side.USER),
    DEVICE_VANISHED(305, Side.MACHINE),
    IOCTL_FAILED(306, Side.MACHINE),
    FRAME_TIMEOUT(307, Side.MACHINE),
    DMABUF_UNAVAILABLE(308, Side.MACHINE),
    CONSUMER_BEHIND(309, Side.MACHINE);

    private final int number;
    private final Side side;

    CoreError(int number, Side side) {
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
