// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/*
 * Frames are shown where their producer has them, in memory of its own, of every kind there is. The producer may do with
 * its memory what it likes once it has it back, and nobody sees that; nor anything of it but frames.
 */

#define _GNU_SOURCE

#include "borrowed.h"
#include "parameter.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MORE = 12 };

static int file[MAX_BUFFERS];
static enum kind kind;

/* The next one finds nothing of it. */
static void end(struct scene *s)
{
	pair_close(&s->p);
	for (unsigned int i = 0; i < SCENE_BUFFERS; i++) {
		if (file[i] >= 0)
			close(file[i]);
		file[i] = -1;
	}
}

/* of one buffer: whether the kernel takes such a dma-buf at all */
static bool taken(struct device *d)
{
	struct v4l2_buffer b = { .type = d->type, .memory = V4L2_MEMORY_DMABUF, .m.fd = d->buffers[0].fd };

	return kind_method(kind) != METHOD_DMABUF || device_ioctl(d->fd, VIDIOC_PREPARE_BUF, &b) == 0;
}

/* A scene whose producer has brought its memory. Frames have gone through all buffers and windows. */
static bool begin(struct scene *s, bool astray)
{
	long borrowed = node_value("borrowed"), copied = node_value("copied");

	pair_shape(&s->p, kind_method(kind), METHOD_MMAP, shape, SCENE_BUFFERS);
	if (!bring(&s->p.producer, kind, file) || !taken(&s->p.producer)) {
		printf("hard: no frames in %s here\n", kind_name(kind));
		end(s);
		return false;
	}
	pair_astray(&s->p, astray);
	CHECK(pair_move_many(&s->p, MORE));
	CHECK(pair_move(&s->p, &s->held));
	s->number = s->p.number;
	CHECK(node_value("borrowed") - borrowed == MORE + 1);
	CHECK(node_value("copied") == copied);
	return true;
}

/* What is not held shows nothing of what the producer draws for itself, and can be looked at. */
static void windows_are_clean(const struct scene *s)
{
	const struct device *d = &s->p.consumer;

	for (unsigned int i = 0; i < d->count; i++)
		CHECK(!shows_scribbles(d->buffers[i].data, d->buffers[i].length));
}

static void draws_for_itself(struct scene *s)
{
	scribble_all(&s->p.producer);
	CHECK(scene_is_whole(s));
	windows_are_clean(s);
}

static void goes_on(struct scene *s)
{
	long borrowed = node_value("borrowed");

	pair_give(&s->p, &s->held);
	CHECK(pair_join(&s->p));
	CHECK(pair_move_many(&s->p, MORE));
	CHECK(node_value("borrowed") - borrowed == MORE + 1);
	end(s);
}

static void with_kinds(enum kind first, enum kind last, void (*act)(struct scene *s))
{
	struct scene s;

	for (kind = first; kind <= last; kind++)
		if (begin(&s, false))
			act(&s);
}

static void with_every_kind(void (*act)(struct scene *s))
{
	with_kinds(0, KINDS - 1, act);
}

static void act_streamoff(struct scene *s)
{
	side_stop(&s->p.producer);
	draws_for_itself(s);
	CHECK(device_ioctl(s->p.producer.fd, VIDIOC_STREAMON, &s->p.producer.type) == 0);
	s->p.producer.fresh = s->p.producer.count;
	goes_on(s);
}

static void stops_and_draws(void)
{
	with_every_kind(act_streamoff);
}

static void act_reqbufs(struct scene *s)
{
	side_leave(&s->p.producer);
	draws_for_itself(s);
	end(s);
}

static void leaves_and_draws(void)
{
	with_every_kind(act_reqbufs);
}

static void act_close(struct scene *s)
{
	struct device late;
	struct buffer b;

	close(s->p.producer.fd);
	draws_for_itself(s);
	side_open(&late, V4L2_BUF_TYPE_VIDEO_CAPTURE, METHOD_MMAP, shape, SCENE_BUFFERS);
	CHECK(device_wait(&late) == 0 && device_take(&late, &b) == 0 && frame_is(&late, b.data, s->number));
	device_close(&late);
	s->p.producer.fd = dup(s->p.consumer.fd); /* for it to close */
	end(s);
}

static void closes_and_draws(void)
{
	with_every_kind(act_close);
}

/* The same buffers in other memory: what was there is not looked at any more. */
static void act_other_memory(struct scene *s)
{
	struct device *d = &s->p.producer, old = *d;

	for (unsigned int i = 0; i < d->count; i++) {
		d->buffers[i].data = mmap(NULL, d->buffers[i].length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
					  -1, 0);
		CHECK(d->buffers[i].data != MAP_FAILED);
	}
	pair_give(&s->p, &s->held);
	CHECK(pair_move_many(&s->p, MORE));
	scribble_all(&old);
	windows_are_clean(s);
	CHECK(pair_move_many(&s->p, MORE));
	for (unsigned int i = 0; i < d->count; i++)
		munmap(old.buffers[i].data, old.buffers[i].length);
	end(s);
}

