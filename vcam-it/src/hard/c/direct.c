// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/*
 * A frame that was dequeued is ordinary memory, whether its window was turned to it or showed it already, and whether
 * the processor has been there before or not: the kernel reads all of it, and what the kernel writes stays in the
 * window.
 */

#include "direct.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { BUFFERS = 4, FRAMES = 12, TOUCHES = 3, TURN = BUFFERS, ENOUGH = 6, WAYS_MAX = 16, MARKED = 5 };

struct tally {
	unsigned int good, bad;
	int error;	/* the first one */
};

struct play {
	struct pair p;
	struct device onlooker;	/* takes the same frames */
	struct tools tools;
	struct buffer frame, seen;
	void *expected, *memory;
	size_t size;
	struct tally fetched[WAYS_MAX], stored[WAYS_MAX];
	bool fetchable[WAYS_MAX], storable[WAYS_MAX];	/* by the ways that this kernel has */
	long turned, aligned;	/* frames that were looked at */
};

static void *some_memory(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	if (memory == MAP_FAILED) {
		complain("no memory");
		exit(1);
	}
	return memory;
}

static void begin(struct play *play)
{
	*play = (struct play){ .size = (size_t)shape->width * shape->height * 2 };
	pair_shape(&play->p, METHOD_MMAP, METHOD_MMAP, shape, BUFFERS);
	side_writable(&play->p.consumer);
	side_open(&play->onlooker, V4L2_BUF_TYPE_VIDEO_CAPTURE, METHOD_MMAP, shape, BUFFERS);
	tools_open(&play->tools, shape);
	play->expected = some_memory(play->size);
	play->memory = some_memory(play->size);
}

static void onlooker_takes(struct play *play)
{
	CHECK(device_wait(&play->onlooker) == 0 && device_take(&play->onlooker, &play->seen) == 0);
}

static void give_back(struct play *play)
{
	pair_give(&play->p, &play->frame);
	CHECK(device_give(&play->onlooker, &play->seen) == 0);
}

/* nobody looks at it yet */
static bool take(struct play *play)
{
	long turned, aligned;

	pair_send(&play->p);
	turned = node_value("turned");
	aligned = node_value("aligned");
	if (!CHECK(pair_take(&play->p, &play->frame)))
		return false;
	play->turned += node_value("turned") - turned;
	play->aligned += node_value("aligned") - aligned;
	onlooker_takes(play);
	return true;
}

static void touch(struct play *play, unsigned int how)
{
	stamp_fill(play->expected, play->size, play->p.number, COVER_FULL);
	if (how >= 1)
		CHECK(frame_is(&play->p.consumer, play->frame.data, play->p.number));
	if (how >= 2)
		((volatile uint64_t *)play->frame.data)[MARKED] = ((uint64_t *)play->expected)[MARKED] = ~0ull;
}

static void count(struct tally *t, int error)
{
	if (!error) {
		t->good++;
		return;
	}
	t->bad++;
	t->error = t->error ? t->error : error;
}

static int fetch_by(struct play *play, unsigned int way, void *frame)
{
	int error;

	memset(play->memory, 0xff, play->size);
	error = fetches[way].move(&play->tools, frame, play->size, play->memory);
	return !error && memcmp(play->memory, play->expected, play->size) ? -EBADMSG : error;
}

static int store_by(struct play *play, unsigned int way, void *frame)
{
	int error = stores[way].move(&play->tools, frame, play->size, play->memory);

	return !error && memcmp(frame, play->memory, play->size) ? -EBADMSG : error;
}

/* whether this kernel has that way at all; if it has, it goes well with memory that is ordinary without doubt */
static bool has(const struct way *way, int error)
{
	if (!error)
		return true;
	if (error == -ENOSYS || error == -EBADF || error == -EOPNOTSUPP || error == -EPERM)
		printf("hard: this kernel has no %s: %s\n", way->name, strerror(-error));
	else
		complain("%s fails with ordinary memory: %s", way->name, strerror(-error));
	return false;
}

