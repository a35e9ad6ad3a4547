// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/*
 * Devices that go with the descriptor that added them, while programs wait in every call on them. The owner is killed
 * again and again: all have to come back, with ENODEV or POLLHUP, and the node is gone when the owner is.
 */

#include "hard.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/select.h>
#include <unistd.h>

#include "node.h"

enum { NUMBER = 60, CAPTURE = V4L2_BUF_TYPE_VIDEO_CAPTURE, OUTPUT = V4L2_BUF_TYPE_VIDEO_OUTPUT, WIDTH = 320, HEIGHT = 240,
       BUFFERS = 4, ENOUGH = 20 };

static const char path[] = "/dev/video60";

static struct board {
	atomic_uint added, waiting;
	atomic_ulong woken, early; /* of those that were to wait: with the device, and before they could begin */
} *board;

static int add_owned(int control)
{
	struct node_config config = { .output_nr = NUMBER, .card_label = "owned", .announce_all_caps = 1 };
	int ret = ioctl(control, NODE_ADD_OWNED, &config);

	return ret < 0 ? -errno : ret;
}

static int open_control(void)
{
	int control = open("/dev/v4l2loopback", O_RDWR | O_CLOEXEC);

	CHECK(control >= 0);
	return control;
}

static bool node_is_there(void)
{
	return access(path, F_OK) == 0;
}

/* What a call says of a device that has gone. */
static bool gone(int error)
{
	return error == -ENODEV || error == -ENOENT || error == -ENXIO;
}

static int open_device(struct device *d, unsigned int type, enum method method)
{
	int error = device_open(d, path, type, method, settings.second);

	if (!error)
		error = device_format(d, WIDTH, HEIGHT);
	return error ? error : device_stream(d, BUFFERS);
}

static void waits(void)
{
	atomic_fetch_add(&board->waiting, 1);
}

/* takes and gives buffers until it cannot */
static int go_round(struct device *d)
{
	struct buffer b;
	int error;

	waits();
	do {
		error = device_take(d, &b);
		if (!error)
			error = device_give(d, &b);
	} while (!error);
	return error;
}

static int consume(enum method method)
{
	struct device d;
	int error = open_device(&d, CAPTURE, method);

	return error ? error : go_round(&d);
}

static int by_read(void)
{
	return consume(METHOD_RW);
}

static int by_mmap(void)
{
	return consume(METHOD_MMAP);
}

static int by_userptr(void)
{
	return consume(METHOD_USERPTR);
}

static int by_dmabuf(void)
{
	return consume(METHOD_DMABUF);
}

/* The producer waits for a consumer, its own, which takes nothing. It may be that the owner feeds: then it cannot. */
static int produce(enum method method)
{
	struct v4l2_control patience = { .id = NODE_WAIT_FOR_CONSUMERS, .value = 60000 };
	struct device consumer, producer;
	int error = open_device(&consumer, CAPTURE, METHOD_MMAP);

	if (!error)
		error = device_ioctl(consumer.fd, VIDIOC_S_CTRL, &patience);
	if (!error)
		error = open_device(&producer, OUTPUT, method);
	return error ? error : go_round(&producer);
}

static int by_write(void)
{
	return produce(METHOD_RW);
}

static int by_output_mmap(void)
{
	return produce(METHOD_MMAP);
}

static int by_output_userptr(void)
{
	return produce(METHOD_USERPTR);
}

/* what poll() and the like say, once they say anything but that there is a frame */
static int from_events(unsigned int events)
{
	if (events & POLLHUP)
		return -ENODEV;
	return events & POLLERR ? -EIO : 0;
}

static int poll_for(short events, bool streams)
{
	struct pollfd wait = { .events = events };
	struct device d;
	int error = open_device(&d, CAPTURE, streams ? METHOD_MMAP : METHOD_RW);

	wait.fd = d.fd;
	if (!error)
		waits();
	while (!error) {
		CHECK(poll(&wait, 1, -1) == 1);
		error = from_events(wait.revents);
		if (!error && wait.revents & POLLIN) {
			struct buffer b;

			error = device_take(&d, &b);
			if (!error)
				error = device_give(&d, &b);
		}
	}
	return error;
}

static int by_poll(void)
{
	return poll_for(POLLIN, true);
}

static int by_poll_of_a_reader(void)
{
	return poll_for(POLLIN, false);
}

static int by_poll_for_an_event(void)
{
	return poll_for(POLLPRI, true);
}

static int by_epoll(void)
{
	struct epoll_event event = { .events = EPOLLPRI };
	int fd = open(path, O_RDWR | O_CLOEXEC), epoll = epoll_create1(EPOLL_CLOEXEC), error = fd < 0 ? -errno : 0;

	if (!error && epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event))
		error = -errno;
	if (error)
		return error;
	waits();
	CHECK(epoll_wait(epoll, &event, 1, -1) == 1);
	return from_events(event.events);
}

