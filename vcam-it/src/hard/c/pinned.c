// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/*
 * Pages of a frame that somebody keeps, without looking: in a pipe, by vmsplice(). While the buffer is dequeued they
 * are the frame. When their keeper has left, they show no frame that came later: else one could watch on unseen.
 */

#define _GNU_SOURCE

#include "pinned.h"
#include "scene.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MORE = 60, KEEPS = 12, GOINGS = 20 };


bool keep_begin(struct keep *k)
{
	return pipe2(k->pipes, O_CLOEXEC) == 0 && fcntl(k->pipes[0], F_SETPIPE_SZ, 1 << 18) > 0;
}

void keep_end(struct keep *k)
{
	close(k->pipes[0]);
	close(k->pipes[1]);
}

int keep_take(struct keep *k, void *frame)
{
	struct iovec part = { .iov_base = frame, .iov_len = KEPT };
	ssize_t n = vmsplice(k->pipes[1], &part, 1, 0);

	return n < 0 ? -errno : n == KEPT ? 0 : -EMSGSIZE;
}

int keep_look(struct keep *k)
{
	for (size_t got = 0; got < KEPT;) {
		ssize_t n = read(k->pipes[0], (char *)k->words + got, KEPT - got);

		if (n <= 0)
			return n ? -errno : -EMSGSIZE;
		got += n;
	}
	return 0;
}

bool keep_is(const struct keep *k, uint64_t number)
{
	struct verdict v = stamp_check(k->words, KEPT, COVER_FULL);

	return !v.torn && v.number == number;
}

static bool shows_later(const struct keep *k, uint64_t number)
{
	for (size_t i = 0; i < KEPT / 8; i++)
		if (k->words[i] > number)
			return true;
	return false;
}

/* A frame is dequeued, its first pages are kept. Nothing else can be tested if that fails. */
static void begin(struct scene *s, struct keep *k)
{
	scene_begin(s, METHOD_MMAP, true, 2 * SCENE_BUFFERS);
	CHECK(keep_begin(k));
	if (!CHECK(keep_take(k, s->held.data) == 0))
		exit(0);
}

/* the pages are still those of the frame that the consumer held */
static bool kept_is_whole(const struct scene *s, struct keep *k)
{
	return keep_look(k) == 0 && keep_is(k, s->number);
}

static bool nothing_later(struct keep *k, uint64_t number)
{
	return keep_look(k) == 0 && !shows_later(k, number);
}

static void before_qbuf(void)
{
	struct scene s;
	struct keep k;

	begin(&s, &k);
	CHECK(pair_move_many(&s.p, MORE));
	CHECK(kept_is_whole(&s, &k));
}

static void after_streamoff(void)
{
	struct scene s;
	struct keep k;

	begin(&s, &k);
	side_stop(&s.p.consumer);
	pair_send_many(&s.p, MORE);
	CHECK(kept_is_whole(&s, &k));
	CHECK(scene_is_whole(&s));
}

static void after_reqbufs(void)
{
	struct scene s;
	struct keep k;

	begin(&s, &k);
	side_leave(&s.p.consumer);
	for (unsigned int i = 0; i < s.p.consumer.count; i++)
		munmap(s.p.consumer.buffers[i].data, s.p.consumer.buffers[i].length);
	pair_send_many(&s.p, MORE);
	CHECK(kept_is_whole(&s, &k));
}

static void after_close(void)
{
	struct scene s;
	struct keep k;

	begin(&s, &k);
	device_close(&s.p.consumer);
	pair_send_many(&s.p, MORE);
	CHECK(kept_is_whole(&s, &k));
}

/* somebody else watches all the time, so that slots are never idle */
static void after_close_beside_another(void)
{
	struct device other;
	struct scene s;
	struct keep k;

	begin(&s, &k);
	side_open(&other, V4L2_BUF_TYPE_VIDEO_CAPTURE, METHOD_MMAP, shape, SCENE_BUFFERS);
	device_close(&s.p.consumer);
	s.p.consumer = other;
	CHECK(pair_join(&s.p));
	CHECK(pair_move_many(&s.p, MORE));
	CHECK(kept_is_whole(&s, &k));
}

/*
 * Pages were kept of each of the last frames, whose buffers went back to the queue: those may show what came next, but
 * nothing from the end of streaming on. Some of the buffers may be in the producer's hands then, half drawn.
 */
