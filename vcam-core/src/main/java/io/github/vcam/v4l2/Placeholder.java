// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.frame.FourCc;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.layout.LoopbackPlaceholder;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The picture that a loopback device shows while nobody feeds it. The module keeps it until the device goes or gets
 * another one.
 *
 * @param format of the picture, and of the device while nobody feeds it
 * @param picture its bytes, from the front
 */
public record Placeholder(FrameFormat format, ByteBuffer picture) {

    /**
     * Gives it to a device; who may not feed the device may not do that either.
     *
     * @return false where the driver has no such thing
     */
    public boolean showOn(VideoDevice device) {
        NativeMemory memory = device.calls().allocate(picture.remaining());
        try {
            memory.bytes().put(0, picture, picture.position(), picture.remaining());
            LoopbackPlaceholder request = new LoopbackPlaceholder()
                    .pixelFormat(format.pixelFormat().fourCc().code())
                    .width(format.width())
                    .height(format.height())
                    .bytesUsed(picture.remaining())
                    .data(memory.address());
            return call(device, Ioctl.V4L2LOOPBACK_IOC_S_PLACEHOLDER, request);
        } finally {
            device.calls().free(memory);
        }
    }

    /** The format of a device's placeholder; empty where it has none, or one that is not known here. */
    public static Optional<FrameFormat> formatOn(VideoDevice device) {
        LoopbackPlaceholder answer = new LoopbackPlaceholder();
        return call(device, Ioctl.V4L2LOOPBACK_IOC_G_PLACEHOLDER, answer) ? format(answer) : Optional.empty();
    }

    /** What a device shows while nobody feeds it; empty as {@link #formatOn} says. */
    public static Optional<Placeholder> on(VideoDevice device) {
        Optional<FrameFormat> expected = formatOn(device);
        if (expected.isEmpty()) {
            return Optional.empty();
        }
        NativeMemory memory = device.calls().allocate(expected.get().sizeImage());
        try {
            LoopbackPlaceholder answer =
                    new LoopbackPlaceholder().bytesUsed(memory.length()).data(memory.address());
            call(device, Ioctl.V4L2LOOPBACK_IOC_G_PLACEHOLDER, answer);
            ByteBuffer picture = ByteBuffer.allocateDirect(answer.bytesUsed());
            picture.put(0, memory.bytes(), 0, picture.capacity());
            return format(answer).map(format -> new Placeholder(format, picture));
        } finally {
            device.calls().free(memory);
        }
    }

    private static Optional<FrameFormat> format(LoopbackPlaceholder answer) {
        return PixelFormat.find(new FourCc(answer.pixelFormat()))
                .map(pixels -> FrameFormat.of(pixels, answer.width(), answer.height()));
    }

    private static boolean call(VideoDevice device, Ioctl request, LoopbackPlaceholder argument) {
        int result = device.calls().ioctl(device.fd(), request, argument);
        if (result < 0 && result != -Errno.ENOTTY) {
            throw V4l2Exception.of(request.name(), device.path(), -result);
        }
        return result >= 0;
    }
}
