// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "hard.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096, BUFFERS = 4 };

static uint64_t word_at(const void *window, size_t page)
{
	return *(volatile uint64_t *)((char *)window + page * PAGE);
}

static void write_at(void *window, size_t page, uint64_t value)
{
	*(volatile uint64_t *)((char *)window + page * PAGE) = value;
}

/* until the pages of all windows may be written */
static void open_writable(struct pair *p)
{
	pair_open(p, METHOD_MMAP, METHOD_MMAP, BUFFERS);
	side_writable(&p->consumer);
}

static size_t pages_of(const struct pair *p)
{
	return p->consumer.frame_size / PAGE;
}

/* moves frames until one comes in that window */
static bool move_to(struct pair *p, unsigned int index, struct buffer *b)
{
	for (int i = 0; i < 4 * BUFFERS; i++) {
		if (!CHECK(pair_move(p, b)))
			return false;
		if (b->index == index)
			return true;
		pair_give(p, b);
	}
	return CHECK(false);
}

static void *map_again(struct pair *p, unsigned int index)
{
	struct v4l2_buffer v = { .type = p->consumer.type, .memory = V4L2_MEMORY_MMAP, .index = index };

	CHECK(device_ioctl(p->consumer.fd, VIDIOC_QUERYBUF, &v) == 0);
	return mmap(NULL, v.length, PROT_READ | PROT_WRITE, MAP_SHARED, p->consumer.fd, v.m.offset);
}

/* A child reads the inherited windows and tells what it sees. */
static void serve_child(struct pair *p, int questions, int answers)
{
	unsigned int index;

	while (read(questions, &index, sizeof(index)) == sizeof(index)) {
		uint64_t seen = word_at(p->consumer.buffers[index].data, 7);

		if (write(answers, &seen, sizeof(seen)) != sizeof(seen))
			break;
	}
	_exit(0);
}

static void child_sees_turns(void)
{
	int questions[2], answers[2], pid;
	struct pair p;
	struct buffer b;

	open_writable(&p);
	CHECK(pipe(questions) == 0 && pipe(answers) == 0);
	pid = fork();
	if (pid == 0) {
		close(questions[1]);
		serve_child(&p, questions[0], answers[1]);
	}
	for (int i = 0; i < 100; i++) {
		uint64_t seen = 0;

		if (!CHECK(pair_move(&p, &b)))
			break;
		CHECK(write(questions[1], &b.index, sizeof(b.index)) == sizeof(b.index));
		CHECK(read(answers[0], &seen, sizeof(seen)) == sizeof(seen) && seen == p.number);
		pair_give(&p, &b);
	}
	close(questions[1]);
	await_child(pid, now_ns() + 10 * SECOND_NS, "the child");
}

static void child_keeps_the_frame(void)
{
	struct pair p;
	struct buffer b;
	int pid;

	open_writable(&p);
	CHECK(pair_move(&p, &b));
	pid = fork();
	if (pid == 0) {
		write_at(b.data, 3, 99); /* shared with the parent, as MAP_SHARED says, but with nobody else */
		_exit(word_at(b.data, 3) != 99 || word_at(b.data, 4) != p.number);
	}
	await_child(pid, now_ns() + 10 * SECOND_NS, "the child");
	CHECK(word_at(b.data, 3) == 99 && word_at(b.data, 4) == p.number);
	for (unsigned int i = 0; i < p.producer.count; i++)
		CHECK(word_at(p.producer.buffers[i].data, 3) != 99);
}

