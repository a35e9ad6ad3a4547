// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys;

/** Constants of linux/videodev2.h, linux/dma-buf.h, linux/udmabuf.h, sys/mman.h, fcntl.h and poll.h, under their own names. */
public final class V4l2 {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_CLOEXEC = 0x80000;

    public static final int PROT_READ = 1;
    public static final int PROT_WRITE = 2;

    public static final int POLLIN = 1;
    public static final int POLLPRI = 2;
    public static final int POLLOUT = 4;
    public static final int POLLERR = 8;
    public static final int POLLHUP = 0x10;
    public static final int POLLNVAL = 0x20;

    public static final int V4L2_CAP_VIDEO_CAPTURE = 0x1;
    public static final int V4L2_CAP_VIDEO_OUTPUT = 0x2;
    public static final int V4L2_CAP_READWRITE = 0x0100_0000;
    public static final int V4L2_CAP_STREAMING = 0x0400_0000;
    public static final int V4L2_CAP_DEVICE_CAPS = 0x8000_0000;

    public static final int V4L2_BUF_TYPE_VIDEO_CAPTURE = 1;
    public static final int V4L2_BUF_TYPE_VIDEO_OUTPUT = 2;

    public static final int V4L2_MEMORY_MMAP = 1;
    public static final int V4L2_MEMORY_USERPTR = 2;
    public static final int V4L2_MEMORY_DMABUF = 4;

    public static final int V4L2_BUF_CAP_SUPPORTS_MMAP = 0x1;
    public static final int V4L2_BUF_CAP_SUPPORTS_USERPTR = 0x2;
    public static final int V4L2_BUF_CAP_SUPPORTS_DMABUF = 0x4;

    public static final long DMA_BUF_SYNC_READ = 1;
    public static final long DMA_BUF_SYNC_WRITE = 2;
    public static final long DMA_BUF_SYNC_END = 4;

    public static final int UDMABUF_FLAGS_CLOEXEC = 1;

    public static final int V4L2_FIELD_ANY = 0;
    public static final int V4L2_FIELD_NONE = 1;
    /** In {@code priv}: the fields behind it count. */
    public static final int V4L2_PIX_FMT_PRIV_MAGIC = 0xfeedcafe;

    public static final int V4L2_BUF_FLAG_QUEUED = 0x2;
    public static final int V4L2_BUF_FLAG_DONE = 0x4;
    public static final int V4L2_BUF_FLAG_ERROR = 0x40;
    public static final int V4L2_BUF_FLAG_TIMESTAMP_COPY = 0x4000;
    public static final int V4L2_BUF_FLAG_LAST = 0x0010_0000;

    public static final int V4L2_EVENT_SUB_FL_SEND_INITIAL = 1;

    /** A driver's own; see linux/v4l2loopback.h. */
    public static final int V4L2LOOPBACK_EVENT_CLIENT_USAGE = 0x10e0_0001;

    public static final int V4L2_FRMSIZE_TYPE_DISCRETE = 1;
    public static final int V4L2_FRMSIZE_TYPE_CONTINUOUS = 2;
    public static final int V4L2_FRMSIZE_TYPE_STEPWISE = 3;

    private V4l2() {}
}