static void try_ordinary_memory(struct play *play)
{
	char *frame = some_memory(play->size);

	stamp_fill(frame, play->size, 1, COVER_FULL);
	memcpy(play->expected, frame, play->size);
	for (unsigned int i = 0; i < fetches_count; i++)
		play->fetchable[i] = has(&fetches[i], fetch_by(play, i, frame));
	stamp_fill(play->memory, play->size, 2, COVER_FULL);
	for (unsigned int i = 0; i < stores_count; i++)
		play->storable[i] = has(&stores[i], store_by(play, i, memset(frame, 0, play->size)));
	munmap(frame, play->size);
}

/* each fourth frame, which is in the same window again; windows would all be private else */
static bool has_chance(enum chance chance, unsigned int frame)
{
	unsigned int turn = frame / TURN;

	if (chance == EVERY_FRAME)
		return true;
	return frame % TURN == 0 && (chance == SELDOM || turn % 2 == (chance == SELDOM_THEN));
}

/* All ways, another one first each time: what the first one does to the window helps the others. */
static void fetch(struct play *play, unsigned int frame)
{
	for (unsigned int i = 0; i < fetches_count; i++) {
		unsigned int way = (frame + i) % fetches_count;

		if (play->fetchable[way] && has_chance(fetches[way].chance, frame))
			count(&play->fetched[way], fetch_by(play, way, play->frame.data));
	}
	CHECK(!memcmp(play->frame.data, play->expected, play->size));
}

static bool shown_by(const struct device *d, uint64_t word, size_t size)
{
	for (unsigned int i = 0; i < d->count; i++)
		for (size_t at = 0; at + 8 <= size; at += 512)
			if (*(const volatile uint64_t *)((char *)d->buffers[i].data + at) == word)
				return true;
	return false;
}

/* one way into the frame; nobody else may see it */
static void store(struct play *play, unsigned int way)
{
	uint64_t word = 0xabcdef0000000000 + play->p.number;

	if (!play->storable[way])
		return;
	stamp_fill(play->memory, play->size, word, COVER_FULL);
	count(&play->stored[way], store_by(play, way, play->frame.data));
	CHECK(!shown_by(&play->p.producer, word, play->size));
	CHECK(frame_is(&play->onlooker, play->seen.data, play->p.number));
}

/* An optional way may be refused: that is told. It may not give other bytes. */
static void judge(const struct way *way, const struct tally *t)
{
	bool refused = t->error == -EOPNOTSUPP || t->error == -EFAULT;

	if (!t->bad)
		return;
	if (way->optional && refused && !t->good)
		printf("hard: this kernel refuses %s: %s\n", way->name, strerror(-t->error));
	else
		complain("%s fails for %u of %u frames: %s", way->name, t->bad, t->bad + t->good, strerror(-t->error));
}

static void play_frames(bool turned)
{
	struct play play;

	begin(&play);
	try_ordinary_memory(&play);
	pair_astray(&play.p, turned);
	for (unsigned int i = 0; i < FRAMES * TOUCHES; i++) {
		if (!take(&play))
			return;
		touch(&play, i / FRAMES);
		fetch(&play, i);
		if (has_chance(SELDOM, i))
			store(&play, i / TURN % stores_count);
		give_back(&play);
	}
	for (unsigned int i = 0; i < fetches_count; i++)
		judge(&fetches[i], &play.fetched[i]);
	for (unsigned int i = 0; i < stores_count; i++)
		judge(&stores[i], &play.stored[i]);
	printf("hard: %ux%u: %ld turned, %ld not\n", shape->width, shape->height, play.turned, play.aligned);
	CHECK((turned ? play.turned : play.aligned) > ENOUGH);
}

static void frames_that_lie_there(void)
{
	play_frames(false);
}

static void frames_that_are_turned_to(void)
{
	play_frames(true);
}

static const struct test_case cases[] = {
	{ "frames that lie there", frames_that_lie_there },
	{ "frames that are turned to", frames_that_are_turned_to },
};

int suite_direct(void)
{
	return RUN_CASES_IN_SHAPES(cases);
}
