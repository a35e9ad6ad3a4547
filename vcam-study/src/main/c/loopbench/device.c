// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "loopbench.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <linux/videodev2.h>

int device_ioctl(int fd, unsigned long request, void *argument)
{
	return ioctl(fd, request, argument) < 0 ? -errno : 0;
}

const char *device_error(int error)
{
	return error == -EILSEQ ? "the driver marked the buffer as bad (V4L2_BUF_FLAG_ERROR)" : strerror(-error);
}

static bool is_output(const struct device *d)
{
	return d->type == V4L2_BUF_TYPE_VIDEO_OUTPUT;
}

/* remembers how long a call took, if anybody wants to know */
static uint64_t call_begin(const struct device *d)
{
	return d->calls ? now_ns() : 0;
}

static void call_end(struct device *d, enum call call, uint64_t begin)
{
	if (d->calls && d->calls->count[call] < CALLS_KEPT)
		d->calls->ns[call][d->calls->count[call]++] = now_ns() - begin;
}

int device_open(struct device *d, const char *path, unsigned int type, enum method method, const char *exporter)
{
	*d = (struct device){ .type = type, .method = method, .exporter = exporter, .lender = -1 };
	d->fd = open(path, O_RDWR | O_CLOEXEC);
	return d->fd < 0 ? -errno : 0;
}

/* A driver may refuse to have its format set while it streams: then the one it has must do. */
int device_format(struct device *d, unsigned int width, unsigned int height)
{
	struct v4l2_format f = { .type = d->type };
	struct v4l2_pix_format *pix = &f.fmt.pix;
	int error;

	pix->width = width;
	pix->height = height;
	pix->pixelformat = V4L2_PIX_FMT_YUYV;
	pix->field = V4L2_FIELD_NONE;
	pix->bytesperline = width * 2;
	pix->sizeimage = width * height * 2;
	pix->colorspace = V4L2_COLORSPACE_SRGB;
	error = device_ioctl(d->fd, VIDIOC_S_FMT, &f);
	if (error && (is_output(d) || device_ioctl(d->fd, VIDIOC_G_FMT, &f)))
		return error;
	if (pix->width != width || pix->height != height || pix->pixelformat != V4L2_PIX_FMT_YUYV)
		return -EMEDIUMTYPE;
	d->width = width;
	d->height = height;
	d->frame_size = (size_t)width * height * 2;
	return pix->sizeimage < d->frame_size ? -EMSGSIZE : 0;
}

static unsigned int v4l2_memory(const struct device *d)
{
	return d->method == METHOD_USERPTR ? V4L2_MEMORY_USERPTR :
	       d->method == METHOD_DMABUF ? V4L2_MEMORY_DMABUF : V4L2_MEMORY_MMAP;
}

static int map_buffer(struct device *d, unsigned int index)
{
	struct v4l2_buffer b = { .index = index, .type = d->type, .memory = V4L2_MEMORY_MMAP };
	int error = device_ioctl(d->fd, VIDIOC_QUERYBUF, &b);
	int protection = is_output(d) ? PROT_READ | PROT_WRITE : PROT_READ;
	void *data;

	if (error)
		return error;
	if (b.length < d->frame_size)
		return -EMSGSIZE;
	data = mmap(NULL, b.length, protection, MAP_SHARED, d->fd, b.m.offset);
	if (data == MAP_FAILED)
		return -errno;
	d->buffers[index].data = data;
	d->buffers[index].length = b.length;
	return 0;
}

static int map_buffers(struct device *d, unsigned int count)
{
	int error = 0;

	for (; d->count < count && !error; d->count += !error)
		error = map_buffer(d, d->count);
	return error;
}

static int stream_buffers(struct device *d, unsigned int count)
{
	struct v4l2_requestbuffers r = { .count = count, .type = d->type, .memory = v4l2_memory(d) };
	int error = device_ioctl(d->fd, VIDIOC_REQBUFS, &r);

	if (error)
		return error;
	if (r.count > MAX_BUFFERS)
		return -E2BIG;
	error = d->method == METHOD_MMAP ? map_buffers(d, r.count) : memory_lend(d, r.count);
	if (is_output(d))
		d->fresh = d->count;
	for (unsigned int i = 0; i < d->count && !error && !is_output(d); i++)
		error = device_give(d, &(struct buffer){ .index = i });
	return error ? error : device_ioctl(d->fd, VIDIOC_STREAMON, &d->type);
}

