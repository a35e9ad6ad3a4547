// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.ErrorId;
import io.github.vcam.error.VcamException;
import io.github.vcam.v4l2.sys.Errno;

/** The kernel refused a call on a video node: which call, which node, which errno. */
public final class V4l2Exception extends VcamException {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final String device;
    private final int errno;

    public V4l2Exception(ErrorId code, String call, String device, int errno) {
        super(code, call + " on " + device + ": " + Errno.name(errno));
        this.call = call;
        this.device = device;
        this.errno = errno;
    }

    /** The exception for this errno: busy, absent, forbidden and vanished devices each have their own code. */
    public static V4l2Exception of(String call, String device, int errno) {
        return new V4l2Exception(codeOf(call, errno), call, device, errno);
    }

    private static ErrorId codeOf(String call, int errno) {
        boolean opening = call.equals("open");
        boolean exchanging = call.equals("VIDIOC_QBUF") || call.equals("VIDIOC_DQBUF") || call.equals("poll");
        return switch (errno) {
            case Errno.ENOENT -> opening ? CoreError.DEVICE_ABSENT : CoreError.IOCTL_FAILED;
            case Errno.ENXIO -> CoreError.DEVICE_ABSENT;
            case Errno.ENODEV -> opening ? CoreError.DEVICE_ABSENT : CoreError.DEVICE_VANISHED;
            case Errno.EACCES, Errno.EPERM -> CoreError.DEVICE_FORBIDDEN;
            case Errno.EBUSY -> CoreError.DEVICE_BUSY;
            case Errno.ENOTTY -> CoreError.DEVICE_UNSUITABLE;
            case Errno.EIO ->
                exchanging || call.equals("write") || call.equals("read")
                        ? CoreError.DEVICE_VANISHED
                        : CoreError.IOCTL_FAILED;
            default -> CoreError.IOCTL_FAILED;
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
