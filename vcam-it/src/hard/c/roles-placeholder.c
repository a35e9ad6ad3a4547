// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/* What a device shows while nobody feeds it. */

#define _GNU_SOURCE

#include "roles.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "node.h"

enum { LINES = 64, NARROW = 64, WIDE = 128, ROOM = WIDE * LINES * 2, PICTURE = 'P', VIDEO = 'V', TRIES = 200, JOBS = 4 };

static char picture[ROOM];

static int put(int fd, unsigned int width, int value)
{
	struct node_placeholder p = { .pixelformat = V4L2_PIX_FMT_YUYV, .width = width, .height = LINES,
				      .bytesused = width * LINES * 2, .data = (unsigned long)picture };

	memset(picture, value, sizeof(picture));
	return device_ioctl(fd, NODE_S_PLACEHOLDER, &p);
}

static int take_away(int fd)
{
	struct node_placeholder none = { 0 };

	return device_ioctl(fd, NODE_S_PLACEHOLDER, &none);
}

static unsigned int width_of(int fd, unsigned int type)
{
	struct v4l2_format f = { .type = type };

	CHECK(device_ioctl(fd, VIDIOC_G_FMT, &f) == 0);
	return f.fmt.pix.width;
}

static bool send_video(int fd, unsigned int width)
{
	static char frame[ROOM];
	size_t size = (size_t)width * LINES * 2;

	memset(frame, VIDEO, sizeof(frame));
	return write(fd, frame, size) == (ssize_t)size;
}

/* Frames are of this value within some: what was on its way may come before. */
static bool reads(int fd, unsigned int width, int value)
{
	static char frame[ROOM];
	ssize_t size = (ssize_t)width * LINES * 2;

	for (unsigned int i = 0; i < TRIES; i++) {
		if (!(ready(fd, POLLIN) & POLLIN) || read(fd, frame, (size_t)size) != size)
			return false;
		if (frame[0] == value)
			return memchr(frame, value == PICTURE ? VIDEO : PICTURE, (size_t)size) == NULL;
	}
	return false;
}

/* The same by its one mapped buffer. */
static bool streams(int fd, const char *mapped, int value)
{
	struct v4l2_buffer b;

	for (unsigned int i = 0; i < TRIES; i++) {
		if (!(ready(fd, POLLIN) & POLLIN) || dequeue(fd, CAPTURE, &b) != 0 || b.flags & V4L2_BUF_FLAG_LAST)
			return false;
		if (queue(fd, CAPTURE, b.index) != 0)
			return false;
		if (mapped[0] == value)
			return true;
	}
	return false;
}

static char *map_only(int fd)
{
	struct v4l2_buffer b = { .type = CAPTURE, .memory = MMAP };
	char *mapped;

	CHECK(request_buffers(fd, CAPTURE, MMAP, 1) == 1 && device_ioctl(fd, VIDIOC_QUERYBUF, &b) == 0);
	mapped = mmap(NULL, b.length, PROT_READ, MAP_SHARED, fd, b.m.offset);
	CHECK(mapped != MAP_FAILED && queue(fd, CAPTURE, 0) == 0 && stream(fd, CAPTURE, true) == 0);
	return mapped;
}

void placeholder_around_a_producer(void)
{
	int owner = open_node(O_NONBLOCK), reader = open_node(O_NONBLOCK), streamer = open_node(O_NONBLOCK), p;
	const char *mapped;

	CHECK(output_format(owner, WIDE) > 0);
	close(owner);
	owner = open_node(O_NONBLOCK);
	CHECK(put(owner, NARROW, PICTURE) == 0);
	CHECK(width_of(reader, CAPTURE) == NARROW);
	mapped = map_only(streamer);
	for (unsigned int i = 0; i < 3; i++) {
		CHECK(reads(reader, NARROW, PICTURE) && streams(streamer, mapped, PICTURE));
		p = open_node(O_NONBLOCK);
		CHECK(output_format(p, NARROW) > 0);
		CHECK(reads(reader, NARROW, PICTURE)); /* it does not stream yet */
		CHECK(send_video(p, NARROW));
		CHECK(reads(reader, NARROW, VIDEO) && streams(streamer, mapped, VIDEO));
		CHECK(ready(reader, POLLIN) == 0); /* no picture while it does */
		close(p);
	}
	CHECK(reads(reader, NARROW, PICTURE) && streams(streamer, mapped, PICTURE));
	CHECK(take_away(owner) == 0);
	while (ready(reader, POLLIN))
		CHECK(reads(reader, NARROW, PICTURE));
	close(streamer);
	close(reader);
	close(owner);
}