/* It says that one may read, which does not wait then. */
static int by_select(void)
{
	struct device d;
	int error = open_device(&d, CAPTURE, METHOD_RW);
	char some[16];
	fd_set set;

	if (error)
		return error;
	CHECK(fcntl(d.fd, F_SETFL, O_NONBLOCK) == 0);
	waits();
	for (;;) {
		FD_ZERO(&set);
		FD_SET(d.fd, &set);
		CHECK(select(d.fd + 1, &set, NULL, NULL, NULL) == 1);
		if (read(d.fd, some, sizeof(some)) < 0 && errno != EAGAIN)
			return -errno;
	}
}

static void *take_events(void *argument)
{
	struct v4l2_event event;
	int error;

	do
		error = device_ioctl(*(int *)argument, VIDIOC_DQEVENT, &event);
	while (!error);
	*(int *)argument = error;
	return NULL;
}

/* two threads, and the events that the others cause */
static int by_dqevent(void)
{
	struct v4l2_event_subscription usage = { .type = NODE_CLIENT_USAGE };
	int fd = open(path, O_RDWR | O_CLOEXEC), first = fd, second = fd;
	pthread_t thread;

	if (fd < 0)
		return -errno;
	if (ioctl(fd, VIDIOC_SUBSCRIBE_EVENT, &usage))
		return -errno;
	waits();
	CHECK(pthread_create(&thread, NULL, take_events, &first) == 0);
	take_events(&second);
	pthread_join(thread, NULL);
	return gone(first) ? second : first;
}

/* The frame that a program has dequeued stays where it is. */
static int by_looking(void)
{
	struct pollfd wait = { .events = POLLPRI };
	struct device d;
	int error = open_device(&d, CAPTURE, METHOD_MMAP);

	if (error)
		return error;
	wait.fd = d.fd;
	waits();
	CHECK(poll(&wait, 1, -1) == 1);
	for (unsigned int i = 0; i < d.count; i++)
		pages_with_something(&d, i);
	for (unsigned int i = 0; i < d.count; i++)
		CHECK(munmap(d.buffers[i].data, d.buffers[i].length) == 0);
	return from_events(wait.revents);
}

/* opens it and sets it up, again and again, until it is not there */
static int by_coming(void)
{
	struct device d;
	int error;

	waits();
	do {
		error = open_device(&d, CAPTURE, METHOD_MMAP);
		if (!error)
			error = device_ioctl(d.fd, VIDIOC_STREAMOFF, &d.type);
		device_close(&d);
	} while (!error);
	return error;
}

static int by_attributes(void)
{
	char text[64];
	int fd = 0;

	waits();
	while (fd >= 0) {
		fd = open("/sys/class/video4linux/video60/format", O_RDONLY | O_CLOEXEC);
		if (fd >= 0 && read(fd, text, sizeof(text)) < 0)
			CHECK(errno == ENODEV);
		close(fd);
	}
	return -ENODEV;
}

static const struct way {
	const char *name;
	int (*run)(void);
	bool feeds;
} ways[] = {
	{ "read()", by_read, false },
	{ "DQBUF, MMAP", by_mmap, false },
	{ "DQBUF, USERPTR", by_userptr, false },
	{ "DQBUF, DMABUF", by_dmabuf, false },
	{ "poll()", by_poll, false },
	{ "poll() of a reader", by_poll_of_a_reader, false },
	{ "poll() for an event", by_poll_for_an_event, false },
	{ "epoll_wait()", by_epoll, false },
	{ "select()", by_select, false },
	{ "DQEVENT", by_dqevent, false },
	{ "a look at a mapping", by_looking, false },
	{ "open()", by_coming, false },
	{ "read() of an attribute", by_attributes, false },
	{ "write()", by_write, true },
	{ "DQBUF of a producer", by_output_mmap, true },
	{ "QBUF of a producer", by_output_userptr, true },
};
enum { WAYS = sizeof(ways) / sizeof(ways[0]) };

static int start(const struct way *way)
{
	int pid = fork(), error;

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	error = way->run();
	/* one that feeds: another one was there before */
	if (!gone(error) && !(way->feeds && error == -EBUSY))
		complain("%s: %s", way->name, strerror(-error));
	exit(0);
}

/* It owns a device, and feeds it unless somebody else does. It ends when it is killed. */
static void own(bool feeds)
{
	int control = open_control();
	struct device d;
	struct buffer b;
	int error = add_owned(control);

	CHECK(error == NUMBER);
	atomic_store(&board->added, 1);
	if (feeds && !open_device(&d, OUTPUT, METHOD_MMAP))
		while (!device_take(&d, &b) && !device_give(&d, &b))
			sleep_until_ns(now_ns() + 3 * 1000 * 1000);
	for (;;)
		pause();
}

