// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/*
 * A consumer exports its buffers and looks at its frames by mappings of the dma-bufs, as PipeWire and GStreamer do. They
 * are shown there and not copied, until somebody comes who sees the same pages for ever.
 */

#define _GNU_SOURCE

#include "borrowed.h"
#include "parameter.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BEFORE = 24, MORE = 12, PAGE = 4096 };

static int dmabuf[MAX_BUFFERS];

/* In place of its own mapping a buffer has one of its dma-buf. */
static bool export(struct device *d, unsigned int index)
{
	void **data = &d->buffers[index].data;
	size_t length = d->buffers[index].length;

	dmabuf[index] = export_buffer(d->fd, d->type, index);
	if (!CHECK(dmabuf[index] >= 0))
		return false;
	munmap(*data, length);
	*data = mmap(NULL, length, PROT_READ, MAP_SHARED, dmabuf[index], 0);
	return CHECK(*data != MAP_FAILED);
}

static void export_all(struct device *d)
{
	for (unsigned int i = 0; i < d->count; i++)
		if (!export(d, i))
			_exit(1);
}

static void close_dmabufs(const struct device *d)
{
	for (unsigned int i = 0; i < d->count; i++)
		close(dmabuf[i]);
}

static void end(struct scene *s)
{
	close_dmabufs(&s->p.consumer);
	pair_close(&s->p);
}

/* The consumer holds a frame; all it sees it sees by its dma-bufs. */
static void begin(struct scene *s, bool astray)
{
	pair_shape(&s->p, METHOD_MMAP, METHOD_MMAP, shape, SCENE_BUFFERS);
	export_all(&s->p.consumer);
	pair_astray(&s->p, astray);
	CHECK(pair_move_many(&s->p, BEFORE));
	CHECK(pair_move(&s->p, &s->held));
	s->number = s->p.number;
}

/* Frames that are copied into its buffers, of so many. */
static long copies(struct pair *p, unsigned int frames)
{
	long copied = node_value("copied");

	CHECK(pair_move_many(p, frames));
	return node_value("copied") - copied;
}

static void frames_are_shown(void)
{
	for (unsigned int astray = 0; astray < 2; astray++) {
		long copied = node_value("copied"), turned = node_value("turned");
		struct scene s;

		begin(&s, astray);
		CHECK(node_value("copied") == copied);
		CHECK(!astray || node_value("turned") - turned > BEFORE / 4);
		CHECK(scene_is_whole(&s));
		end(&s);
	}
}

/* An importer in the kernel maps it as a whole, once. */
static int import(const struct device *d, unsigned int index)
{
	struct v4l2_requestbuffers r = { .count = 1, .type = V4L2_BUF_TYPE_VIDEO_OUTPUT, .memory = V4L2_MEMORY_DMABUF };
	struct v4l2_buffer v = { .type = r.type, .memory = r.memory, .m.fd = dmabuf[index] };
	struct device importer;

	CHECK(device_open(&importer, settings.second, r.type, METHOD_DMABUF, NULL) == 0);
	CHECK(device_format(&importer, d->width, d->height) == 0);
	CHECK(device_ioctl(importer.fd, VIDIOC_REQBUFS, &r) == 0);
	v.bytesused = v.length = importer.frame_size;
	CHECK(device_ioctl(importer.fd, VIDIOC_QBUF, &v) == 0);
	CHECK(device_ioctl(importer.fd, VIDIOC_STREAMON, &r.type) == 0);
	return importer.fd;
}

/* what a consumer of the other node gets is what the buffer has */
static bool imported_is(const struct device *d, uint64_t number)
{
	struct device viewer;
	struct buffer b;
	bool same;

	CHECK(device_open(&viewer, settings.second, V4L2_BUF_TYPE_VIDEO_CAPTURE, METHOD_MMAP, NULL) == 0);
	CHECK(device_format(&viewer, d->width, d->height) == 0);
	CHECK(device_stream(&viewer, 2) == 0);
	same = CHECK(device_wait(&viewer) == 0) && CHECK(device_take(&viewer, &b) == 0) &&
	       frame_is(&viewer, b.data, number);
	device_close(&viewer);
	return same;
}

static void importer_comes(void)
{
	struct scene s;
	unsigned int index;
	int importer;

	begin(&s, false);
	index = s.held.index;
	CHECK(copies(&s.p, MORE) == 0);
	importer = import(&s.p.consumer, index);
	CHECK(scene_is_whole(&s));
	CHECK(imported_is(&s.p.consumer, s.number));
	pair_give(&s.p, &s.held);
	CHECK(pair_join(&s.p));
	/* of the buffers one is copied into, by turns */
	CHECK(copies(&s.p, MORE * SCENE_BUFFERS) == MORE);
	close(importer);
	CHECK(copies(&s.p, MORE * SCENE_BUFFERS) == MORE);
	end(&s);
}

static void goes_by_close(struct device *d)
{
	close(d->fd);
	d->fd = open_node(0); /* for its own end */
}

/* What it holds is its own; of what it does not hold nothing is left. Others go on. */
static void leaves_by(void (*leave)(struct device *d))
{
	struct scene s;
	struct device *d = &s.p.consumer;

	begin(&s, false);
	leave(d);
	CHECK(scene_is_whole(&s));
	pair_send_many(&s.p, MORE);
	CHECK(scene_is_whole(&s));
	for (unsigned int i = 0; i < d->count; i++)
		CHECK(i == s.held.index || !pages_with_something(d, i));
	device_close(&s.p.producer);
	CHECK(scene_is_whole(&s));
	close_dmabufs(d);
	device_close(d);
	CHECK(memory_settles_at(0));
}

