// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.frame.FourCc;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.layout.KernelStruct;
import io.github.vcam.v4l2.sys.layout.LoopbackBehind;
import io.github.vcam.v4l2.sys.layout.LoopbackPlaceholder;

/** The part of a {@link FakeDevice} that only our module has. */
public final class FakePlaceholder {
    private final LoopbackPlaceholder kept = new LoopbackPlaceholder();
    private boolean known;

    /** How many programs take frames. */
    public int watchers;

    /** It has one, of that format; its bytes are whatever they are. */
    public void has(FrameFormat format) {
        known = true;
        kept.pixelFormat(format.pixelFormat().fourCc().code())
                .width(format.width())
                .height(format.height())
                .bytesUsed(format.sizeImage());
    }

    public FrameFormat format() {
        return FrameFormat.of(
                PixelFormat.find(new FourCc(kept.pixelFormat())).orElseThrow(), kept.width(), kept.height());
    }

    public int bytesUsed() {
        return kept.bytesUsed();
    }

    int ioctl(Ioctl request, KernelStruct argument) {
        if (!known) {
            return -Errno.ENOTTY;
        }
        if (request == Ioctl.V4L2LOOPBACK_IOC_BEHIND) {
            ((LoopbackBehind) argument).count(watchers);
            return 0;
        }
        if (request == Ioctl.V4L2LOOPBACK_IOC_G_PLACEHOLDER) {
            copy(kept, (LoopbackPlaceholder) argument);
            return 0;
        }
        if (request == Ioctl.V4L2LOOPBACK_IOC_S_PLACEHOLDER) {
            copy((LoopbackPlaceholder) argument, kept);
            return 0;
        }
        return -Errno.ENOTTY;
    }

    private static void copy(LoopbackPlaceholder from, LoopbackPlaceholder to) {
        to.pixelFormat(from.pixelFormat())
                .width(from.width())
                .height(from.height())
                .bytesUsed(from.bytesUsed());
    }
}
