// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "loopbench.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/mman.h>
#include <unistd.h>

static int lend_anonymous(struct device *d, unsigned int count)
{
	size_t length = (d->frame_size + 4095) / 4096 * 4096;

	for (; d->count < count; d->count++) {
		void *data = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE,
				  -1, 0);

		if (data == MAP_FAILED)
			return -errno;
		d->buffers[d->count].data = data;
		d->buffers[d->count].length = length;
	}
	return 0;
}

static int export_one(struct device *d, unsigned int index)
{
	struct v4l2_buffer b = { .index = index, .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP };
	struct v4l2_exportbuffer e = { .index = index, .type = b.type, .flags = O_RDWR | O_CLOEXEC };
	void *data;
	int error = device_ioctl(d->lender, VIDIOC_QUERYBUF, &b);

	if (!error)
		error = device_ioctl(d->lender, VIDIOC_EXPBUF, &e);
	if (error)
		return error;
	data = mmap(NULL, b.length, PROT_READ | PROT_WRITE, MAP_SHARED, e.fd, 0);
	if (data == MAP_FAILED) {
		error = -errno;
		close(e.fd);
		return error;
	}
	d->buffers[index].data = data;
	d->buffers[index].length = b.length;
	d->buffers[index].fd = e.fd;
	return 0;
}

/* CAPTURE buffers, for of these everybody may have some. Whoever came first has set the lender's format. */
static int lend_exported(struct device *d, unsigned int count)
{
	struct v4l2_format f = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE };
	struct v4l2_requestbuffers r = { .count = count, .type = f.type, .memory = V4L2_MEMORY_MMAP };
	int error;

	if (!d->exporter)
		return -ENODEV;
	d->lender = open(d->exporter, O_RDWR | O_CLOEXEC);
	if (d->lender < 0)
		return -errno;
	f.fmt.pix.width = d->width;
	f.fmt.pix.height = d->height;
	f.fmt.pix.pixelformat = V4L2_PIX_FMT_YUYV;
	error = device_ioctl(d->lender, VIDIOC_S_FMT, &f);
	if (!error && f.fmt.pix.sizeimage < d->frame_size)
		error = -EMSGSIZE;
	if (!error)
		error = device_ioctl(d->lender, VIDIOC_REQBUFS, &r);
	if (!error && r.count < count)
		error = -ENOBUFS;
	for (; d->count < count && !error; d->count += !error)
		error = export_one(d, d->count);
	return error;
}

int memory_lend(struct device *d, unsigned int count)
{
	return d->method == METHOD_DMABUF ? lend_exported(d, count) : lend_anonymous(d, count);
}

void memory_release(struct device *d)
{
	for (unsigned int i = 0; i < d->count; i++) {
		munmap(d->buffers[i].data, d->buffers[i].length);
		if (d->method == METHOD_DMABUF)
			close(d->buffers[i].fd);
	}
	if (d->lender >= 0)
		close(d->lender);
}
