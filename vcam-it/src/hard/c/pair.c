// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "hard.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdlib.h>
#include <string.h>

static void open_side(struct device *d, unsigned int type, enum method method, unsigned int buffers)
{
	int error = device_open(d, settings.device, type, method, settings.second);

	if (!error)
		error = device_format(d, 640, 480);
	if (!error)
		error = device_stream(d, buffers);
	if (error) {
		complain("cannot stream on %s: %s", settings.device, strerror(-error));
		exit(1);
	}
}

void pair_open(struct pair *p, enum method producer, enum method consumer, unsigned int buffers)
{
	p->number = 0;
	open_side(&p->producer, V4L2_BUF_TYPE_VIDEO_OUTPUT, producer, buffers);
	open_side(&p->consumer, V4L2_BUF_TYPE_VIDEO_CAPTURE, consumer, buffers);
}

void pair_close(struct pair *p)
{
	device_close(&p->consumer);
	device_close(&p->producer);
}

void pair_send(struct pair *p)
{
	struct device *d = &p->producer;
	struct buffer b;
	int error = d->method == METHOD_RW ? 0 : device_wait(d);

	for (int tries = 0; error == -ETIME && tries < 50; tries++)
		error = device_wait(d);
	if (!error)
		error = device_take(d, &b);
	if (!error) {
		stamp_fill(b.data, d->frame_size, ++p->number, COVER_FULL);
		error = device_give(d, &b);
	}
	if (error)
		complain("cannot send frame %lu: %s", (unsigned long)p->number, strerror(-error));
}

bool pair_take(struct pair *p, struct buffer *b)
{
	int error = -ETIME;

	for (int tries = 0; error == -ETIME && tries < 10; tries++)
		error = device_wait(&p->consumer);
	return !error && device_take(&p->consumer, b) == 0;
}

void pair_give(struct pair *p, const struct buffer *b)
{
	CHECK(device_give(&p->consumer, b) == 0);
}

bool pair_move(struct pair *p, struct buffer *b)
{
	struct verdict v;

	pair_send(p);
	if (!pair_take(p, b))
		return false;
	v = stamp_check(b->data, p->consumer.frame_size, COVER_FULL);
	return !v.torn && v.number == p->number;
}

int open_node(int flags)
{
	return open(settings.device, O_RDWR | O_CLOEXEC | flags);
}

int set_format(int fd, unsigned int type, unsigned int fourcc, unsigned int width, unsigned int height)
{
	struct v4l2_format f = { .type = type };
	int error;

	f.fmt.pix.width = width;
	f.fmt.pix.height = height;
	f.fmt.pix.pixelformat = fourcc;
	error = device_ioctl(fd, VIDIOC_S_FMT, &f);
	return error ? error : (int)f.fmt.pix.sizeimage;
}

int request_buffers(int fd, unsigned int type, unsigned int memory, unsigned int count)
{
	struct v4l2_requestbuffers r = { .count = count, .type = type, .memory = memory };
	int error = device_ioctl(fd, VIDIOC_REQBUFS, &r);

	return error ? error : (int)r.count;
}
