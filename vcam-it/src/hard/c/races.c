// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "hard.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ROUNDS = 1000, ENOUGH_S = 4, FRAME = 128 * 64 * 2 };

/* what the threads of one race share */
static int shared_fd;
static unsigned int shared_type;
static atomic_uint racing;

static int shared_ioctl(unsigned long request, void *argument)
{
	return device_ioctl(shared_fd, request, argument);
}

static struct v4l2_buffer any_buffer(struct random *r)
{
	return (struct v4l2_buffer){ .type = shared_type, .memory = V4L2_MEMORY_MMAP, .index = random_below(r, 10),
				     .bytesused = FRAME, .field = V4L2_FIELD_NONE };
}

static void do_mmap(struct random *r)
{
	struct v4l2_buffer b = any_buffer(r);
	unsigned long offset = (unsigned long)b.index * FRAME; /* where a buffer may be that QUERYBUF does not know yet */
	size_t length = FRAME;
	char *data;

	if (one_in(r, 2) && shared_ioctl(VIDIOC_QUERYBUF, &b) == 0) {
		offset = b.m.offset;
		length = b.length;
	}
	data = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, shared_fd, offset);
	if (data == MAP_FAILED)
		return;
	(void)*(volatile char *)data;
	*(volatile char *)(data + length - 1) = 1;
	munmap(data, length);
}

static void do_create(struct random *r)
{
	struct v4l2_create_buffers c = { .count = 1 + random_below(r, 3), .memory = V4L2_MEMORY_MMAP,
					 .format = { .type = shared_type } };

	if (shared_ioctl(VIDIOC_G_FMT, &c.format))
		return;
	if (one_in(r, 4))
		c.format.fmt.pix.sizeimage *= 2;
	shared_ioctl(VIDIOC_CREATE_BUFS, &c);
}

static void do_reqbufs(struct random *r)
{
	request_buffers(shared_fd, shared_type, V4L2_MEMORY_MMAP, one_in(r, 2) ? 0 : 4);
}

static void do_poll(struct random *r)
{
	static const short events[] = { POLLIN, POLLOUT, POLLPRI, POLLIN | POLLOUT | POLLPRI };

	poll(&(struct pollfd){ .fd = shared_fd, .events = events[random_below(r, 4)] }, 1, random_below(r, 2));
}

static void do_streamon(struct random *r)
{
	(void)r;
	shared_ioctl(VIDIOC_STREAMON, &shared_type);
}

static void do_streamoff(struct random *r)
{
	shared_ioctl(one_in(r, 2) ? VIDIOC_STREAMOFF : VIDIOC_STREAMON, &shared_type);
}

static void do_qbuf(struct random *r)
{
	struct v4l2_buffer b = any_buffer(r);

	shared_ioctl(VIDIOC_QBUF, &b);
}

static void do_dqbuf(struct random *r)
{
	struct v4l2_buffer b = any_buffer(r);

	shared_ioctl(VIDIOC_DQBUF, &b);
}

static void do_prepare(struct random *r)
{
	struct v4l2_buffer b = any_buffer(r);

	shared_ioctl(VIDIOC_PREPARE_BUF, &b);
}

static void do_export(struct random *r)
{
	struct v4l2_exportbuffer e = { .type = shared_type, .index = random_below(r, 6), .flags = O_RDWR | O_CLOEXEC };
	char *data;

	if (shared_ioctl(VIDIOC_EXPBUF, &e))
		return;
	data = mmap(NULL, FRAME, PROT_READ | PROT_WRITE, MAP_SHARED, e.fd, 0);
	if (data != MAP_FAILED) {
		*(volatile char *)data = 2;
		munmap(data, FRAME);
	}
	close(e.fd);
}

static void do_format(struct random *r)
{
	set_format(shared_fd, shared_type, V4L2_PIX_FMT_YUYV, 128, one_in(r, 2) ? 64 : 128);
}

static void do_reopen(struct random *r)
{
	int fd = open_node(one_in(r, 4) ? 0 : O_NONBLOCK);

	if (fd >= 0) {
		dup3(fd, shared_fd, O_CLOEXEC);
		close(fd);
	}
}

static void do_read(struct random *r)
{
	static char memory[FRAME * 2];

	if (read(shared_fd, memory, 1 + random_below(r, sizeof(memory) - 1)) < 0)
		return;
}

