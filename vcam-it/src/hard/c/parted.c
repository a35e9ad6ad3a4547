// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/*
 * A producer has left and kept what it had mapped; consumers keep the device busy; another producer comes. The first
 * one may go on reading and drawing in its mapping, and is alone there: no later frame is seen or changed by it.
 */

#include "scene.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { FIRST = 24, MORE = 30, PAGE = 4096 };

/* The first producer has sent something out of each of its buffers, and the consumer holds the last one. */
static void first_act(struct scene *s, enum method method)
{
	scene_begin(s, method, false, FIRST);
}

/* the first producer becomes a spectator, by REQBUFS(0) */
static void leave_the_stage(struct scene *s)
{
	s->left = s->p.producer;
	side_leave(&s->left);
}

/* from now on the pair's producer is another one */
static void second_act(struct scene *s)
{
	side_open(&s->p.producer, V4L2_BUF_TYPE_VIDEO_OUTPUT, METHOD_MMAP, shape, SCENE_BUFFERS);
}

/* whether a frame that is newer than those of the first act shows anywhere */
static bool shows_later(const struct device *d, uint64_t number)
{
	for (unsigned int i = 0; i < d->count; i++)
		for (size_t at = 0; at + 8 <= d->frame_size; at += PAGE) {
			uint64_t word = *(const volatile uint64_t *)((char *)d->buffers[i].data + at);

			if (word > number && word != scribble)
				return true;
		}
	return false;
}

/* frames of the second producer, all of them whole; between any two calls the first one draws, if it does */
static void move_later_frames(struct scene *s, void (*meanwhile)(const struct device *d))
{
	struct device *d = &s->p.producer;
	struct buffer b;

	for (unsigned int i = 0; i < MORE; i++) {
		pair_send(&s->p);
		meanwhile(&s->left);
		if (!CHECK(pair_take(&s->p, &b)) || !CHECK(frame_is(&s->p.consumer, b.data, s->p.number)))
			return;
		meanwhile(&s->left);
		CHECK(frame_is(&s->p.consumer, b.data, s->p.number));
		pair_give(&s->p, &b);
		if (!CHECK(!shows_scribbles(d->buffers[i % d->count].data, d->frame_size)))
			return;
	}
}

static void draw_nothing(const struct device *d)
{
	(void)d;
}

static void end_scene(struct scene *s)
{
	CHECK(scene_is_whole(s));
	pair_give(&s->p, &s->held);
	pair_close(&s->p);
}

static void next_finds_zeros_after(enum method method)
{
	struct scene s;

	first_act(&s, method);
	device_close(&s.p.producer);
	second_act(&s);
	CHECK(all_zero(&s.p.producer));
	move_later_frames(&s, draw_nothing);
	end_scene(&s);
}

static void next_finds_zeros(void)
{
	next_finds_zeros_after(METHOD_MMAP);
}

static void after_write(void)
{
	next_finds_zeros_after(METHOD_RW);
}

static void next_finds_zeros_beside_the_old_mapping(void)
{
	struct scene s;

	first_act(&s, METHOD_MMAP);
	leave_the_stage(&s);
	second_act(&s);
	CHECK(all_zero(&s.p.producer));
	scribble_all(&s.left);
	CHECK(all_zero(&s.p.producer));
	end_scene(&s);
}

static void old_mapping_shows_nothing_new(void)
{
	struct scene s;

	first_act(&s, METHOD_MMAP);
	leave_the_stage(&s);
	second_act(&s);
	for (unsigned int i = 0; i < MORE; i++) {
		struct buffer b;

		if (!CHECK(pair_move(&s.p, &b)))
			break;
		if (!CHECK(!shows_later(&s.left, s.number)))
			break;
		pair_give(&s.p, &b);
	}
	end_scene(&s);
}

static void scribbles_go_nowhere(void)
{
	struct scene s;

	first_act(&s, METHOD_MMAP);
	leave_the_stage(&s);
	scribble_all(&s.left); /* nobody is on the stage */
	CHECK(scene_is_whole(&s));
	second_act(&s);
	move_later_frames(&s, scribble_all);
	end_scene(&s);
}

static void old_mapping_stays_usable(void)
{
	struct scene s;

	first_act(&s, METHOD_MMAP);
	leave_the_stage(&s);
	scribble_all(&s.left);
	CHECK(keeps_scribbles(&s.left));
	second_act(&s);
	move_later_frames(&s, draw_nothing);
	CHECK(keeps_scribbles(&s.left));
	close(s.left.fd);
	move_later_frames(&s, draw_nothing);
	CHECK(keeps_scribbles(&s.left));
	end_scene(&s);
}

/* as elements do that negotiate again while those before them still draw: the same descriptor, a new queue */
static void same_producer_again(void)
{
	struct scene s;

	first_act(&s, METHOD_MMAP);
	leave_the_stage(&s);
	s.p.producer.count = 0;
	CHECK(device_stream(&s.p.producer, SCENE_BUFFERS) == 0);
	scribble_all(&s.left);
	move_later_frames(&s, scribble_all);
	CHECK(keeps_scribbles(&s.left));
	end_scene(&s);
}

