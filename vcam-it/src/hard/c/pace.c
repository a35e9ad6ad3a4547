// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "hard.h"

#include <errno.h>
#include <linux/videodev2.h>

#include "node.h"

enum { RATE = 10, REPEATS = 20 };

static void set_control(int fd, unsigned int id, int value)
{
	struct v4l2_control c = { .id = id, .value = value };

	CHECK(device_ioctl(fd, VIDIOC_S_CTRL, &c) == 0);
}

static void set_rate(int fd)
{
	struct v4l2_streamparm p = { .type = V4L2_BUF_TYPE_VIDEO_OUTPUT };

	p.parm.output.timeperframe = (struct v4l2_fract){ 1, RATE };
	CHECK(device_ioctl(fd, VIDIOC_S_PARM, &p) == 0);
}

/* takes a frame, gives it back; its time in us */
static uint64_t take_time(struct device *d)
{
	struct v4l2_buffer b = { .type = d->type, .memory = V4L2_MEMORY_MMAP };
	uint64_t time;
	int error = -ETIME;

	for (int tries = 0; error == -ETIME && tries < 10; tries++)
		error = device_wait(d);
	CHECK(error == 0 && device_ioctl(d->fd, VIDIOC_DQBUF, &b) == 0);
	time = b.timestamp.tv_sec * 1000000ull + b.timestamp.tv_usec;
	CHECK(device_ioctl(d->fd, VIDIOC_QBUF, &b) == 0);
	return time;
}

/*
 * Who takes a repeated frame is no producer: the next one follows after a frame time, not after one and a half. A slow
 * machine may delay some, not all, for delays are made up for.
 */
void pace_of_repeats(void)
{
	uint64_t least = UINT64_MAX, time, before;
	struct pair p;

	pair_open(&p, METHOD_MMAP, METHOD_MMAP, 4);
	set_rate(p.producer.fd);
	set_control(p.producer.fd, NODE_WAIT_FOR_CONSUMERS, 5000);
	set_control(p.producer.fd, NODE_SUSTAIN_FRAMERATE, 1);
	pair_send(&p);
	take_time(&p.consumer);
	before = take_time(&p.consumer);
	for (unsigned int i = 0; i < REPEATS; i++) {
		time = take_time(&p.consumer);
		CHECK(time > before);
		if (time - before < least)
			least = time - before;
		before = time;
	}
	CHECK(least < 1250000 / RATE);
	set_control(p.producer.fd, NODE_SUSTAIN_FRAMERATE, 0);
	set_control(p.producer.fd, NODE_WAIT_FOR_CONSUMERS, 0);
	pair_close(&p);
}