void placeholder_of_another_size(void)
{
	int owner = open_node(O_NONBLOCK), reader = open_node(O_NONBLOCK), p = open_node(O_NONBLOCK), late;
	static char frame[ROOM];

	CHECK(put(owner, NARROW, PICTURE) == 0 && reads(reader, NARROW, PICTURE));
	CHECK(output_format(p, WIDE) > 0);
	CHECK(ready(reader, POLLIN) & POLLIN);
	CHECK(read(reader, frame, sizeof(frame)) == 0); /* the end of the picture */
	late = open_node(O_NONBLOCK);
	CHECK(width_of(late, CAPTURE) == WIDE); /* it is about to feed */
	close(late);
	CHECK(send_video(p, WIDE) && reads(reader, WIDE, VIDEO));
	close(p);
	CHECK(width_of(reader, CAPTURE) == WIDE); /* somebody takes frames of that size, who would lose the next ones */
	CHECK(ready(reader, POLLIN) == 0);
	p = open_node(O_NONBLOCK);
	CHECK(output_format(p, WIDE) > 0 && send_video(p, WIDE) && reads(reader, WIDE, VIDEO));
	close(p);
	close(reader);
	CHECK(width_of(owner, CAPTURE) == NARROW); /* nobody is left */
	reader = open_node(O_NONBLOCK);
	CHECK(reads(reader, NARROW, PICTURE));
	CHECK(put(owner, WIDE, PICTURE) == 0 && ready(reader, POLLIN) & POLLIN);
	CHECK(read(reader, frame, sizeof(frame)) == 0);
	CHECK(reads(reader, WIDE, PICTURE));
	CHECK(take_away(owner) == 0);
	close(reader);
	close(owner);
}

/* One consumer goes on with the end that it was told, the other one has not yet looked. */
void placeholder_after_a_change_for_nothing(void)
{
	int owner = open_node(O_NONBLOCK), reader = open_node(O_NONBLOCK), streamer = open_node(O_NONBLOCK), p;
	static char frame[ROOM];

	CHECK(put(owner, NARROW, PICTURE) == 0 && reads(reader, NARROW, PICTURE));
	CHECK(streams(streamer, map_only(streamer), PICTURE));
	p = open_node(O_NONBLOCK);
	CHECK(output_format(p, WIDE) > 0);
	CHECK(ready(reader, POLLIN) & POLLIN && read(reader, frame, sizeof(frame)) == 0);
	usleep(200000); /* whatever was due has been done */
	close(p);
	CHECK(reads(reader, NARROW, PICTURE));
	CHECK(take_away(owner) == 0);
	close(streamer);
	close(reader);
	close(owner);
}

void placeholder_settles_the_format(void)
{
	struct v4l2_fmtdesc d = { .type = CAPTURE };
	int owner = open_node(O_NONBLOCK), other = open_node(O_NONBLOCK);

	CHECK(put(owner, NARROW, PICTURE) == 0);
	CHECK(device_ioctl(other, VIDIOC_ENUM_FMT, &d) == 0 && d.pixelformat == V4L2_PIX_FMT_YUYV);
	d.index = 1;
	CHECK(device_ioctl(other, VIDIOC_ENUM_FMT, &d) == -EINVAL);
	d.type = OUTPUT;
	CHECK(device_ioctl(other, VIDIOC_ENUM_FMT, &d) == 0);
	CHECK(set_format(other, CAPTURE, V4L2_PIX_FMT_NV12, WIDE, LINES) >= 0 && width_of(other, CAPTURE) == NARROW);
	CHECK(output_format(other, WIDE) > 0 && width_of(owner, CAPTURE) == WIDE);
	CHECK(control(owner, NODE_KEEP_FORMAT, 1) == 0);
	close(other);
	CHECK(width_of(owner, CAPTURE) == WIDE); /* it is kept */
	CHECK(control(owner, NODE_KEEP_FORMAT, 0) == 0);
	CHECK(width_of(owner, CAPTURE) == NARROW);
	CHECK(take_away(owner) == 0);
	close(owner);
}

