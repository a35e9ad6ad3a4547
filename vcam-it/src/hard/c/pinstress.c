// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/*
 * Threads pin pages of windows, touch them and throw them away, while frames come and go in these. A window that is
 * dequeued shows its frame and nothing else, to whoever looks by whatever way.
 */

#define _GNU_SOURCE

#include "pinned.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BUFFERS = 4, THREADS = 6, PAGE = 4096, SECONDS = 4, FORK_EVERY = 61 };

static struct pair pair;
static atomic_ullong shown[BUFFERS];	/* the frame that a window shows for sure, 0: it may change */
static atomic_uint running;
static atomic_ulong reads, keeps, stale;

static void *window(unsigned int index)
{
	return pair.consumer.buffers[index].data;
}

/* what was seen in a window that, before and after, showed that frame */
static void judge(unsigned int index, uint64_t before, bool right)
{
	if (before && atomic_load(&shown[index]) == before && !right)
		atomic_fetch_add(&stale, 1);
}

static char *some_page(struct random *r, unsigned int *index)
{
	*index = random_below(r, BUFFERS);
	return (char *)window(*index) + (size_t)random_below(r, pair.consumer.frame_size / PAGE) * PAGE;
}

static void rest(struct random *r)
{
	sleep_until_ns(now_ns() + random_below(r, 300000));
}

static void *read_pages(void *number)
{
	struct random r = random_stream((uintptr_t)number);

	while (atomic_load(&running)) {
		unsigned int index;
		uint64_t word = 0, before;
		struct iovec here = { .iov_base = &word, .iov_len = sizeof(word) };
		struct iovec there = { .iov_base = some_page(&r, &index), .iov_len = sizeof(word) };

		before = atomic_load(&shown[index]);
		if (process_vm_readv(getpid(), &here, 1, &there, 1, 0) != sizeof(word)) {
			rest(&r);
			continue;
		}
		atomic_fetch_add(&reads, 1);
		judge(index, before, word == before);
	}
	return NULL;
}

static void *touch_pages(void *number)
{
	struct random r = random_stream((uintptr_t)number);

	while (atomic_load(&running)) {
		unsigned int index;
		char *page = some_page(&r, &index);
		uint64_t before = atomic_load(&shown[index]), word = *(volatile uint64_t *)page;

		judge(index, before, word == before);
		if (one_in(&r, 97))
			madvise(page, PAGE, MADV_DONTNEED);
	}
	return NULL;
}

static void *keep_pages(void *number)
{
	struct random r = random_stream((uintptr_t)number);
	struct keep k;

	if (!CHECK(keep_begin(&k)))
		return NULL;
	while (atomic_load(&running)) {
		unsigned int index = random_below(&r, BUFFERS);
		uint64_t before = atomic_load(&shown[index]);

		if (keep_take(&k, window(index))) {
			rest(&r);
			continue;
		}
		atomic_fetch_add(&keeps, 1);
		rest(&r);
		if (!CHECK(keep_look(&k) == 0))
			break;
		judge(index, before, keep_is(&k, before));
	}
	keep_end(&k);
	return NULL;
}

static void look_in_a_child(const struct buffer *b)
{
	int status, pid = fork();

	if (pid == 0)
		_exit(!frame_is(&pair.consumer, b->data, pair.number));
	if (CHECK(pid > 0 && waitpid(pid, &status, 0) == pid) && status)
		atomic_fetch_add(&stale, 1);
}

/* One frame; or two that are given back the other way round, so that the next ones come in other windows. */
static bool move_some(struct buffer *b, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		pair_send(&pair);
		if (!CHECK(pair_take(&pair, &b[i])))
			return false;
		atomic_store(&shown[b[i].index], pair.number);
	}
	for (unsigned int i = 0; i < count; i++)
		if (!frame_is(&pair.consumer, b[i].data, pair.number - count + 1 + i))
			atomic_fetch_add(&stale, 1);
	if (pair.number % FORK_EVERY < count)
		look_in_a_child(&b[count - 1]);
	while (count--) {
		atomic_store(&shown[b[count].index], 0);
		pair_give(&pair, &b[count]);
	}
	return true;
}

static void pin(const struct shape *s, unsigned int together)
{
	static void *(*const work[THREADS])(void *) = { read_pages, read_pages, touch_pages, touch_pages, keep_pages,
							keep_pages };
	uint64_t end = now_ns() + SECONDS * SECOND_NS;
	long turned = node_value("turned");
	pthread_t threads[THREADS];
	struct buffer b[2];

	pair_shape(&pair, METHOD_MMAP, METHOD_MMAP, s, BUFFERS);
	pair_astray(&pair, together > 1);
	atomic_store(&running, 1);
	for (uintptr_t i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, work[i], (void *)i);
	while (now_ns() < end && move_some(b, together))
		;
	atomic_store(&running, 0);
	for (unsigned int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	printf("hard: %lu frames, %ld of them turned; %lu pinned reads, %lu times kept, stale %lu\n",
	       (unsigned long)pair.number, node_value("turned") - turned, atomic_load(&reads), atomic_load(&keeps),
	       atomic_load(&stale));
	CHECK(atomic_load(&stale) == 0);
	CHECK(atomic_load(&reads) > 0 && atomic_load(&keeps) > 0);
}

void pin_while_steered(const struct shape *s)
{
	pin(s, 1);
}

void pin_while_turned(const struct shape *s)
{
	pin(s, 2);
}