static void moved_mapping(void)
{
	struct pair p;
	struct buffer b;
	size_t length;
	char *place, *moved;

	open_writable(&p);
	length = p.consumer.buffers[0].length;
	place = mmap(NULL, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(pair_move(&p, &b));
	moved = mremap(b.data, length, length, MREMAP_MAYMOVE | MREMAP_FIXED, place);
	CHECK(moved == place && word_at(moved, 5) == p.number && word_at(moved, pages_of(&p) - 1) == p.number);
	p.consumer.buffers[b.index].data = moved;
	CHECK(mremap(moved, length, length + PAGE, MREMAP_MAYMOVE) == MAP_FAILED);
	pair_give(&p, &b);
	CHECK(move_to(&p, b.index, &b) && word_at(moved, 5) == p.number);
	CHECK(mremap(moved, length, length / 2 & -PAGE, 0) == moved && word_at(moved, 2) == p.number);
}

static void second_mapping(void)
{
	struct pair p;
	struct buffer b;
	char *again;

	open_writable(&p);
	CHECK(pair_move(&p, &b));
	again = map_again(&p, b.index);
	CHECK(again != MAP_FAILED && word_at(again, 9) == p.number);
	CHECK(munmap(again + 10 * PAGE, 5 * PAGE) == 0 && word_at(again, 9) == p.number && word_at(again, 15) == p.number);
	CHECK(mprotect(again + 20 * PAGE, 3 * PAGE, PROT_READ) == 0 && word_at(again, 21) == p.number);
	pair_give(&p, &b);
	CHECK(move_to(&p, b.index, &b));
	CHECK(word_at(again, 2) == p.number && word_at(again, 20) == p.number && word_at(again, 30) == p.number);
	write_at(b.data, 30, 5);
	CHECK(word_at(again, 30) == 5);
}

static void write_is_private(void)
{
	struct pair p;
	struct buffer b;
	unsigned int index;

	open_writable(&p);
	CHECK(pair_move(&p, &b));
	write_at(b.data, 8, 77);
	CHECK(word_at(b.data, 8) == 77 && word_at(b.data, 9) == p.number && word_at(b.data, pages_of(&p) - 1) == p.number);
	for (unsigned int i = 0; i < p.producer.count; i++)
		CHECK(word_at(p.producer.buffers[i].data, 8) != 77);
	index = b.index;
	pair_give(&p, &b);
	CHECK(move_to(&p, index, &b) && word_at(b.data, 8) == p.number);
	/* protections that change between writes */
	write_at(b.data, 1, 1);
	CHECK(mprotect(b.data, p.consumer.buffers[index].length, PROT_READ) == 0);
	CHECK(mprotect(b.data, p.consumer.buffers[index].length, PROT_READ | PROT_WRITE) == 0);
	write_at(b.data, 2, 2);
	CHECK(word_at(b.data, 1) == 1 && word_at(b.data, 2) == 2 && word_at(b.data, 3) == p.number);
}

static void advice(void)
{
	static const int advices[] = { MADV_DONTNEED, MADV_WILLNEED, MADV_FREE, MADV_COLD, MADV_PAGEOUT, MADV_REMOVE,
				       MADV_DONTFORK, MADV_HUGEPAGE, MADV_MERGEABLE, MADV_POPULATE_READ, MADV_POPULATE_WRITE };
	struct pair p;
	struct buffer b;

	open_writable(&p);
	CHECK(pair_move(&p, &b));
	for (unsigned int i = 0; i < sizeof(advices) / sizeof(advices[0]); i++) {
		madvise((char *)b.data + 4 * PAGE, 8 * PAGE, advices[i]);
		CHECK(word_at(b.data, 5) == p.number && word_at(b.data, 12) == p.number);
	}
	mlock(b.data, PAGE);
	msync(b.data, PAGE, MS_SYNC);
	CHECK(word_at(b.data, 0) == p.number);
}

/* A window is ordinary memory to the kernel, too, as long as its frame is; see direct.c for all of its ways there. */
static void pinning_works(void)
{
	uint64_t seen[2] = { 0 };
	struct pair p;
	struct buffer b;
	struct iovec here = { .iov_base = seen, .iov_len = sizeof(seen[0]) }, there = { .iov_len = sizeof(seen[0]) };
	int pipes[2];

	open_writable(&p);
	CHECK(pair_move(&p, &b) && pipe(pipes) == 0);
	there.iov_base = b.data;
	CHECK(process_vm_readv(getpid(), &here, 1, &there, 1, 0) == sizeof(seen[0]) && seen[0] == p.number);
	if (!CHECK(vmsplice(pipes[1], &there, 1, 0) == sizeof(seen[0])))
		return;
	CHECK(process_vm_writev(getpid(), &(struct iovec){ &seen[1], 8 }, 1, &there, 1, 0) == 8 && word_at(b.data, 0) == 0);
	CHECK(word_at(b.data, 1) == p.number);
	CHECK(read(pipes[0], &seen[1], sizeof(seen[1])) == sizeof(seen[1]) && seen[1] == p.number);
	pair_give(&p, &b);
	CHECK(pair_move(&p, &b));
}

static void windows_outlive_the_file(void)
{
	struct pair p;
	struct buffer b;

	open_writable(&p);
	CHECK(pair_move(&p, &b));
	close(p.consumer.fd);
	for (int i = 0; i < 30; i++)
		pair_send(&p);
	for (unsigned int i = 0; i < p.consumer.count; i++) {
		(void)word_at(p.consumer.buffers[i].data, pages_of(&p) - 1);
		write_at(p.consumer.buffers[i].data, 1, 1);
	}
	device_close(&p.producer);
	CHECK(word_at(b.data, 1) == 1);
}

/* The queue is gone, and all that is left of each buffer is one mapping, which was only read so far. */
static void orphans_can_be_written(void)
{
	struct pair p;
	struct buffer b;

	open_writable(&p);
	CHECK(pair_move(&p, &b));
	for (unsigned int i = 0; i < p.consumer.count; i++)
		(void)word_at(p.consumer.buffers[i].data, 1);
	side_leave(&p.consumer);
	for (unsigned int i = 0; i < p.consumer.count; i++) {
		write_at(p.consumer.buffers[i].data, 1, 7);
		CHECK(word_at(p.consumer.buffers[i].data, 1) == 7);
	}
	CHECK(word_at(b.data, 2) == p.number);
	for (unsigned int i = 0; i < p.producer.count; i++)
		CHECK(word_at(p.producer.buffers[i].data, 1) != 7);
}

/* threads that use the windows while they turn, are freed and come again */
static atomic_uint touching;
static char *volatile windows[BUFFERS];
static size_t window_pages;

static void *touch(void *number)
{
	struct random r = random_stream((uintptr_t)number);

	while (atomic_load(&touching)) {
		char *window = windows[random_below(&r, BUFFERS)];
		size_t page = random_below(&r, window_pages);

		(void)word_at(window, page);
		if (one_in(&r, 60))
			madvise(window + page * PAGE, PAGE, MADV_DONTNEED);
		if (one_in(&r, 100))
			write_at(window, page, 5);
		if (one_in(&r, 200)) /* splits the mapping */
			madvise(window + page * PAGE, PAGE, MADV_SEQUENTIAL);
		if (one_in(&r, 400))
			madvise(window, window_pages * PAGE, MADV_NORMAL);
	}
	return NULL;
}

static void *touch_in_children(void *unused)
{
	while (atomic_load(&touching)) {
		int pid = fork();

		if (pid == 0) {
			for (unsigned int i = 0; i < BUFFERS; i++)
				for (size_t page = 0; page < window_pages; page += 3)
					(void)word_at(windows[i], page);
			_exit(0);
		}
		if (pid > 0)
			waitpid(pid, NULL, 0);
	}
	return unused;
}

/* takes a frame, without a look: others write to it */
static void take_blindly(struct pair *p)
{
	struct buffer b;

	if (CHECK(pair_take(p, &b)))
		pair_give(p, &b);
}

static void map_anew(struct pair *p)
{
	struct device *d = &p->consumer;

	side_leave(d);
	pair_send(p);
	CHECK(request_buffers(d->fd, d->type, V4L2_MEMORY_MMAP, BUFFERS) == BUFFERS);
	for (unsigned int i = 0; i < BUFFERS; i++) {
		struct v4l2_buffer v = { .type = d->type, .memory = V4L2_MEMORY_MMAP, .index = i };

		CHECK(device_ioctl(d->fd, VIDIOC_QUERYBUF, &v) == 0);
		CHECK(mmap(windows[i], v.length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, d->fd, v.m.offset) ==
		      windows[i]);
		CHECK(device_ioctl(d->fd, VIDIOC_QBUF, &v) == 0);
	}
	CHECK(device_ioctl(d->fd, VIDIOC_STREAMON, &d->type) == 0);
}

static void touched_while_turning(void)
{
	pthread_t threads[3];
	struct pair p;

	open_writable(&p);
	window_pages = pages_of(&p);
	for (unsigned int i = 0; i < BUFFERS; i++)
		windows[i] = p.consumer.buffers[i].data;
	atomic_store(&touching, 1);
	for (uintptr_t i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, touch, (void *)i);
	pthread_create(&threads[2], NULL, touch_in_children, NULL);
	for (int i = 0; i < 300; i++) {
		pair_send(&p);
		take_blindly(&p);
		if (i % 20 == 19)
			map_anew(&p);
	}
	close(p.consumer.fd); /* the threads go on */
	for (int i = 0; i < 20; i++)
		pair_send(&p);
	atomic_store(&touching, 0);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
}

static const struct test_case cases[] = {
	{ "child sees turns", child_sees_turns },
	{ "child keeps the frame", child_keeps_the_frame },
	{ "moved mapping", moved_mapping },
	{ "second mapping", second_mapping },
	{ "write is private", write_is_private },
	{ "advice", advice },
	{ "pinning works", pinning_works },
	{ "orphans can be written", orphans_can_be_written },
	{ "windows outlive the file", windows_outlive_the_file },
	{ "touched while turning", touched_while_turning },
};

int suite_windows(void)
{
	return RUN_CASES(cases);
}