void placeholder_that_cannot_be(void)
{
	static const struct node_placeholder good = { .pixelformat = V4L2_PIX_FMT_YUYV, .width = NARROW,
						      .height = LINES, .bytesused = NARROW * LINES * 2 };
	struct node_placeholder p = good;
	int fd = open_node(O_NONBLOCK);

	CHECK(device_ioctl(fd, NODE_S_PLACEHOLDER, &p) == -EFAULT);
	p.data = (unsigned long)picture;
	p.bytesused--;
	CHECK(device_ioctl(fd, NODE_S_PLACEHOLDER, &p) == -EINVAL);
	p.bytesused = good.bytesused;
	p.pixelformat = 1;
	CHECK(device_ioctl(fd, NODE_S_PLACEHOLDER, &p) == -EINVAL);
	p.pixelformat = V4L2_PIX_FMT_MJPEG;
	p.bytesused = 0;
	CHECK(device_ioctl(fd, NODE_S_PLACEHOLDER, &p) == -EINVAL);
	p = good;
	p.width = 0x80000000;
	CHECK(device_ioctl(fd, NODE_S_PLACEHOLDER, &p) == -EINVAL);
	p = good;
	p.reserved[3] = 1;
	CHECK(device_ioctl(fd, NODE_S_PLACEHOLDER, &p) == -EINVAL);
	CHECK(device_ioctl(fd, NODE_S_PLACEHOLDER, NULL) == -EFAULT);
	CHECK(device_ioctl(fd, NODE_G_PLACEHOLDER, NULL) == -EFAULT);
	p = (struct node_placeholder){ 0 };
	CHECK(device_ioctl(fd, NODE_G_PLACEHOLDER, &p) == 0 && p.pixelformat == 0 && p.bytesused == 0);
	CHECK(put(fd, NARROW, PICTURE) == 0);
	p.data = (unsigned long)picture;
	p.bytesused = 1;
	CHECK(device_ioctl(fd, NODE_G_PLACEHOLDER, &p) == -ENOSPC && p.bytesused == good.bytesused && p.width == NARROW);
	memset(picture, 0, sizeof(picture));
	CHECK(device_ioctl(fd, NODE_G_PLACEHOLDER, &p) == 0 && picture[good.bytesused - 1] == PICTURE);
	CHECK(take_away(fd) == 0);
	close(fd);
}

/* A node that is a camera to everybody, and takes a producer. */
void camera_announces_capture(void)
{
	struct node_config config = { .output_nr = -1, .announce_all_caps = NODE_ANNOUNCE_CAMERA };
	int control_node = open("/dev/v4l2loopback", O_RDWR | O_CLOEXEC), number, fd;
	struct v4l2_capability caps;
	char path[32];

	number = ioctl(control_node, NODE_ADD_OWNED, &config);
	CHECK(number >= 0);
	snprintf(path, sizeof(path), "/dev/video%d", number);
	fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	for (unsigned int i = 0; i < 2; i++) {
		CHECK(device_ioctl(fd, VIDIOC_QUERYCAP, &caps) == 0);
		CHECK((caps.device_caps & (V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_VIDEO_OUTPUT)) == V4L2_CAP_VIDEO_CAPTURE);
		CHECK(output_format(fd, NARROW) > 0 && send_video(fd, NARROW));
	}
	config.output_nr = number;
	CHECK(ioctl(control_node, NODE_QUERY, &config) == 0 && config.announce_all_caps == NODE_ANNOUNCE_CAMERA);
	close(fd);
	close(control_node);
}

static void work_on_it(unsigned int job)
{
	struct random r = random_stream(job);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (unsigned int i = 0; i < TRIES; i++) {
		unsigned int width = one_in(&r, 3) ? WIDE : NARROW;
		int fd = open_node(O_NONBLOCK);

		if (job == 0) {
			one_in(&r, 4) ? take_away(fd) : put(fd, width, PICTURE);
		} else if (job == 1) {
			if (output_format(fd, width) > 0)
				send_video(fd, width);
		} else if (job == 2) {
			ready_now(fd, POLLIN);
			(void)!read(fd, picture, sizeof(picture));
		} else if ((int)request_buffers(fd, CAPTURE, MMAP, 2) > 0 && queue(fd, CAPTURE, 0) == 0) {
			struct pollfd wait = { .fd = fd, .events = POLLIN };

			stream(fd, CAPTURE, true);
			poll(&wait, 1, 40);
		}
		close(fd);
	}
	exit(0);
}

/* All at once; whatever each gets, the kernel has nothing to say, and no memory is left. */
void placeholder_while_all_come_and_go(void)
{
	int pids[JOBS], fd = open_node(O_NONBLOCK);

	for (unsigned int job = 0; job < JOBS; job++) {
		pids[job] = fork();
		if (pids[job] == 0)
			work_on_it(job);
	}
	for (unsigned int job = 0; job < JOBS; job++)
		await_child(pids[job], now_ns() + 240 * SECOND_NS, "who comes and goes");
	CHECK(put(fd, NARROW, PICTURE) == 0 && reads(fd, NARROW, PICTURE));
	CHECK(take_away(fd) == 0);
	close(fd);
}
