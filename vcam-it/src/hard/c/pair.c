// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "hard.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

void side_open(struct device *d, unsigned int type, enum method method, const struct shape *s, unsigned int count)
{
	int error = device_open(d, settings.device, type, method, settings.second);

	if (!error)
		error = device_format(d, s->width, s->height);
	if (!error)
		error = device_stream(d, count);
	if (error) {
		complain("cannot stream on %s: %s", settings.device, strerror(-error));
		exit(1);
	}
}

void pair_shape(struct pair *p, enum method producer, enum method consumer, const struct shape *s, unsigned int count)
{
	p->number = 0;
	p->in_hand = 0;
	p->astray = false;
	side_open(&p->producer, V4L2_BUF_TYPE_VIDEO_OUTPUT, producer, s, count);
	side_open(&p->consumer, V4L2_BUF_TYPE_VIDEO_CAPTURE, consumer, s, count);
}

void pair_open(struct pair *p, enum method producer, enum method consumer, unsigned int count)
{
	pair_shape(p, producer, consumer, &shapes[0], count);
}

void side_writable(struct device *d)
{
	for (unsigned int i = 0; i < d->count; i++)
		CHECK(mprotect(d->buffers[i].data, d->buffers[i].length, PROT_READ | PROT_WRITE) == 0);
}

void side_stop(struct device *d)
{
	CHECK(device_ioctl(d->fd, VIDIOC_STREAMOFF, &d->type) == 0);
}

/* The mapping stays. */
void side_leave(struct device *d)
{
	side_stop(d);
	CHECK(request_buffers(d->fd, d->type, V4L2_MEMORY_MMAP, 0) == 0);
}

size_t pages_with_something(const struct device *d, unsigned int index)
{
	static const char zeros[4096];
	const char *data = d->buffers[index].data;
	size_t pages = 0;

	for (size_t at = 0; at + sizeof(zeros) <= d->buffers[index].length; at += sizeof(zeros))
		pages += memcmp(data + at, zeros, sizeof(zeros)) != 0;
	return pages;
}

bool all_zero(const struct device *d)
{
	for (unsigned int i = 0; i < d->count; i++)
		if (pages_with_something(d, i))
			return false;
	return true;
}

void pair_close(struct pair *p)
{
	device_close(&p->consumer);
	device_close(&p->producer);
}

static int wait_and_take(struct device *d, struct buffer *b)
{
	int error = d->method == METHOD_RW ? 0 : device_wait(d);

	for (int tries = 0; error == -ETIME && tries < 50; tries++)
		error = device_wait(d);
	return error ? error : device_take(d, b);
}

static bool ready_at_once(const struct device *d)
{
	struct pollfd p = { .fd = d->fd, .events = POLLOUT };

	return d->fresh || (poll(&p, 1, 0) > 0 && p.revents & POLLOUT);
}

/* any of those in its hands, which it keeps full while it is to go astray */
static int next_buffer(struct pair *p, struct buffer *b)
{
	unsigned int chosen;

	if (!p->astray && !p->in_hand)
		return wait_and_take(&p->producer, b);
	while (p->astray && p->in_hand < HAND && (!p->in_hand || ready_at_once(&p->producer))) {
		int error = wait_and_take(&p->producer, &p->hand[p->in_hand]);

		if (error)
			return error;
		p->in_hand++;
	}
	chosen = random_below(&p->random, p->in_hand);
	*b = p->hand[chosen];
	p->hand[chosen] = p->hand[--p->in_hand];
	return 0;
}

void pair_astray(struct pair *p, bool astray)
{
	p->astray = astray;
	p->random = random_stream(HAND);
}

void pair_send(struct pair *p)
{
	struct device *d = &p->producer;
	struct buffer b;
	int error = next_buffer(p, &b);

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

void pair_send_many(struct pair *p, unsigned int frames)
{
	while (frames--)
		pair_send(p);
}

bool pair_move_many(struct pair *p, unsigned int frames)
{
	struct buffer b;

	while (frames--) {
		if (!pair_move(p, &b))
			return false;
		pair_give(p, &b);
	}
	return true;
}

bool frame_is(const struct device *d, const void *frame, uint64_t number)
{
	struct verdict v = stamp_check(frame, d->frame_size, COVER_FULL);

	return !v.torn && v.number == number;
}

/* Who comes late is given the newest frame at once, and that is an old one. */
bool pair_join(struct pair *p)
{
	struct buffer b;

	pair_send(p);
	for (unsigned int tries = 0; tries < 3 && pair_take(p, &b); tries++) {
		bool newest = frame_is(&p->consumer, b.data, p->number);

		pair_give(p, &b);
		if (newest)
			return true;
	}
	return false;
}

bool pair_move(struct pair *p, struct buffer *b)
{
	pair_send(p);
	return pair_take(p, b) && frame_is(&p->consumer, b->data, p->number);
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

int export_buffer(int fd, unsigned int type, unsigned int index)
{
	struct v4l2_exportbuffer e = { .type = type, .index = index, .flags = O_RDWR | O_CLOEXEC };
	int error = device_ioctl(fd, VIDIOC_EXPBUF, &e);

	return error ? error : e.fd;
}
