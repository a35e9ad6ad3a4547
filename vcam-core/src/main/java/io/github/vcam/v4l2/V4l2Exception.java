// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.error.Advice;
import io.github.vcam.error.ErrorCode;
import io.github.vcam.error.VcamException;
import io.github.vcam.v4l2.sys.Errno;

/** The kernel refused a call on a video node: which call, which node, which errno. */
public final class V4l2Exception extends VcamException {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final String device;
    private final int errno;

    public V4l2Exception(ErrorCode code, String call, String device, int errno) {
        super(code, Advice.append(call + " on " + device + ": " + Errno.name(errno), code));
        this.call = call;
        this.device = device;
        this.errno = errno;
    }

    /** The exception for this errno: busy, absent, forbidden and vanished devices each have their own code. */
    public static V4l2Exception of(String call, String device, int errno) {
        return new V4l2Exception(codeOf(call, errno), call, device, errno);
    }

    private static ErrorCode codeOf(String call, int errno) {
        boolean opening = call.equals("open");
        boolean exchanging = call.equals("VIDIOC_QBUF") || call.equals("VIDIOC_DQBUF") || call.equals("poll");
        return switch (errno) {
            case Errno.ENOENT -> opening ? ErrorCode.DEVICE_ABSENT : ErrorCode.IOCTL_FAILED;
            case Errno.ENXIO -> ErrorCode.DEVICE_ABSENT;
            case Errno.ENODEV -> opening ? ErrorCode.DEVICE_ABSENT : ErrorCode.DEVICE_VANISHED;
            case Errno.EACCES, Errno.EPERM -> ErrorCode.DEVICE_FORBIDDEN;
            case Errno.EBUSY -> ErrorCode.DEVICE_BUSY;
            case Errno.ENOTTY -> ErrorCode.DEVICE_UNSUITABLE;
            case Errno.EIO ->
                exchanging || call.equals("write") || call.equals("read")
                        ? ErrorCode.DEVICE_VANISHED
                        : ErrorCode.IOCTL_FAILED;
            default -> ErrorCode.IOCTL_FAILED;
        };
    }

    /** The failed call, for instance VIDIOC_S_FMT, open or mmap. */
    public String call() {
        return call;
    }

    public String device() {
        return device;
    }

    public int errno() {
        return errno;
    }
}