static int start_owner(bool feeds)
{
	int pid;

	atomic_store(&board->added, 0);
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		own(feeds);
	}
	for (unsigned int i = 0; i < 20000 && !atomic_load(&board->added); i++)
		sleep_until_ns(now_ns() + 1000 * 1000);
	CHECK(atomic_load(&board->added));
	return pid;
}

static void kill_owner(int owner)
{
	kill(owner, SIGKILL);
	await_child(owner, now_ns() + 20 * SECOND_NS, "a killed owner");
	CHECK(!node_is_there());
}

/* All of these, or those whose turn it is, wait; then the owner dies. */
static void one_death(struct random *r, unsigned int most)
{
	bool feeds = one_in(r, 2);
	int owner = start_owner(feeds), pids[WAYS];
	unsigned int started = 0;

	atomic_store(&board->waiting, 0);
	for (unsigned int i = 0; i < WAYS; i++)
		pids[i] = (ways[i].feeds && feeds) || random_below(r, WAYS) >= most ? 0 : start(&ways[i]);
	for (unsigned int i = 0; i < WAYS; i++)
		started += pids[i] != 0;
	if (!one_in(r, 4))
		for (unsigned int i = 0; i < 500 && atomic_load(&board->waiting) < started; i++)
			sleep_until_ns(now_ns() + 1000 * 1000);
	sleep_until_ns(now_ns() + random_below(r, 20) * 1000 * 1000);
	atomic_fetch_add(&board->woken, atomic_load(&board->waiting));
	atomic_fetch_add(&board->early, started - atomic_load(&board->waiting));
	kill_owner(owner);
	for (unsigned int i = 0; i < WAYS; i++)
		if (pids[i])
			await_child(pids[i], now_ns() + 20 * SECOND_NS, ways[i].name);
}

static void owner_is_killed(void)
{
	uint64_t deadline = now_ns() + settings.limit * SECOND_NS;
	struct random r = random_stream(0);
	unsigned long kills;

	for (kills = 0; kills < settings.kills && now_ns() < deadline; kills++)
		one_death(&r, kills % 8 ? 5 : WAYS);
	printf("hard: %lu owners killed while %lu calls waited; %lu came too late\n", kills,
	       atomic_load(&board->woken), atomic_load(&board->early));
	fflush(stdout);
	CHECK(kills == settings.kills);
	CHECK(kills < ENOUGH || atomic_load(&board->woken) > kills);
}

/* The last copy of the descriptor counts, in whatever process. */
static void copies_of_the_descriptor(void)
{
	int control = open_control(), copy, pid;

	CHECK(add_owned(control) == NUMBER && node_is_there());
	copy = dup(control);
	close(control);
	CHECK(node_is_there());
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		sleep_until_ns(now_ns() + SECOND_NS / 5);
		exit(0);
	}
	close(copy);
	CHECK(node_is_there());
	await_child(pid, now_ns() + 20 * SECOND_NS, "who has a copy");
	CHECK(!node_is_there());
}

/* Its owner may take it away from who has it open; others may not, and it is added anew. */
static void removed_by_its_owner(void)
{
	int control = open_control(), other = open_control(), fd;

	CHECK(add_owned(control) == NUMBER);
	fd = open(path, O_RDWR | O_CLOEXEC);
	CHECK(fd >= 0);
	CHECK(ioctl(other, NODE_REMOVE, (long)NUMBER) == -1 && errno == EBUSY);
	CHECK(ioctl(control, NODE_REMOVE, (long)NUMBER) == 0);
	CHECK(!node_is_there());
	CHECK(poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, 0) == 1);
	close(fd);
	CHECK(add_owned(control) == NUMBER);
	CHECK(ioctl(other, NODE_REMOVE, (long)NUMBER) == 0); /* nobody has it open */
	CHECK(ioctl(control, NODE_REMOVE, (long)NUMBER) == -1 && errno == ENODEV);
	close(control);
	close(other);
}

/* The module cannot be unloaded while there is an owner, or somebody who has a device that has gone. */
static void unload_is_refused_until_all_have_closed(void)
{
	int control = open_control(), fd, error;

	CHECK(add_owned(control) == NUMBER);
	CHECK(module_unload() < 0);
	fd = open(path, O_RDWR | O_CLOEXEC);
	close(control);
	CHECK(!node_is_there() && module_unload() < 0);
	close(fd);
	error = module_unload();
	CHECK(error == 0);
	if (!error)
		CHECK(module_load() == 0);
}

static const struct test_case cases[] = {
	{ "copies of the descriptor", copies_of_the_descriptor },
	{ "removed by its owner", removed_by_its_owner },
	{ "unload is refused until all have closed", unload_is_refused_until_all_have_closed },
	{ "owner is killed", owner_is_killed },
};

int suite_owned(void)
{
	board = mmap(NULL, sizeof(*board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!CHECK(board != MAP_FAILED))
		return 1;
	return RUN_CASES(cases);
}