static void changes_its_memory(void)
{
	with_kinds(ANONYMOUS, SHARED, act_other_memory);
}

/* The frames stay where they are as long as somebody looks at them. */
static void act_unmap(struct scene *s)
{
	struct device *d = &s->p.producer;

	for (unsigned int i = 0; i < d->count; i++) {
		munmap(d->buffers[i].data, d->buffers[i].length);
		if (kind_method(kind) == METHOD_DMABUF) {
			close(d->buffers[i].fd);
			d->buffers[i].fd = -1;
		}
	}
	if (d->lender >= 0)
		close(d->lender);
	d->lender = -1;
	CHECK(scene_is_whole(s));
	windows_are_clean(s);
	side_leave(d);
	CHECK(scene_is_whole(s));
	d->count = 0;
	end(s);
}

static void unmaps_its_memory(void)
{
	with_every_kind(act_unmap);
}

/* SIGBUS is for nobody but itself. */
static void act_truncate(struct scene *s)
{
	for (unsigned int i = 0; i < SCENE_BUFFERS; i++)
		CHECK(ftruncate(file[i], 0) == 0);
	CHECK(scene_is_whole(s));
	windows_are_clean(s);
	side_leave(&s->p.producer);
	CHECK(scene_is_whole(s));
	end(s);
}

static void truncates_its_file(void)
{
	with_kinds(SHARED, SHARED, act_truncate);
}

/* What the child writes to is its own, and what the parent sends is its own still. */
static void act_fork(struct scene *s)
{
	int pid = fork();

	if (pid == 0) {
		scribble_all(&s->p.producer);
		_exit(0);
	}
	CHECK(pair_move_many(&s->p, 1));
	await_child(pid, now_ns() + 20 * SECOND_NS, "the child");
	CHECK(scene_is_whole(s));
	goes_on(s);
}

static void forks(void)
{
	with_kinds(ANONYMOUS, ANONYMOUS, act_fork);
}

/* A consumer writes to what it holds: that is its own. */
static void act_write(struct scene *s)
{
	const struct device *d = &s->p.producer;
	unsigned int unchanged = 0;

	side_writable(&s->p.consumer);
	stamp_fill(s->held.data, s->p.consumer.frame_size, scribble, COVER_FULL);
	for (unsigned int i = 0; i < d->count; i++) {
		unchanged += frame_is(d, d->buffers[i].data, s->number);
		CHECK(!shows_scribbles(d->buffers[i].data, d->frame_size));
	}
	CHECK(unchanged == 1);
	side_stop(&s->p.producer);
	CHECK(frame_is(&s->p.consumer, s->held.data, scribble));
	end(s);
}

static void consumer_writes(void)
{
	with_every_kind(act_write);
}

static long fetch(const void *from, void *to, size_t size)
{
	struct iovec there = { .iov_base = (void *)from, .iov_len = size }, here = { .iov_base = to, .iov_len = size };

	return process_vm_readv(getpid(), &here, 1, &there, 1, 0);
}

/* Frames that the kernel fetches from the windows of a consumer that looks at some of them itself, or at none. */
static void fetch_frames(struct scene *s, struct device *d, bool looks)
{
	void *copy = malloc(d->frame_size);
	struct buffer b;

	for (unsigned int i = 0; i < MORE; i++) {
		long n;

		if (!CHECK(pair_move_many(&s->p, 1)) || !CHECK(device_wait(d) == 0 && device_take(d, &b) == 0))
			break;
		if (looks && i % 2)
			CHECK(frame_is(d, b.data, s->p.number));
		n = fetch(b.data, copy, d->frame_size);
		if (n == (long)d->frame_size)
			CHECK(frame_is(d, copy, s->p.number));
		else
			CHECK(looks && n < 0 && errno == EFAULT);
		if (looks)
			CHECK(frame_is(d, b.data, s->p.number));
		CHECK(device_give(d, &b) == 0);
	}
	free(copy);
}

/* A frame can be had by whoever pins memory; but not by a mapping that was looked at before, and shows the same still. */
static void act_pin(struct scene *s)
{
	struct device other;
	struct buffer b;

	side_open(&other, V4L2_BUF_TYPE_VIDEO_CAPTURE, METHOD_MMAP, shape, SCENE_BUFFERS);
	CHECK(device_wait(&other) == 0 && device_take(&other, &b) == 0 && device_give(&other, &b) == 0);
	fetch_frames(s, &other, false);
	fetch_frames(s, &other, true);
	device_close(&other);
	CHECK(scene_is_whole(s));
	end(s);
}