/*
 * The queue is gone, and its descriptor; the dma-buf stays. It is the same memory as ever: a frame that was sent in it
 * may be drawn over as before, but later ones come in other memory.
 */
static void exported_buffers(void)
{
	struct device exported;
	struct scene s;

	first_act(&s, METHOD_MMAP);
	exported = s.p.producer;
	for (unsigned int i = 0; i < exported.count; i++) {
		void **data = &exported.buffers[i].data;
		int fd = export_buffer(exported.fd, exported.type, i);

		if (!CHECK(fd >= 0))
			return;
		*data = mmap(NULL, exported.frame_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		CHECK(*data != MAP_FAILED);
		close(fd);
	}
	device_close(&s.p.producer);
	CHECK(scene_is_whole(&s));
	pair_give(&s.p, &s.held);
	scribble_all(&exported);
	second_act(&s);
	CHECK(all_zero(&s.p.producer));
	s.left = exported;
	move_later_frames(&s, scribble_all);
	CHECK(keeps_scribbles(&exported) && !shows_later(&exported, s.number));
	pair_close(&s.p);
}

static void play_until_killed(int ready)
{
	struct device d;
	struct buffer b;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	side_open(&d, V4L2_BUF_TYPE_VIDEO_OUTPUT, METHOD_MMAP, shape, SCENE_BUFFERS);
	for (unsigned int i = 0;; i++) {
		if (device_wait(&d) || device_take(&d, &b))
			continue;
		stamp_fill(b.data, d.frame_size, i, COVER_MARKS);
		CHECK(device_give(&d, &b) == 0);
		if (i == FIRST)
			CHECK(write(ready, "", 1) == 1);
	}
}

/* It may not say good-bye, nor have a look who else is there. */
static void killed_producer(void)
{
	struct scene s;
	int ready[2], pid;
	char word;

	first_act(&s, METHOD_MMAP);
	device_close(&s.p.producer);
	CHECK(pipe(ready) == 0);
	pid = fork();
	if (pid == 0)
		play_until_killed(ready[1]);
	CHECK(read(ready[0], &word, 1) == 1);
	kill(pid, SIGKILL);
	await_child(pid, now_ns() + 20 * SECOND_NS, "the producer");
	second_act(&s);
	CHECK(all_zero(&s.p.producer));
	CHECK(scene_is_whole(&s));
}

/* A producer that has left becomes one of the audience: the same descriptor, the other queue. */
static void producer_becomes_consumer(void)
{
	unsigned int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	struct scene s;
	struct device *d;

	first_act(&s, METHOD_MMAP);
	leave_the_stage(&s);
	second_act(&s);
	d = &s.left;
	scribble_all(d);
	CHECK(request_buffers(d->fd, type, V4L2_MEMORY_MMAP, SCENE_BUFFERS) == SCENE_BUFFERS);
	CHECK(device_ioctl(d->fd, VIDIOC_STREAMON, &type) == 0);
	move_later_frames(&s, scribble_all);
	CHECK(keeps_scribbles(d));
	end_scene(&s);
}

/* One of the audience takes the stage, with a frame still in its hand; another one keeps the device busy. */
static void consumer_becomes_producer(void)
{
	struct scene s;
	struct device *d, seen;
	struct buffer b;
	uint64_t number;

	first_act(&s, METHOD_MMAP);
	side_open(&seen, V4L2_BUF_TYPE_VIDEO_CAPTURE, METHOD_MMAP, shape, SCENE_BUFFERS);
	pair_send(&s.p);
	CHECK(pair_take(&s.p, &b));
	pair_give(&s.p, &b);
	CHECK(device_wait(&seen) == 0 && device_take(&seen, &b) == 0);
	number = stamp_check(b.data, seen.frame_size, COVER_FULL).number; /* it came late: perhaps the one before */
	side_leave(&seen);
	device_close(&s.p.producer);
	d = &s.p.producer;
	*d = seen;
	d->type = V4L2_BUF_TYPE_VIDEO_OUTPUT;
	d->count = 0;
	CHECK(device_format(d, shape->width, shape->height) == 0);
	CHECK(device_stream(d, SCENE_BUFFERS) == 0);
	CHECK(all_zero(d));
	s.left = seen;
	move_later_frames(&s, draw_nothing);
	CHECK(frame_is(&seen, b.data, number) && !shows_later(&seen, s.number + 1));
	end_scene(&s);
}

static const struct test_case cases[] = {
	{ "the next one finds zeros", next_finds_zeros },
	{ "the next one finds zeros beside the old mapping", next_finds_zeros_beside_the_old_mapping },
	{ "the old mapping shows nothing new", old_mapping_shows_nothing_new },
	{ "scribbles go nowhere", scribbles_go_nowhere },
	{ "the old mapping stays usable", old_mapping_stays_usable },
	{ "the same producer again", same_producer_again },
	{ "exported buffers", exported_buffers },
	{ "after write()", after_write },
	{ "a killed producer", killed_producer },
	{ "a producer becomes a consumer", producer_becomes_consumer },
	{ "a consumer becomes the producer", consumer_becomes_producer },
};

int suite_parted(void)
{
	return RUN_CASES_IN_SHAPES(cases);
}