static void leaves(void)
{
	leaves_by(side_stop);
	leaves_by(side_leave);
	leaves_by(goes_by_close);
}

/* Nothing of the device is left to it but what it sees by dma-bufs. */
static void forget_the_device(struct pair *p)
{
	for (unsigned int i = 0; i < p->producer.count; i++)
		munmap(p->producer.buffers[i].data, p->producer.buffers[i].length);
	close(p->producer.fd);
	close(p->consumer.fd);
}

static void die_while_another_looks(int tell, int told)
{
	struct scene s;
	char word;

	begin(&s, false);
	if (!fork()) {
		forget_the_device(&s.p);
		CHECK(write(tell, "", 1) == 1 && read(told, &word, 1) == 1);
		CHECK(scene_is_whole(&s));
		_exit(0);
	}
	kill(getpid(), SIGKILL);
}

/* Its process is killed; another one that has got the dma-bufs goes on looking. */
static void is_killed(void)
{
	int tell[2], told[2], pid;
	struct pair next = { 0 };
	char word;

	CHECK(pipe(tell) == 0 && pipe(told) == 0);
	pid = fork();
	if (!pid)
		die_while_another_looks(tell[1], told[0]);
	CHECK(read(tell[0], &word, 1) == 1);
	CHECK(waitpid(pid, NULL, 0) == pid);
	side_open(&next.producer, V4L2_BUF_TYPE_VIDEO_OUTPUT, METHOD_MMAP, shape, SCENE_BUFFERS);
	next.number = 1000;
	pair_send_many(&next, MORE);
	device_close(&next.producer);
	CHECK(write(told[1], "", 1) == 1);
	CHECK(memory_settles_at(0));
}

/* A mapping may begin anywhere in it, but not go on behind it. */
static void part_of_it_is_mapped(void)
{
	struct scene s;
	size_t length, left;
	char *part, *whole;

	begin(&s, true);
	length = s.p.consumer.buffers[0].length;
	left = length - PAGE;
	part = mmap(NULL, left, PROT_READ, MAP_SHARED, dmabuf[s.held.index], PAGE);
	CHECK(part != MAP_FAILED);
	CHECK(mmap(NULL, length, PROT_READ, MAP_SHARED, dmabuf[s.held.index], PAGE) == MAP_FAILED && errno == EINVAL);
	for (unsigned int i = 0; i < MORE; i++) {
		whole = s.held.data;
		CHECK(!memcmp(part, whole + PAGE, left));
		do {
			pair_give(&s.p, &s.held);
			if (!CHECK(pair_move(&s.p, &s.held)))
				_exit(1);
		} while (whole != s.held.data);
	}
	munmap(part, left);
	end(&s);
}

/* What a producer lends is its own again when it wants it, whoever has looked at it, and how. */
static void frame_is_lent(void)
{
	long borrowed = node_value("borrowed");
	int file[MAX_BUFFERS];
	struct scene s;
	struct device *d = &s.p.consumer;

	pair_shape(&s.p, METHOD_USERPTR, METHOD_MMAP, shape, SCENE_BUFFERS);
	if (!CHECK(bring(&s.p.producer, SHARED, file)))
		_exit(1);
	export_all(d);
	CHECK(copies(&s.p, MORE) == 0);
	CHECK(pair_move(&s.p, &s.held));
	s.number = s.p.number;
	CHECK(node_value("borrowed") - borrowed == MORE + 1);
	side_stop(&s.p.producer);
	scribble_all(&s.p.producer);
	CHECK(scene_is_whole(&s));
	for (unsigned int i = 0; i < d->count; i++)
		CHECK(!shows_scribbles(d->buffers[i].data, d->frame_size));
	for (unsigned int i = 0; i < s.p.producer.count; i++)
		close(file[i]);
	end(&s);
}

/* What it writes there is for itself, and gone with the next frame. */
static void consumer_writes(void)
{
	struct scene s;
	struct device *d = &s.p.consumer;
	uint64_t *data[MAX_BUFFERS];

	begin(&s, false);
	for (unsigned int i = 0; i < d->count; i++) {
		data[i] = mmap(NULL, d->buffers[i].length, PROT_READ | PROT_WRITE, MAP_SHARED, dmabuf[i], 0);
		CHECK(data[i] != MAP_FAILED);
	}
	for (unsigned int i = 0; i < MORE; i++) {
		*data[s.held.index] = scribble;
		CHECK(*(const volatile uint64_t *)s.held.data == scribble);
		pair_give(&s.p, &s.held);
		CHECK(pair_move(&s.p, &s.held));
		CHECK(frame_is(d, data[s.held.index], s.p.number));
	}
	for (unsigned int i = 0; i < d->count; i++)
		munmap(data[i], d->buffers[i].length);
	end(&s);
}

/* For programs that pin a mapping once and use it for many frames. */
static void not_by_reference(void)
{
	struct scene s;

	set_parameter("by_reference", 'N');
	begin(&s, false);
	set_parameter("by_reference", 'Y');
	pair_give(&s.p, &s.held);
	CHECK(copies(&s.p, MORE) == MORE);
	end(&s);
}

static const struct test_case cases[] = {
	{ "frames are shown", frames_are_shown },
	{ "an importer comes", importer_comes },
	{ "leaves", leaves },
	{ "is killed", is_killed },
	{ "a part of it is mapped", part_of_it_is_mapped },
	{ "a frame is lent", frame_is_lent },
	{ "the consumer writes", consumer_writes },
	{ "not by reference", not_by_reference },
};

int suite_exported(void)
{
	if (!shows_by_reference()) {
		printf("hard: on this kernel exported buffers are copied into\n");
		return complaints() != 0;
	}
	return RUN_CASES_IN_SHAPES(cases);
}
