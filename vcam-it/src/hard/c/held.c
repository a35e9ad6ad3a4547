// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/* A buffer that a program has taken is the program's until it unmaps it, whatever it does to its queue. */

#include "node.h"
#include "scene.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MORE = 30 };

static void open_pair(struct pair *p)
{
	pair_shape(p, METHOD_MMAP, METHOD_MMAP, shape, SCENE_BUFFERS);
	pair_astray(p, true);
}

/*
 * Frames go through all windows first: what the one that is held shows, it was turned to. And later frames come in any
 * buffer of the producer's, in that one's too if it can be had.
 */
static void begin(struct scene *s)
{
	long turned = node_value("turned");

	scene_begin(s, METHOD_MMAP, true, MORE);
	CHECK(node_value("turned") - turned > MORE / 4);
}

/* at once, and while others come */
static void keeps_its_frame(struct scene *s)
{
	CHECK(scene_is_whole(s));
	pair_send_many(&s->p, MORE);
	CHECK(scene_is_whole(s));
}

static void kept_through_streamoff(void)
{
	struct scene s;

	begin(&s);
	side_stop(&s.p.consumer);
	keeps_its_frame(&s);
	CHECK(nothing_stays_pinned()); /* the producer has its buffers back all the same */
	CHECK(device_ioctl(s.p.consumer.fd, VIDIOC_STREAMON, &s.p.consumer.type) == 0);
	keeps_its_frame(&s);
}

static void kept_through_reqbufs(void)
{
	struct scene s;

	begin(&s);
	side_leave(&s.p.consumer);
	keeps_its_frame(&s);
}

/* a second set of windows for the same descriptor; whoever wants the old ones keeps a copy of the struct */
static void stream_anew(struct device *d)
{
	d->count = 0;
	CHECK(device_stream(d, SCENE_BUFFERS) == 0);
}

static void kept_beside_a_new_queue(void)
{
	struct scene s;

	begin(&s);
	for (unsigned int round = 0; round < 3; round++) {
		if (round % 2)
			side_stop(&s.p.consumer); /* REQBUFS frees the old queue by itself */
		else
			side_leave(&s.p.consumer);
		stream_anew(&s.p.consumer);
		CHECK(pair_join(&s.p));
		if (!CHECK(pair_move_many(&s.p, MORE)))
			return;
		CHECK(scene_is_whole(&s));
	}
}

/* the frames that were sent first */
static void keep_theirs(struct pair *p, const struct buffer *b, unsigned int count)
{
	pair_send_many(p, MORE);
	for (unsigned int i = 0; i < count; i++)
		CHECK(frame_is(&p->consumer, b[i].data, i + 1));
}

/* more than a consumer may hold without a copy */
static void several_are_kept(void)
{
	enum { SEVERAL = SCENE_BUFFERS - 1 };
	struct buffer b[SEVERAL];
	struct pair p;

	open_pair(&p);
	for (unsigned int i = 0; i < SEVERAL; i++)
		CHECK(pair_move(&p, &b[i]));
	side_stop(&p.consumer);
	keep_theirs(&p, b, SEVERAL);
	side_leave(&p.consumer);
	keep_theirs(&p, b, SEVERAL);
}

/* The other side of a format change has no say in it. */
static void kept_beside_another_format(void)
{
	struct scene s;

	begin(&s);
	device_close(&s.p.producer);
	s.p.in_hand = 0;
	side_open(&s.p.producer, V4L2_BUF_TYPE_VIDEO_OUTPUT, METHOD_MMAP, &(struct shape){ 320, 240 }, SCENE_BUFFERS);
	keeps_its_frame(&s);
	side_leave(&s.p.consumer);
	keeps_its_frame(&s);
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
	side_open(d, V4L2_BUF_TYPE_VIDEO_CAPTURE, METHOD_MMAP, shape, SCENE_BUFFERS);
	CHECK(usage_told(p.producer.fd) == 1);
	side_stop(d); /* all buffers are mapped, none has ever held a frame */
	CHECK(usage_told(p.producer.fd) == 0);
	CHECK(all_zero(d));
	for (unsigned int i = 0; i < SCENE_BUFFERS; i++) /* queued, not streaming */
		CHECK(device_give(d, &(struct buffer){ .index = i }) == 0);
	for (unsigned int i = 0; i < MORE; i++) {
		pair_send(&p);
		if (!CHECK(pages_with_something(d, i % SCENE_BUFFERS) == 0))
			break;
	}
	CHECK(all_zero(d));
	CHECK(usage_told(p.producer.fd) == -1);
	CHECK(device_ioctl(d->fd, VIDIOC_STREAMON, &d->type) == 0);
	CHECK(usage_told(p.producer.fd) == 1);
	CHECK(pair_join(&p));
}