static void kernel_reads(void)
{
	with_every_kind(act_pin);
}

/* More than one consumer, each with frames in its hands, and any buffer at any time. */
static void goes_astray(void)
{
	struct scene s;
	struct buffer b;

	for (kind = 0; kind < KINDS; kind++) {
		struct device other;

		if (!begin(&s, true))
			continue;
		side_open(&other, V4L2_BUF_TYPE_VIDEO_CAPTURE, METHOD_MMAP, shape, SCENE_BUFFERS);
		for (unsigned int i = 0; i < 3 * MORE; i++) {
			if (!CHECK(pair_move_many(&s.p, 1)))
				break;
			CHECK(device_wait(&other) == 0 && device_take(&other, &b) == 0);
			CHECK(!stamp_check(b.data, other.frame_size, COVER_FULL).torn);
			CHECK(device_give(&other, &b) == 0);
		}
		CHECK(scene_is_whole(&s));
		side_stop(&s.p.producer);
		draws_for_itself(&s);
		device_close(&other);
		end(&s);
	}
}

static void play_until_killed(int ready)
{
	struct device d;
	struct buffer b;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	side_open(&d, V4L2_BUF_TYPE_VIDEO_OUTPUT, kind_method(kind), shape, SCENE_BUFFERS);
	if (!bring(&d, kind, file) || !taken(&d)) {
		CHECK(write(ready, "-", 1) == 1);
		_exit(0);
	}
	for (unsigned int i = 0;; i++) {
		if (device_wait(&d) || device_take(&d, &b))
			continue;
		stamp_fill(b.data, d.frame_size, i, COVER_FULL);
		CHECK(device_give(&d, &b) == 0);
		if (i == MORE)
			CHECK(write(ready, "+", 1) == 1);
	}
}

/* A producer is killed. The frames that consumers have in their hands stay, and the last one is there for who comes. */
static void is_killed(void)
{
	for (kind = 0; kind < KINDS; kind++) {
		struct device consumer, late;
		int ready[2], pid;
		char word = '-';
		struct buffer b;
		uint64_t number;

		CHECK(pipe(ready) == 0);
		pid = fork();
		if (pid == 0)
			play_until_killed(ready[1]);
		close(ready[1]);
		if (read(ready[0], &word, 1) == 1 && word == '+') {
			side_open(&consumer, V4L2_BUF_TYPE_VIDEO_CAPTURE, METHOD_MMAP, shape, SCENE_BUFFERS);
			CHECK(device_wait(&consumer) == 0 && device_take(&consumer, &b) == 0);
			number = stamp_check(b.data, consumer.frame_size, COVER_FULL).number;
			kill(pid, SIGKILL);
			await_child(pid, now_ns() + 20 * SECOND_NS, "the producer");
			CHECK(frame_is(&consumer, b.data, number));
			side_open(&late, V4L2_BUF_TYPE_VIDEO_CAPTURE, METHOD_MMAP, shape, SCENE_BUFFERS);
			CHECK(device_wait(&late) == 0 && device_take(&late, &b) == 0 &&
			      !stamp_check(b.data, late.frame_size, COVER_FULL).torn);
			device_close(&late);
			device_close(&consumer);
		} else {
			kill(pid, SIGKILL);
			await_child(pid, now_ns() + 20 * SECOND_NS, "the producer");
		}
		close(ready[0]);
	}
}

/* No byte beside the frame is anybody's business, whether it lies in a page of the frame's or in another. */
static void nothing_beside_the_frame(void)
{
	const struct shape *usual = shape, odd[] = { { 642, 482 }, { 1282, 722 } };
	struct scene s;

	for (unsigned int i = 0; i < 2 * KINDS; i++) {
		struct device *d = &s.p.producer;

		kind = i / 2;
		shape = &odd[i % 2];
		pair_shape(&s.p, kind_method(kind), METHOD_MMAP, shape, SCENE_BUFFERS);
		if (bring(d, kind, file) && taken(d)) {
			long borrowed = node_value("borrowed");

			for (unsigned int j = 0; j < d->count; j++)
				for (size_t at = d->frame_size; at + 8 <= d->buffers[j].length; at += 8)
					*(uint64_t *)((char *)d->buffers[j].data + at) = scribble;
			for (unsigned int j = 0; j < MORE; j++) {
				CHECK(pair_move_many(&s.p, 1));
				windows_are_clean(&s);
			}
			CHECK(node_value("borrowed") - borrowed == MORE);
			/* a part of the frame becomes the consumer's own */
			side_writable(&s.p.consumer);
			CHECK(pair_move(&s.p, &s.held));
			((char *)s.held.data)[d->frame_size - 1] ^= 1;
			windows_are_clean(&s);
		}
		end(&s);
	}
	shape = usual;
}

