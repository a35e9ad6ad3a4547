// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "hard.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PRODUCERS = 2, CONSUMERS = 4, CHILDREN = PRODUCERS + CONSUMERS, METHODS = 4 };

enum { ENOUGH = 100 }; /* kills, for every method to have moved a frame */

static const char *const names[2][METHODS] = {
	{ "write", "mmap", "userptr", "dmabuf" }, { "read", "mmap", "userptr", "dmabuf" },
};

static const struct {
	unsigned int width, height;
} sizes[2][2] = { { { 320, 240 }, { 352, 288 } }, { { 64, 64 }, { 96, 64 } } }; /* usual ones, and for many frames */

/* Frames are numbered by all producers together: what a consumer sees only ever grows, whoever sent it. */
static struct board {
	atomic_ulong number;		/* of the last frame begun */
	atomic_ulong published;		/* of one that was certainly sent */
	atomic_ulong sent[METHODS], seen[METHODS], torn, reordered, repeated, stale, changed;
} *board;

static void note(atomic_ulong *what, const char *name, unsigned int method, uint64_t number, uint64_t other)
{
	atomic_fetch_add(what, 1);
	complain("%s: consumer by %s: frame %lu, known before: %lu", name, names[1][method], (unsigned long)number,
		 (unsigned long)other);
}

/* The format may have changed between S_FMT and REQBUFS, which fixes it. */
static int format_holds(const struct device *d)
{
	struct v4l2_format f = { .type = d->type };
	int error = device_ioctl(d->fd, VIDIOC_G_FMT, &f);

	if (!error && (f.fmt.pix.width != d->width || f.fmt.pix.height != d->height))
		error = -ESTALE;
	return error;
}

static int open_any(struct device *d, unsigned int type, enum method method, struct random *r)
{
	unsigned int size = one_in(r, 8), count = 2 + random_below(r, 6);
	int error = device_open(d, settings.device, type, method, settings.second);

	if (!error)
		error = device_format(d, sizes[settings.frames > 0][size].width, sizes[settings.frames > 0][size].height);
	if (!error)
		error = device_stream(d, count);
	return error ? error : format_holds(d);
}

static int send_one(struct device *d, enum method method)
{
	uint64_t number;
	struct buffer b;
	int error = method == METHOD_RW ? 0 : device_wait(d);

	if (!error)
		error = device_take(d, &b);
	if (error)
		return error;
	number = atomic_fetch_add(&board->number, 1) + 1;
	stamp_fill(b.data, d->frame_size, number, COVER_FULL);
	error = device_give(d, &b);
	if (!error) {
		atomic_store(&board->published, number);
		atomic_fetch_add(&board->sent[method], 1);
	}
	return error;
}

/* Only one at a time has the role, so the numbers go out in order. The first write() takes it. */
static int produce(struct device *d, enum method method, struct random *r)
{
	int error = open_any(d, V4L2_BUF_TYPE_VIDEO_OUTPUT, method, r);

	while (!error || error == -ETIME) {
		error = send_one(d, method);
		if (one_in(r, settings.frames ? 64 : 4))
			sleep_until_ns(now_ns() + random_below(r, 8) * 1000 * 1000);
	}
	return error;
}

struct held {
	struct buffer buffer;
	uint64_t number;
};

static void check_held(struct device *d, enum method method, const struct held *h)
{
	struct verdict v = stamp_check(h->buffer.data, d->frame_size, COVER_FULL);

	if (v.torn || v.number != h->number)
		note(&board->changed, "changed while held", method, v.number, h->number);
}

static void check_new(struct device *d, enum method method, const void *data, uint64_t *last, uint64_t least)
{
	struct verdict v = stamp_check(data, d->frame_size, COVER_FULL);

	if (v.torn)
		note(&board->torn, "torn", method, v.number, *last);
	else if (*last && v.number < *last)
		note(&board->reordered, "reordered", method, v.number, *last);
	else if (*last && v.number == *last)
		note(&board->repeated, "repeated", method, v.number, *last);
	else if (v.number < least || v.number > atomic_load(&board->number))
		note(&board->stale, "stale", method, v.number, least);
	*last = v.number;
	atomic_fetch_add(&board->seen[method], 1);
}

