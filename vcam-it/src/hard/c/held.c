// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/* A buffer that a program has taken is the program's until it unmaps it, whatever it does to its queue. */

#include "hard.h"
#include "node.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BUFFERS = 4, MORE = 30 };

static const struct shape *shape;

static void open_pair(struct pair *p)
{
	pair_shape(p, METHOD_MMAP, METHOD_MMAP, shape, BUFFERS);
	pair_astray(p, true);
}

static bool holds(const struct pair *p, const struct buffer *b, uint64_t number)
{
	return frame_is(&p->consumer, b->data, number);
}

static void stream_off(struct device *d)
{
	CHECK(device_ioctl(d->fd, VIDIOC_STREAMOFF, &d->type) == 0);
}

/*
 * Frames go through all windows first: what the one that is held shows, it was turned to. And later frames come in any
 * buffer of the producer's, in that one's too if it can be had.
 */
static void open_and_take(struct pair *p, struct buffer *b)
{
	long turned = node_value("turned");

	open_pair(p);
	for (unsigned int i = 0; i < MORE; i++) {
		CHECK(pair_move(p, b));
		pair_give(p, b);
	}
	CHECK(node_value("turned") - turned > MORE / 4);
	CHECK(pair_move(p, b));
}

static void kept_through_streamoff(void)
{
	struct pair p;
	struct buffer b;
	uint64_t number;

	open_and_take(&p, &b);
	number = p.number;
	stream_off(&p.consumer);
	CHECK(holds(&p, &b, number));
	pair_send_many(&p, MORE);
	CHECK(holds(&p, &b, number));
	CHECK(nothing_stays_pinned()); /* the producer has its buffers back all the same */
	CHECK(device_ioctl(p.consumer.fd, VIDIOC_STREAMON, &p.consumer.type) == 0);
	pair_send_many(&p, MORE);
	CHECK(holds(&p, &b, number));
}

static void kept_through_reqbufs(void)
{
	struct pair p;
	struct buffer b;
	uint64_t number;

	open_and_take(&p, &b);
	number = p.number;
	side_leave(&p.consumer);
	CHECK(holds(&p, &b, number));
	pair_send_many(&p, MORE);
	CHECK(holds(&p, &b, number));
}

/* a second set of windows for the same descriptor; whoever wants the old ones keeps a copy of the struct */
static void stream_anew(struct device *d)
{
	d->count = 0;
	CHECK(device_stream(d, BUFFERS) == 0);
}

static void kept_beside_a_new_queue(void)
{
	struct pair p;
	struct buffer b, later;
	uint64_t number;

	open_and_take(&p, &b);
	number = p.number;
	for (unsigned int round = 0; round < 3; round++) {
		if (round % 2)
			stream_off(&p.consumer); /* REQBUFS frees the old queue by itself */
		else
			side_leave(&p.consumer);
		stream_anew(&p.consumer);
		CHECK(pair_join(&p));
		for (unsigned int i = 0; i < MORE; i++) {
			if (!CHECK(pair_move(&p, &later)))
				return;
			pair_give(&p, &later);
		}
		CHECK(holds(&p, &b, number));
	}
}

/* more than a consumer may hold without a copy */
static void several_are_kept(void)
{
	struct buffer b[BUFFERS - 1];
	struct pair p;

	open_pair(&p);
	for (unsigned int i = 0; i < BUFFERS - 1; i++)
		CHECK(pair_move(&p, &b[i]));
	stream_off(&p.consumer);
	pair_send_many(&p, MORE);
	for (unsigned int i = 0; i < BUFFERS - 1; i++)
		CHECK(holds(&p, &b[i], i + 1));
	side_leave(&p.consumer);
	pair_send_many(&p, MORE);
	for (unsigned int i = 0; i < BUFFERS - 1; i++)
		CHECK(holds(&p, &b[i], i + 1));
}

/* The other side of a format change has no say in it. */
static void kept_beside_another_format(void)
{
	struct pair p;
	struct buffer b;
	uint64_t number;

	open_and_take(&p, &b);
	number = p.number;
	device_close(&p.producer);
	p.in_hand = 0;
	side_open(&p.producer, V4L2_BUF_TYPE_VIDEO_OUTPUT, METHOD_MMAP, &(struct shape){ 320, 240 }, BUFFERS);
	pair_send_many(&p, MORE);
	CHECK(holds(&p, &b, number));
	side_leave(&p.consumer);
	pair_send_many(&p, MORE);
	CHECK(holds(&p, &b, number));
}

