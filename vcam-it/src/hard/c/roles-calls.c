// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "roles.h"

#include <fcntl.h>
#include <poll.h>

int stream(int fd, unsigned int type, bool on)
{
	return device_ioctl(fd, on ? VIDIOC_STREAMON : VIDIOC_STREAMOFF, &type);
}

int queue(int fd, unsigned int type, unsigned int index)
{
	struct v4l2_buffer b = { .type = type, .memory = MMAP, .index = index, .field = V4L2_FIELD_NONE };

	return device_ioctl(fd, VIDIOC_QBUF, &b);
}

int dequeue(int fd, unsigned int type, struct v4l2_buffer *b)
{
	*b = (struct v4l2_buffer){ .type = type, .memory = MMAP };
	return device_ioctl(fd, VIDIOC_DQBUF, b);
}

int control(int fd, unsigned int id, int value)
{
	struct v4l2_control c = { .id = id, .value = value };

	return device_ioctl(fd, VIDIOC_S_CTRL, &c);
}

int subscribe(int fd, unsigned int type)
{
	struct v4l2_event_subscription s = { .type = type };

	return device_ioctl(fd, VIDIOC_SUBSCRIBE_EVENT, &s);
}

unsigned int event(int fd)
{
	struct v4l2_event e;

	return device_ioctl(fd, VIDIOC_DQEVENT, &e) ? 0 : e.type;
}

int ready(int fd, int events)
{
	struct pollfd p = { .fd = fd, .events = events };

	return poll(&p, 1, PATIENCE_MS) > 0 ? p.revents : 0;
}

int ready_now(int fd, int events)
{
	struct pollfd p = { .fd = fd, .events = events };

	return poll(&p, 1, 0) > 0 ? p.revents : 0;
}

int output_format(int fd, unsigned int width)
{
	return set_format(fd, OUTPUT, V4L2_PIX_FMT_YUYV, width, 64);
}

int producer(unsigned int width)
{
	int fd = open_node(O_NONBLOCK);

	CHECK(output_format(fd, width) > 0);
	CHECK(request_buffers(fd, OUTPUT, MMAP, 2) > 0 && stream(fd, OUTPUT, true) == 0);
	return fd;
}

int consumer(unsigned int count, unsigned int queued)
{
	int fd = open_node(O_NONBLOCK);

	CHECK(subscribe(fd, V4L2_EVENT_SOURCE_CHANGE) == 0);
	CHECK(request_buffers(fd, CAPTURE, MMAP, count) == (int)count);
	for (unsigned int i = 0; i < queued; i++)
		CHECK(queue(fd, CAPTURE, i) == 0);
	return fd;
}

void frame_arrives(int from, int to)
{
	struct v4l2_buffer b;

	CHECK(queue(from, OUTPUT, 0) == 0);
	CHECK(ready(to, POLLIN) & POLLIN);
	CHECK(dequeue(to, CAPTURE, &b) == 0 && b.bytesused > 0 && !(b.flags & V4L2_BUF_FLAG_LAST));
}
