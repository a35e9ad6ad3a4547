// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/*
 * Pages of a frame that somebody keeps, without looking: in a pipe, by vmsplice(). While the buffer is dequeued they are
 * the frame. When their keeper has left, they show no frame that came later: else one could watch on unseen.
 */

#define _GNU_SOURCE

#include "pinned.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

enum { BUFFERS = 4, MORE = 60, KEEPS = 12 };

static const struct shape *shape;

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
static void open_and_keep(struct pair *p, struct buffer *b, struct keep *k)
{
	pair_shape(p, METHOD_MMAP, METHOD_MMAP, shape, BUFFERS);
	pair_astray(p, true);
	for (unsigned int i = 0; i < 2 * BUFFERS; i++) {
		CHECK(pair_move(p, b));
		pair_give(p, b);
	}
	CHECK(pair_move(p, b));
	CHECK(keep_begin(k));
	if (!CHECK(keep_take(k, b->data) == 0))
		exit(0);
}

static void stream_off(struct device *d)
{
	CHECK(device_ioctl(d->fd, VIDIOC_STREAMOFF, &d->type) == 0);
}

static void before_qbuf(void)
{
	struct keep k;
	struct pair p;
	struct buffer b, later;
	uint64_t number;

	open_and_keep(&p, &b, &k);
	number = p.number;
	for (unsigned int i = 0; i < MORE; i++) {
		CHECK(pair_move(&p, &later));
		pair_give(&p, &later);
	}
	CHECK(keep_look(&k) == 0 && keep_is(&k, number));
}

static void after_streamoff(void)
{
	struct keep k;
	struct pair p;
	struct buffer b;
	uint64_t number;

	open_and_keep(&p, &b, &k);
	number = p.number;
	stream_off(&p.consumer);
	pair_send_many(&p, MORE);
	CHECK(keep_look(&k) == 0 && keep_is(&k, number));
	CHECK(frame_is(&p.consumer, b.data, number));
}

static void after_reqbufs(void)
{
	struct keep k;
	struct pair p;
	struct buffer b;
	uint64_t number;

	open_and_keep(&p, &b, &k);
	number = p.number;
	side_leave(&p.consumer);
	for (unsigned int i = 0; i < p.consumer.count; i++)
		munmap(p.consumer.buffers[i].data, p.consumer.buffers[i].length);
	pair_send_many(&p, MORE);
	CHECK(keep_look(&k) == 0 && keep_is(&k, number));
}

static void after_close(void)
{
	struct keep k;
	struct pair p;
	struct buffer b;
	uint64_t number;

	open_and_keep(&p, &b, &k);
	number = p.number;
	device_close(&p.consumer);
	pair_send_many(&p, MORE);
	CHECK(keep_look(&k) == 0 && keep_is(&k, number));
}

/* somebody else watches all the time, so that slots are never idle */
static void after_close_beside_another(void)
{
	struct device other;
	struct keep k;
	struct pair p;
	struct buffer b;
	uint64_t number;

	open_and_keep(&p, &b, &k);
	number = p.number;
	side_open(&other, V4L2_BUF_TYPE_VIDEO_CAPTURE, METHOD_MMAP, shape, BUFFERS);
	device_close(&p.consumer);
	p.consumer = other;
	CHECK(pair_join(&p));
	for (unsigned int i = 0; i < MORE; i++) {
		if (!CHECK(pair_move(&p, &b)))
			break;
		pair_give(&p, &b);
	}
	CHECK(keep_look(&k) == 0 && keep_is(&k, number));
}

/*
 * Pages were kept of each of the last frames, whose buffers went back to the queue: those may show what came next, but
 * nothing from the end of streaming on. Some of the buffers may be in the producer's hands then, half drawn.
 */
static void kept_while_streaming(bool drawing)
{
	struct keep *keeps = calloc(KEEPS, sizeof(*keeps));
	struct pair p;
	struct buffer b;
	uint64_t number;

	open_and_keep(&p, &b, &keeps[0]);
	pair_give(&p, &b);
	for (unsigned int i = 1; i < KEEPS; i++) {
		CHECK(pair_move(&p, &b) && keep_begin(&keeps[i]) && keep_take(&keeps[i], b.data) == 0);
		pair_give(&p, &b);
	}
	pair_astray(&p, drawing);
	for (unsigned int i = 0; i < MAX_BUFFERS; i++) {
		CHECK(pair_move(&p, &b));
		pair_give(&p, &b);
	}
	CHECK(drawing == (p.in_hand > 0));
	number = p.number;
	stream_off(&p.consumer);
	pair_send_many(&p, MORE);
	for (unsigned int i = 0; i < KEEPS; i++)
		CHECK(keep_look(&keeps[i]) == 0 && !shows_later(&keeps[i], number));
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
	struct buffer b;
	uint64_t number;

	pair_shape(&p, METHOD_MMAP, METHOD_MMAP, shape, BUFFERS);
	for (unsigned int i = 0; i < MORE; i++) {
		CHECK(pair_move(&p, &b));
		pair_give(&p, &b);
	}
	number = p.number;
	left = p.producer;
	for (unsigned int i = 0; i < left.count; i++)
		CHECK(keep_begin(&keeps[i]) && keep_take(&keeps[i], left.buffers[i].data) == 0);
	side_leave(&left);
	if (closes)
		device_close(&p.producer);
	side_open(&p.producer, V4L2_BUF_TYPE_VIDEO_OUTPUT, METHOD_MMAP, shape, BUFFERS);
	for (unsigned int i = 0; i < MORE; i++) {
		if (!CHECK(pair_move(&p, &b)))
			break;
		pair_give(&p, &b);
	}
	for (unsigned int i = 0; i < left.count; i++)
		CHECK(keep_look(&keeps[i]) == 0 && !shows_later(&keeps[i], number));
}

static void kept_by_a_producer_that_maps(void)
{
	kept_by_a_producer(false);
}

static void kept_by_a_producer_that_closes(void)
{
	kept_by_a_producer(true);
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
	{ "kept by a producer that maps", kept_by_a_producer_that_maps },
	{ "kept by a producer that closes", kept_by_a_producer_that_closes },
	{ "pinned while frames lie there", pinned_while_steered },
	{ "pinned while frames turn", pinned_while_turned },
};

int suite_pinned(void)
{
	for (unsigned int i = 0; i < SHAPES; i++) {
		shape = &shapes[i];
		printf("hard: frames of %ux%u\n", shape->width, shape->height);
		run_cases(cases, sizeof(cases) / sizeof(cases[0]));
	}
	return complaints() != 0;
}