static void others_show_nothing(const struct scene *s)
{
	for (unsigned int i = 0; i < s->p.consumer.count; i++)
		CHECK(i == s->held.index || pages_with_something(&s->p.consumer, i) == 0);
}

/* A queue that streams shows no frame before it is dequeued, either: nobody could tell whether that is whole. */
static void undequeued_show_nothing(void)
{
	struct scene s;

	begin(&s);
	side_stop(&s.p.consumer);
	others_show_nothing(&s);
	pair_send_many(&s.p, MORE);
	others_show_nothing(&s);
	side_leave(&s.p.consumer);
	pair_send_many(&s.p, MORE);
	others_show_nothing(&s);
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
	uint64_t *frame, *idle;
	struct scene s;
	size_t words;

	begin(&s);
	side_writable(&s.p.consumer);
	frame = s.held.data;
	idle = s.p.consumer.buffers[(s.held.index + 1) % SCENE_BUFFERS].data;
	words = s.p.consumer.frame_size / 8;
	frame[1000] = WORD;
	side_stop(&s.p.consumer);
	frame[words - 1] = WORD;
	idle[2000] = WORD;
	CHECK(!producer_shows(&s.p, WORD));
	pair_send_many(&s.p, MORE);
	CHECK(frame[1000] == WORD && frame[words - 1] == WORD && idle[2000] == WORD && idle[2001] == 0);
	frame[1000] = frame[words - 1] = s.number;
	CHECK(scene_is_whole(&s));
	frame[0] = idle[0] = WORD;
	pair_send_many(&s.p, MORE);
	CHECK(!producer_shows(&s.p, WORD));
}

static void kept_through_close(void)
{
	struct scene s;

	begin(&s);
	close(s.p.consumer.fd); /* the mapping keeps the file */
	keeps_its_frame(&s);
	for (unsigned int i = 0; i < s.p.consumer.count; i++)
		if (i != s.held.index)
			munmap(s.p.consumer.buffers[i].data, s.p.consumer.buffers[i].length);
	keeps_its_frame(&s);
}

/* One process stops the queue, and leaves; another one looks. */
static void kept_beside_a_fork(bool child_looks)
{
	int done[2], pid;
	struct scene s;
	char word;

	begin(&s);
	CHECK(pipe(done) == 0);
	pid = fork();
	if (pid == 0 && child_looks) {
		CHECK(read(done[0], &word, 1) == 1 && scene_is_whole(&s));
		_exit(0);
	}
	if (pid == 0 || child_looks) {
		side_leave(&s.p.consumer);
		device_close(&s.p.consumer);
	}
	if (pid == 0)
		_exit(0);
	if (!child_looks)
		await_child(pid, now_ns() + 60 * SECOND_NS, "the child");
	pair_send_many(&s.p, MORE);
	if (!child_looks) {
		CHECK(scene_is_whole(&s));
		return;
	}
	CHECK(write(done[1], "", 1) == 1);
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

		side_open(&leaver, V4L2_BUF_TYPE_VIDEO_CAPTURE, METHOD_MMAP, shape, SCENE_BUFFERS);
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
	side_stop(&p.consumer);
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
	return RUN_CASES_IN_SHAPES(cases);
}