int device_stream(struct device *d, unsigned int count)
{
	return d->method == METHOD_RW ? memory_lend(d, 1) : stream_buffers(d, count);
}

void device_close(struct device *d)
{
	if (d->fd < 0)
		return;
	memory_release(d);
	close(d->fd);
	*d = (struct device){ .fd = -1, .lender = -1 };
}

int device_wait(struct device *d)
{
	struct pollfd p = { .fd = d->fd, .events = is_output(d) ? POLLOUT : POLLIN };
	uint64_t begin;
	int n;

	if (d->fresh)
		return 0;
	begin = call_begin(d);
	d->system_calls++;
	n = poll(&p, 1, POLL_MS);
	call_end(d, CALL_POLL, begin);
	if (n < 0)
		return -errno;
	if (n == 0)
		return -ETIME;
	/* read() says itself what is wrong, and with some drivers nothing is */
	return p.revents & p.events || d->method == METHOD_RW ? 0 : -EIO;
}

static int take_rw(struct device *d, struct buffer *b)
{
	uint64_t begin;
	ssize_t n;

	*b = (struct buffer){ .data = d->buffers[0].data };
	if (is_output(d))
		return 0;
	begin = call_begin(d);
	d->system_calls++;
	n = read(d->fd, b->data, d->frame_size);
	call_end(d, CALL_DEQUEUE, begin);
	if (n < 0)
		return -errno;
	return (size_t)n == d->frame_size ? 0 : -EMSGSIZE;
}

int device_take(struct device *d, struct buffer *b)
{
	struct v4l2_buffer v = { .type = d->type, .memory = v4l2_memory(d) };
	uint64_t begin;
	int error;

	if (d->method == METHOD_RW)
		return take_rw(d, b);
	if (d->fresh) { /* the first buffers are ours without asking */
		v.index = d->count - d->fresh--;
	} else {
		begin = call_begin(d);
		d->system_calls++;
		error = device_ioctl(d->fd, VIDIOC_DQBUF, &v);
		call_end(d, CALL_DEQUEUE, begin);
		if (error)
			return error;
		if (v.index >= d->count)
			return -EBADSLT;
	}
	*b = (struct buffer){ .index = v.index, .data = d->buffers[v.index].data };
	if (v.flags & V4L2_BUF_FLAG_LAST) /* no frame: so ends a stream, or a format */
		return -EPIPE;
	return v.flags & V4L2_BUF_FLAG_ERROR ? -EILSEQ : 0;
}

static int give_rw(struct device *d)
{
	uint64_t begin;
	ssize_t n;

	if (!is_output(d))
		return 0;
	begin = call_begin(d);
	d->system_calls++;
	n = write(d->fd, d->buffers[0].data, d->frame_size);
	call_end(d, CALL_QUEUE, begin);
	if (n < 0)
		return -errno;
	return (size_t)n == d->frame_size ? 0 : -EMSGSIZE;
}

int device_give(struct device *d, const struct buffer *b)
{
	struct v4l2_buffer v = { .index = b->index, .type = d->type, .memory = v4l2_memory(d) };
	uint64_t begin;
	int error;

	if (d->method == METHOD_RW)
		return give_rw(d);
	if (is_output(d)) {
		v.bytesused = d->frame_size;
		v.field = V4L2_FIELD_NONE;
	}
	if (d->method == METHOD_USERPTR)
		v.m.userptr = (unsigned long)d->buffers[b->index].data;
	else if (d->method == METHOD_DMABUF)
		v.m.fd = d->buffers[b->index].fd;
	if (d->method != METHOD_MMAP)
		v.length = d->buffers[b->index].length;
	begin = call_begin(d);
	d->system_calls++;
	error = device_ioctl(d->fd, VIDIOC_QBUF, &v);
	call_end(d, CALL_QUEUE, begin);
	return error;
}