static void kept_while_streaming(bool drawing)
{
	struct keep *keeps = calloc(KEEPS, sizeof(*keeps));
	uint64_t number;
	struct buffer b;
	struct scene s;

	begin(&s, &keeps[0]);
	pair_give(&s.p, &s.held);
	for (unsigned int i = 1; i < KEEPS; i++) {
		CHECK(pair_move(&s.p, &b) && keep_begin(&keeps[i]) && keep_take(&keeps[i], b.data) == 0);
		pair_give(&s.p, &b);
	}
	pair_astray(&s.p, drawing);
	CHECK(pair_move_many(&s.p, MAX_BUFFERS));
	CHECK(drawing == (s.p.in_hand > 0));
	number = s.p.number;
	side_stop(&s.p.consumer);
	pair_send_many(&s.p, MORE);
	for (unsigned int i = 0; i < KEEPS; i++)
		CHECK(nothing_later(&keeps[i], number));
}

static void kept_while_all_is_queued(void)
{
	kept_while_streaming(false);
}

static void kept_while_the_producer_draws(void)
{
	kept_while_streaming(true);
}

/* What an ex-producer has pinned is as blind as its mapping. */
static void kept_by_a_producer(bool closes)
{
	struct keep *keeps = calloc(MAX_BUFFERS, sizeof(*keeps));
	struct device left;
	struct pair p;
	uint64_t number;

	pair_shape(&p, METHOD_MMAP, METHOD_MMAP, shape, SCENE_BUFFERS);
	CHECK(pair_move_many(&p, MORE));
	number = p.number;
	left = p.producer;
	for (unsigned int i = 0; i < left.count; i++)
		CHECK(keep_begin(&keeps[i]) && keep_take(&keeps[i], left.buffers[i].data) == 0);
	side_leave(&left);
	if (closes)
		device_close(&p.producer);
	side_open(&p.producer, V4L2_BUF_TYPE_VIDEO_OUTPUT, METHOD_MMAP, shape, SCENE_BUFFERS);
	CHECK(pair_move_many(&p, MORE));
	for (unsigned int i = 0; i < left.count; i++)
		CHECK(nothing_later(&keeps[i], number));
}

static void kept_by_a_producer_that_maps(void)
{
	kept_by_a_producer(false);
}

static void kept_by_a_producer_that_closes(void)
{
	kept_by_a_producer(true);
}

/* up to some milliseconds, so that two threads meet at different steps */
static void random_nap(void)
{
	static _Thread_local struct random r;
	static _Thread_local bool begun;

	if (!begun) {
		r = random_stream((uint64_t)(uintptr_t)&r ^ now_ns());
		begun = true;
	}
	usleep(random_below(&r, 5000));
}

static void *close_producer(void *device)
{
	random_nap();
	device_close(device);
	return NULL;
}

/*
 * Who leaves gives other memory to slots that it has pinned, buffers of the producer's among them; the producer, with all
 * that these stand on, may be gone before that is done. A kernel that looks at memory sees it.
 */
static void kept_while_the_producer_goes(void)
{
	static const struct shape large = { 2560, 1440 }; /* other memory takes its time */
	struct keep *keeps = calloc(KEEPS, sizeof(*keeps));

	for (unsigned int round = 0; round < GOINGS; round++) {
		pthread_t closing;
		struct buffer b;
		struct pair p;

		pair_shape(&p, METHOD_MMAP, METHOD_MMAP, &large, SCENE_BUFFERS);
		for (unsigned int i = 0; i < KEEPS; i++) {
			CHECK(pair_move(&p, &b) && keep_begin(&keeps[i]) && keep_take(&keeps[i], b.data) == 0);
			pair_give(&p, &b);
		}
		CHECK(pthread_create(&closing, NULL, close_producer, &p.producer) == 0);
		random_nap();
		device_close(&p.consumer);
		pthread_join(closing, NULL);
		for (unsigned int i = 0; i < KEEPS; i++)
			keep_end(&keeps[i]);
	}
}

static void pinned_while_steered(void)
{
	pin_while_steered(shape);
}

static void pinned_while_turned(void)
{
	pin_while_turned(shape);
}

static const struct test_case cases[] = {
	{ "before QBUF", before_qbuf },
	{ "after STREAMOFF", after_streamoff },
	{ "after REQBUFS(0) and munmap", after_reqbufs },
	{ "after close()", after_close },
	{ "after close(), while another one watches", after_close_beside_another },
	{ "kept of all frames", kept_while_all_is_queued },
	{ "kept of all frames, while the producer draws", kept_while_the_producer_draws },
	{ "kept while the producer goes", kept_while_the_producer_goes },
	{ "kept by a producer that maps", kept_by_a_producer_that_maps },
	{ "kept by a producer that closes", kept_by_a_producer_that_closes },
	{ "pinned while frames lie there", pinned_while_steered },
	{ "pinned while frames turn", pinned_while_turned },
};

int suite_pinned(void)
{
	return RUN_CASES_IN_SHAPES(cases);
}