/* what the producer was told last: 1: somebody takes frames; -1: nothing new */
static int usage_told(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLPRI };
	struct v4l2_event e;
	int told = -1;

	while (poll(&p, 1, 100) > 0 && p.revents & POLLPRI && device_ioctl(fd, VIDIOC_DQEVENT, &e) == 0)
		if (e.type == NODE_CLIENT_USAGE)
			memcpy(&told, e.u.data, sizeof(told));
	return told;
}

static void watch_usage(int fd)
{
	struct v4l2_event_subscription s = { .type = NODE_CLIENT_USAGE, .flags = V4L2_EVENT_SUB_FL_SEND_INITIAL };

	CHECK(device_ioctl(fd, VIDIOC_SUBSCRIBE_EVENT, &s) == 0);
}

/* Who does not stream sees nothing, and does not count. */
static void nobody_watches(void)
{
	struct device *d;
	struct pair p;
	struct buffer b;

	open_pair(&p);
	d = &p.consumer;
	watch_usage(p.producer.fd);
	CHECK(usage_told(p.producer.fd) == 1);
	CHECK(pair_move(&p, &b));
	device_close(d);
	CHECK(usage_told(p.producer.fd) == 0);
	side_open(d, V4L2_BUF_TYPE_VIDEO_CAPTURE, METHOD_MMAP, shape, BUFFERS);
	CHECK(usage_told(p.producer.fd) == 1);
	stream_off(d); /* all buffers are mapped, none has ever held a frame */
	CHECK(usage_told(p.producer.fd) == 0);
	CHECK(all_zero(d));
	for (unsigned int i = 0; i < BUFFERS; i++) /* queued, not streaming */
		CHECK(device_give(d, &(struct buffer){ .index = i }) == 0);
	for (unsigned int i = 0; i < MORE; i++) {
		pair_send(&p);
		if (!CHECK(pages_with_something(d, i % BUFFERS) == 0))
			break;
	}
	CHECK(all_zero(d));
	CHECK(usage_told(p.producer.fd) == -1);
	CHECK(device_ioctl(d->fd, VIDIOC_STREAMON, &d->type) == 0);
	CHECK(usage_told(p.producer.fd) == 1);
	CHECK(pair_join(&p));
}

/* A queue that streams shows no frame before it is dequeued, either: nobody could tell whether that is whole. */
static void undequeued_show_nothing(void)
{
	struct pair p;
	struct buffer b;

	open_and_take(&p, &b);
	stream_off(&p.consumer);
	for (unsigned int i = 0; i < p.consumer.count; i++)
		CHECK(i == b.index || pages_with_something(&p.consumer, i) == 0);
	pair_send_many(&p, MORE);
	for (unsigned int i = 0; i < p.consumer.count; i++)
		CHECK(i == b.index || pages_with_something(&p.consumer, i) == 0);
	side_leave(&p.consumer);
	pair_send_many(&p, MORE);
	for (unsigned int i = 0; i < p.consumer.count; i++)
		CHECK(i == b.index || pages_with_something(&p.consumer, i) == 0);
}

static bool producer_shows(const struct pair *p, uint64_t word)
{
	for (unsigned int i = 0; i < p->producer.count; i++)
		for (size_t at = 0; at + 8 <= p->producer.frame_size; at += 8)
			if (*(const volatile uint64_t *)((char *)p->producer.buffers[i].data + at) == word)
				return true;
	return false;
}

/* before STREAMOFF and after it, into the held frame and into a window that shows nothing */
static void writes_stay_private(void)
{
	enum { WORD = 99999 };
	struct pair p;
	struct buffer b;
	uint64_t *frame, *idle, number;
	size_t words;

	open_and_take(&p, &b);
	number = p.number;
	side_writable(&p.consumer);
	frame = b.data;
	idle = p.consumer.buffers[(b.index + 1) % BUFFERS].data;
	words = p.consumer.frame_size / 8;
	frame[1000] = WORD;
	stream_off(&p.consumer);
	frame[words - 1] = WORD;
	idle[2000] = WORD;
	CHECK(!producer_shows(&p, WORD));
	pair_send_many(&p, MORE);
	CHECK(frame[1000] == WORD && frame[words - 1] == WORD && idle[2000] == WORD && idle[2001] == 0);
	frame[1000] = frame[words - 1] = number;
	CHECK(holds(&p, &b, number));
	frame[0] = idle[0] = WORD;
	pair_send_many(&p, MORE);
	CHECK(!producer_shows(&p, WORD));
}