static bool is_borrowed(unsigned int buffers, bool consumer_first)
{
	long borrowed = node_value("borrowed");
	struct pair p = { 0 };

	if (consumer_first) /* whoever has set the format before */
		side_open(&p.consumer, V4L2_BUF_TYPE_VIDEO_CAPTURE, METHOD_MMAP, shape, SCENE_BUFFERS);
	side_open(&p.producer, V4L2_BUF_TYPE_VIDEO_OUTPUT, METHOD_USERPTR, shape, buffers);
	if (!consumer_first)
		side_open(&p.consumer, V4L2_BUF_TYPE_VIDEO_CAPTURE, METHOD_MMAP, shape, SCENE_BUFFERS);
	CHECK(pair_move_many(&p, MORE));
	pair_close(&p);
	return node_value("borrowed") != borrowed;
}

static void allow(char answer)
{
	set_parameter("by_reference", answer);
}

/* Otherwise frames are copied, and are right as well. */
static void only_where_that_can_be(void)
{
	struct device keeps; /* the format */

	side_open(&keeps, V4L2_BUF_TYPE_VIDEO_OUTPUT, METHOD_MMAP, shape, SCENE_BUFFERS);
	side_leave(&keeps);
	CHECK(is_borrowed(3, false));
	CHECK(!is_borrowed(2, false));
	allow('N');
	CHECK(!is_borrowed(SCENE_BUFFERS, false));
	allow('Y');
	is_borrowed(SCENE_BUFFERS, true);
	CHECK(is_borrowed(SCENE_BUFFERS, false));
	device_close(&keeps);
}

/* A frame that does not begin at a page cannot be mapped: it is copied. */
static void does_not_begin_at_a_page(void)
{
	enum { ASKEW = 64 };
	long borrowed = node_value("borrowed");
	struct device *d;
	struct pair p;

	pair_open(&p, METHOD_USERPTR, METHOD_MMAP, SCENE_BUFFERS);
	d = &p.producer;
	for (unsigned int i = 0; i < d->count; i++) {
		munmap(d->buffers[i].data, d->buffers[i].length);
		d->buffers[i].data = ASKEW + (char *)mmap(NULL, d->buffers[i].length + ASKEW, PROT_READ | PROT_WRITE,
							  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	}
	CHECK(pair_move_many(&p, MORE));
	CHECK(node_value("borrowed") == borrowed);
	pair_close(&p);
}

static void stop_without_memory(struct scene *s, struct device *side)
{
	set_parameter("max_device_mem_mb", '1');
	side_stop(side);
	scribble_all(&s->p.producer);
	windows_are_clean(s);
	set_parameter("max_device_mem_mb", '0');
	end(s);
}

/* There is none for a copy of what consumers hold: then they see nothing, rather than what is not theirs. */
static void no_memory_for_a_copy(void)
{
	struct scene s;

	for (kind = 0; kind < KINDS && shape == &shapes[SHAPES - 1]; kind++) {
		if (begin(&s, false))
			stop_without_memory(&s, &s.p.producer);
		if (begin(&s, false))
			stop_without_memory(&s, &s.p.consumer);
	}
}

/* The driver whose buffers they are may go: they belong to a module below it, which stays for as long as they do. */
static void exporters_module_goes(void)
{
	struct scene s;

	kind = VIVID;
	if (!begin(&s, false))
		return;
	CHECK(vivid_unload() == 0);
	CHECK(scene_is_whole(&s));
	pair_give(&s.p, &s.held);
	CHECK(pair_move_many(&s.p, MORE));
	end(&s);
	CHECK(vivid_load());
}

static const struct test_case cases[] = {
	{ "stops and draws", stops_and_draws },
	{ "leaves and draws", leaves_and_draws },
	{ "closes and draws", closes_and_draws },
	{ "changes its memory", changes_its_memory },
	{ "unmaps its memory", unmaps_its_memory },
	{ "truncates its file", truncates_its_file },
	{ "forks", forks },
	{ "a consumer writes", consumer_writes },
	{ "the kernel reads", kernel_reads },
	{ "goes astray", goes_astray },
	{ "is killed", is_killed },
	{ "nothing beside the frame", nothing_beside_the_frame },
	{ "only where that can be", only_where_that_can_be },
	{ "does not begin at a page", does_not_begin_at_a_page },
	{ "no memory for a copy", no_memory_for_a_copy },
	{ "exporter's module goes", exporters_module_goes },
};

int suite_borrowed(void)
{
	int failed;
	bool vivid;

	if (!shows_by_reference()) {
		printf("hard: on this kernel all frames are copied\n");
		return complaints() != 0;
	}
	vivid = vivid_load();
	failed = RUN_CASES_IN_SHAPES(cases);
	CHECK(!vivid || vivid_unload() == 0);
	return failed || complaints() != 0;
}