/* takes a frame, looks at it now and once more when it gives it back */
static int take_one(struct device *d, enum method method, struct random *r, uint64_t *last, uint64_t least)
{
	struct held h = { .number = 0 };
	int error = device_wait(d);

	if (!error)
		error = device_take(d, &h.buffer);
	if (error)
		return error;
	check_new(d, method, h.buffer.data, last, least);
	h.number = *last;
	if (one_in(r, 3))
		sleep_until_ns(now_ns() + random_below(r, 20) * 1000 * 1000);
	check_held(d, method, &h);
	return device_give(d, &h.buffer);
}

static int consume(struct device *d, enum method method, struct random *r)
{
	uint64_t last = 0, least = atomic_load(&board->published);
	int error = open_any(d, V4L2_BUF_TYPE_VIDEO_CAPTURE, method, r);

	while (!error || error == -ETIME)
		error = take_one(d, method, r, &last, least);
	return error;
}

/* A role or a format that is another's is tried again, with another method. It ends when it is killed. */
static void live(unsigned int place, uint64_t number)
{
	struct random r = random_stream(number);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	make_it_fail();
	for (;;) {
		enum method method = random_below(&r, METHODS);
		struct device d;

		if (place < PRODUCERS)
			produce(&d, method, &r);
		else
			consume(&d, method, &r);
		device_close(&d);
		sleep_until_ns(now_ns() + random_below(&r, 10) * 1000 * 1000);
	}
}

static int start(unsigned int place, uint64_t number)
{
	int pid = fork();

	if (pid == 0)
		live(place, number);
	return pid;
}

static void kill_child(int pid)
{
	if (waitpid(pid, NULL, WNOHANG) != 0)
		complain("a producer or consumer has ended by itself");
	kill(pid, SIGKILL);
	await_child(pid, now_ns() + 20 * SECOND_NS, "a killed process");
}

static void print_board(unsigned long kills)
{
	printf("hard: churn: %lu killed", kills);
	for (unsigned int i = 0; i < METHODS; i++)
		printf(", %s %lu", names[0][i], atomic_load(&board->sent[i]));
	for (unsigned int i = 0; i < METHODS; i++)
		printf(", %s %lu", names[1][i], atomic_load(&board->seen[i]));
	printf(" frames, torn %lu reordered %lu repeated %lu stale %lu changed %lu\n", atomic_load(&board->torn),
	       atomic_load(&board->reordered), atomic_load(&board->repeated), atomic_load(&board->stale),
	       atomic_load(&board->changed));
	fflush(stdout);
}

static bool enough_sent(void)
{
	unsigned long sent = 0;

	for (unsigned int i = 0; i < METHODS; i++)
		sent += atomic_load(&board->sent[i]);
	return sent >= settings.frames;
}

int suite_churn(void)
{
	struct random r = random_stream(0);
	uint64_t deadline = now_ns() + settings.limit * SECOND_NS;
	unsigned long kills = 0, started = 0;
	int pids[CHILDREN];

	board = mmap(NULL, sizeof(*board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!CHECK(board != MAP_FAILED))
		return 1;
	for (unsigned int i = 0; i < CHILDREN; i++)
		pids[i] = start(i, ++started);
	while (kills < settings.kills || !enough_sent()) {
		unsigned int victim = random_below(&r, CHILDREN);

		sleep_until_ns(now_ns() + random_below(&r, settings.frames ? 600 : 60) * 1000 * 1000);
		kill_child(pids[victim]);
		pids[victim] = start(victim, ++started);
		kills++;
		if (now_ns() > deadline) {
			complain("churn takes too long");
			break;
		}
	}
	for (unsigned int i = 0; i < CHILDREN; i++)
		kill_child(pids[i]);
	print_board(kills + CHILDREN);
	for (unsigned int i = 0; i < METHODS && kills >= ENOUGH; i++)
		CHECK(atomic_load(&board->sent[i]) && atomic_load(&board->seen[i]));
	CHECK(memory_settles_at(0));
	return complaints() != 0;
}