static void do_write(struct random *r)
{
	static char memory[FRAME * 2];

	if (write(shared_fd, memory, 1 + random_below(r, sizeof(memory) - 1)) < 0)
		return;
}

typedef void action(struct random *r);

static const struct race {
	const char *name;
	action *a, *b, *between; /* the third keeps the queue in motion */
} races[] = {
	{ "mmap beside CREATE_BUFS", do_mmap, do_create, do_reqbufs },
	{ "mmap beside REQBUFS", do_mmap, do_reqbufs, do_qbuf },
	{ "REQBUFS beside poll", do_reqbufs, do_poll, do_streamon },
	{ "STREAMOFF beside DQBUF", do_streamoff, do_dqbuf, do_qbuf },
	{ "REQBUFS beside DQBUF", do_reqbufs, do_dqbuf, do_streamon },
	{ "REQBUFS beside QBUF", do_reqbufs, do_qbuf, do_streamon },
	{ "PREPARE_BUF beside STREAMOFF", do_prepare, do_streamoff, do_reqbufs },
	{ "EXPBUF beside REQBUFS", do_export, do_reqbufs, do_mmap },
	{ "S_FMT beside REQBUFS", do_format, do_reqbufs, do_create },
	{ "open and close beside poll", do_reopen, do_poll, do_reqbufs },
	{ "open and close beside mmap", do_reopen, do_mmap, do_reqbufs },
	{ "read beside REQBUFS", do_read, do_reqbufs, do_streamon },
	{ "write beside REQBUFS", do_write, do_reqbufs, do_streamon },
	{ "read beside S_FMT", do_read, do_format, do_write },
};

struct racer {
	action *action;
	uint64_t number;
	atomic_uint done;
};

static void *run_racer(void *argument)
{
	struct racer *racer = argument;
	struct random r = random_stream(racer->number);

	make_it_fail();
	for (int i = 0; i < ROUNDS && atomic_load(&racing); i++)
		racer->action(&r);
	atomic_store(&racer->done, 1);
	return NULL;
}

static void on_signal(int signal)
{
	(void)signal;
}

static bool all_done(struct racer *racers, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		if (!atomic_load(&racers[i].done))
			return false;
	return true;
}

/* Blocking calls are interrupted until all rounds are over, or as many as a slow machine can do. */
static void run_race(const struct race *race, bool nonblock)
{
	action *const actions[] = { race->a, race->b, race->between, race->a };
	struct racer racers[4] = { 0 };
	pthread_t threads[4];
	uint64_t enough = now_ns() + ENOUGH_S * SECOND_NS, deadline = enough + settings.limit / 6 * SECOND_NS;

	sigaction(SIGUSR1, &(struct sigaction){ .sa_handler = on_signal }, NULL);
	shared_fd = open_node(nonblock ? O_NONBLOCK : 0);
	set_format(shared_fd, shared_type, V4L2_PIX_FMT_YUYV, 128, 64);
	atomic_store(&racing, 1);
	for (unsigned int i = 0; i < 4; i++) {
		racers[i].action = actions[i];
		racers[i].number = i;
		pthread_create(&threads[i], NULL, run_racer, &racers[i]);
	}
	while (!all_done(racers, 4) && now_ns() < deadline) {
		sleep_until_ns(now_ns() + 3 * 1000 * 1000);
		for (unsigned int i = 0; i < 4; i++)
			if (!atomic_load(&racers[i].done))
				pthread_kill(threads[i], SIGUSR1);
		if (now_ns() > enough)
			atomic_store(&racing, 0);
	}
	if (!all_done(racers, 4)) { /* joining would wait for ever */
		complain("%s: threads hang", race->name);
		exit(1);
	}
	for (unsigned int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	close(shared_fd);
}

static const struct race *this_race;

static void run_this_race(void)
{
	for (unsigned int i = 0; i < 4; i++) {
		shared_type = i % 2 ? V4L2_BUF_TYPE_VIDEO_OUTPUT : V4L2_BUF_TYPE_VIDEO_CAPTURE;
		run_race(this_race, i < 2);
	}
}

int suite_races(void)
{
	for (unsigned int i = 0; i < sizeof(races) / sizeof(races[0]); i++) {
		const struct test_case this_case = { races[i].name, run_this_race };

		this_race = &races[i];
		run_cases(&this_case, 1);
	}
	return complaints() != 0;
}