static void kept_through_close(void)
{
	struct pair p;
	struct buffer b;
	uint64_t number;

	open_and_take(&p, &b);
	number = p.number;
	close(p.consumer.fd); /* the mapping keeps the file */
	pair_send_many(&p, MORE);
	CHECK(holds(&p, &b, number));
	for (unsigned int i = 0; i < p.consumer.count; i++)
		if (i != b.index)
			munmap(p.consumer.buffers[i].data, p.consumer.buffers[i].length);
	pair_send_many(&p, MORE);
	CHECK(holds(&p, &b, number));
}

/* One process stops the queue, and leaves; another one looks. */
static void kept_beside_a_fork(bool child_looks)
{
	int begin[2], pid;
	struct pair p;
	struct buffer b;
	uint64_t number;
	char word;

	open_and_take(&p, &b);
	number = p.number;
	CHECK(pipe(begin) == 0);
	pid = fork();
	if (pid == 0 && child_looks) {
		CHECK(read(begin[0], &word, 1) == 1 && holds(&p, &b, number));
		_exit(0);
	}
	if (pid == 0 || child_looks) {
		side_leave(&p.consumer);
		device_close(&p.consumer);
	}
	if (pid == 0)
		_exit(0);
	if (!child_looks)
		await_child(pid, now_ns() + 60 * SECOND_NS, "the child");
	pair_send_many(&p, MORE);
	if (!child_looks) {
		CHECK(holds(&p, &b, number));
		return;
	}
	CHECK(write(begin[1], "", 1) == 1);
	await_child(pid, now_ns() + 60 * SECOND_NS, "the child");
}

static void child_keeps_what_the_parent_stopped(void)
{
	kept_beside_a_fork(true);
}

static void parent_keeps_what_the_child_stopped(void)
{
	kept_beside_a_fork(false);
}

/* where kernels can: a buffer is taken, and taken away from the queue; its frame stays, its pin does not */
static void removed_buffers(void)
{
	struct v4l2_remove_buffers r = { .count = 1, .type = V4L2_BUF_TYPE_VIDEO_CAPTURE };
	struct device leaver;
	struct pair p;
	struct buffer b;
	int error = 0;

	open_pair(&p);
	for (unsigned int i = 0; i < 20 && !error; i++) {
		uint64_t number;

		side_open(&leaver, V4L2_BUF_TYPE_VIDEO_CAPTURE, METHOD_MMAP, shape, BUFFERS);
		pair_send(&p);
		CHECK(pair_take(&p, &b));
		pair_give(&p, &b);
		CHECK(device_wait(&leaver) == 0 && device_take(&leaver, &b) == 0);
		number = stamp_check(b.data, leaver.frame_size, COVER_FULL).number;
		r.index = b.index;
		error = device_ioctl(leaver.fd, VIDIOC_REMOVE_BUFS, &r);
		pair_send_many(&p, 10);
		CHECK(error || frame_is(&leaver, b.data, number));
		while (device_wait(&p.consumer) == 0 && CHECK(device_take(&p.consumer, &b) == 0))
			pair_give(&p, &b);
		device_close(&leaver);
	}
	stream_off(&p.consumer);
	CHECK(nothing_stays_pinned());
	if (error)
		printf("hard: this kernel removes no buffers: %s\n", strerror(-error));
}

static const struct test_case cases[] = {
	{ "kept through STREAMOFF", kept_through_streamoff },
	{ "kept through REQBUFS(0)", kept_through_reqbufs },
	{ "kept beside a new queue", kept_beside_a_new_queue },
	{ "several are kept", several_are_kept },
	{ "kept beside another format", kept_beside_another_format },
	{ "nobody watches", nobody_watches },
	{ "undequeued windows show nothing", undequeued_show_nothing },
	{ "writes stay private", writes_stay_private },
	{ "kept through close()", kept_through_close },
	{ "a child keeps what its parent stopped", child_keeps_what_the_parent_stopped },
	{ "a parent keeps what its child stopped", parent_keeps_what_the_child_stopped },
	{ "removed buffers", removed_buffers },
};

int suite_held(void)
{
	for (unsigned int i = 0; i < SHAPES; i++) {
		shape = &shapes[i];
		printf("hard: frames of %ux%u\n", shape->width, shape->height);
		run_cases(cases, sizeof(cases) / sizeof(cases[0]));
	}
	return complaints() != 0;
}
