// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys;

import io.github.vcam.v4l2.sys.layout.Buffer;
import io.github.vcam.v4l2.sys.layout.Capability;
import io.github.vcam.v4l2.sys.layout.Control;
import io.github.vcam.v4l2.sys.layout.CreateBuffers;
import io.github.vcam.v4l2.sys.layout.DmabufSync;
import io.github.vcam.v4l2.sys.layout.Event;
import io.github.vcam.v4l2.sys.layout.EventSubscription;
import io.github.vcam.v4l2.sys.layout.ExportBuffer;
import io.github.vcam.v4l2.sys.layout.Format;
import io.github.vcam.v4l2.sys.layout.FormatDescription;
import io.github.vcam.v4l2.sys.layout.FrameSizes;
import io.github.vcam.v4l2.sys.layout.HeapAllocation;
import io.github.vcam.v4l2.sys.layout.IntArgument;
import io.github.vcam.v4l2.sys.layout.LoopbackBehind;
import io.github.vcam.v4l2.sys.layout.LoopbackConfig;
import io.github.vcam.v4l2.sys.layout.LoopbackPlaceholder;
import io.github.vcam.v4l2.sys.layout.RequestBuffers;
import io.github.vcam.v4l2.sys.layout.StreamParameters;
import io.github.vcam.v4l2.sys.layout.UdmabufCreate;

/**
 * The requests of V4L2, of those who make dma-bufs, and of the loopback module's control node, numbered as asm-generic/ioctl.h does: direction, size of the
 * argument, type, number.
 */
public enum Ioctl {
    VIDIOC_QUERYCAP(Direction.READ, 0, Capability.SIZE),
    VIDIOC_ENUM_FMT(Direction.BOTH, 2, FormatDescription.SIZE),
    VIDIOC_G_FMT(Direction.BOTH, 4, Format.SIZE),
    VIDIOC_S_FMT(Direction.BOTH, 5, Format.SIZE),
    VIDIOC_REQBUFS(Direction.BOTH, 8, RequestBuffers.SIZE),
    VIDIOC_QUERYBUF(Direction.BOTH, 9, Buffer.SIZE),
    VIDIOC_QBUF(Direction.BOTH, 15, Buffer.SIZE),
    VIDIOC_EXPBUF(Direction.BOTH, 16, ExportBuffer.SIZE),
    VIDIOC_DQBUF(Direction.BOTH, 17, Buffer.SIZE),
    VIDIOC_STREAMON(Direction.WRITE, 18, IntArgument.SIZE),
    VIDIOC_STREAMOFF(Direction.WRITE, 19, IntArgument.SIZE),
    VIDIOC_G_PARM(Direction.BOTH, 21, StreamParameters.SIZE),
    VIDIOC_S_PARM(Direction.BOTH, 22, StreamParameters.SIZE),
    VIDIOC_G_CTRL(Direction.BOTH, 27, Control.SIZE),
    VIDIOC_S_CTRL(Direction.BOTH, 28, Control.SIZE),
    VIDIOC_TRY_FMT(Direction.BOTH, 64, Format.SIZE),
    VIDIOC_ENUM_FRAMESIZES(Direction.BOTH, 74, FrameSizes.SIZE),
    VIDIOC_DQEVENT(Direction.READ, 89, Event.SIZE),
    VIDIOC_SUBSCRIBE_EVENT(Direction.WRITE, 90, EventSubscription.SIZE),
    VIDIOC_CREATE_BUFS(Direction.BOTH, 92, CreateBuffers.SIZE),
    VIDIOC_PREPARE_BUF(Direction.BOTH, 93, Buffer.SIZE),
    DMA_BUF_IOCTL_SYNC(Direction.WRITE, 'b', 0, DmabufSync.SIZE),
    DMA_HEAP_IOCTL_ALLOC(Direction.BOTH, 'H', 0, HeapAllocation.SIZE),
    UDMABUF_CREATE(Direction.WRITE, 'u', 0x42, UdmabufCreate.SIZE),
    V4L2LOOPBACK_CTL_QUERY(Direction.BOTH, '~', 3, LoopbackConfig.SIZE),
    V4L2LOOPBACK_CTL_ADD_OWNED(Direction.WRITE, '~', 0x40, LoopbackConfig.SIZE),
    V4L2LOOPBACK_IOC_BEHIND(Direction.BOTH, 0xe0, LoopbackBehind.SIZE),
    V4L2LOOPBACK_IOC_S_PLACEHOLDER(Direction.WRITE, 0xe1, LoopbackPlaceholder.SIZE),
    V4L2LOOPBACK_IOC_G_PLACEHOLDER(Direction.BOTH, 0xe2, LoopbackPlaceholder.SIZE);

    private enum Direction {
        WRITE(1),
        READ(2),
        BOTH(3);

        private final long bits;

        Direction(long bits) {
            this.bits = bits;
        }
    }

    private final long request;

    Ioctl(Direction direction, int number, int size) {
        this(direction, 'V', number, size);
    }

    Ioctl(Direction direction, char type, int number, int size) {
        request = direction.bits << 30 | (long) size << 16 | (long) type << 8 | number;
    }

    /** The number that the kernel knows this request by. */
    public long request() {
        return request;
    }
}
