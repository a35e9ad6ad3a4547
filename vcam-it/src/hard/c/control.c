// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "hard.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "node.h"

enum { NUMBER = 40, CAPTURE = V4L2_BUF_TYPE_VIDEO_CAPTURE };

static int control;

static int add(int number)
{
	struct node_config config = { .output_nr = number, .capture_nr = -1, .card_label = "hard", .announce_all_caps = 1 };
	int ret = ioctl(control, NODE_ADD, &config);

	return ret < 0 ? -errno : ret;
}

static int take_away(int number)
{
	return ioctl(control, NODE_REMOVE, (long)number) ? -errno : 0;
}

static int open_number(int number)
{
	char path[32];

	snprintf(path, sizeof(path), "/dev/video%d", number);
	return open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
}

static void remove_in_use(void)
{
	struct v4l2_buffer b = { .type = CAPTURE, .memory = V4L2_MEMORY_MMAP };
	unsigned int type = CAPTURE;
	void *data;
	int fd;

	CHECK(add(NUMBER) == NUMBER);
	fd = open_number(NUMBER);
	CHECK(fd >= 0 && take_away(NUMBER) == -EBUSY);
	CHECK(request_buffers(fd, CAPTURE, V4L2_MEMORY_MMAP, 4) == 4);
	CHECK(device_ioctl(fd, VIDIOC_STREAMON, &type) == 0 && take_away(NUMBER) == -EBUSY);
	CHECK(device_ioctl(fd, VIDIOC_QUERYBUF, &b) == 0);
	data = mmap(NULL, b.length, PROT_READ, MAP_SHARED, fd, b.m.offset);
	CHECK(data != MAP_FAILED);
	close(fd);
	CHECK(take_away(NUMBER) == -EBUSY); /* the mapping holds the file */
	(void)*(volatile char *)data;
	munmap(data, b.length);
	CHECK(take_away(NUMBER) == 0);
	CHECK(take_away(NUMBER) == -ENODEV);
}

static void bad_arguments(void)
{
	struct node_config config;
	void *const bad[] = { (void *)1, (void *)0xffff888000001000, (void *)0x800000000000 };

	for (unsigned int i = 0; i < 3; i++) {
		CHECK(ioctl(control, NODE_ADD, bad[i]) == -1 && errno == EFAULT);
		CHECK(ioctl(control, NODE_QUERY, bad[i]) == -1 && errno == EFAULT);
	}
	CHECK(ioctl(control, NODE_QUERY, NULL) == -1);
	memset(&config, 0xff, sizeof(config));
	config.output_nr = NUMBER;
	if (ioctl(control, NODE_ADD, &config) >= 0)
		CHECK(take_away(NUMBER) == 0);
	for (int number = -3; number < 0; number++)
		CHECK(take_away(number) < 0);
	CHECK(take_away(0x7fffffff) < 0);
}

static void use_the_node(unsigned int seed)
{
	struct random r = random_stream(seed);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		int fd = open_number(NUMBER);
		unsigned int type = CAPTURE;

		if (fd < 0)
			continue;
		if (one_in(&r, 2) && request_buffers(fd, CAPTURE, V4L2_MEMORY_MMAP, 2) > 0)
			device_ioctl(fd, VIDIOC_STREAMON, &type);
		poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, random_below(&r, 3));
		close(fd);
		/* long enough that nobody has it open now and then, on a slow kernel too */
		sleep_until_ns(now_ns() + (1 + random_below(&r, 8)) * 1000 * 1000);
	}
}

/* another one that adds and removes it, too */
static void add_and_remove(unsigned int seed)
{
	struct random r = random_stream(seed);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		struct node_config config = { .output_nr = NUMBER };

		if (one_in(&r, 3))
			add(NUMBER);
		if (one_in(&r, 3))
			take_away(NUMBER);
		ioctl(control, NODE_QUERY, &config);
	}
}

static void come_and_go(void)
{
	unsigned int added = 0, removed = 0;
	uint64_t deadline = now_ns() + 120 * SECOND_NS;
	int pids[4], last;

	for (unsigned int i = 0; i < 4; i++) {
		pids[i] = fork();
		if (pids[i] == 0 && i < 3)
			use_the_node(i);
		if (pids[i] == 0)
			add_and_remove(i);
	}
	for (int i = 0; i < 400 || (!(added && removed) && now_ns() < deadline); i++) {
		added += add(NUMBER) == NUMBER;
		sleep_until_ns(now_ns() + 1000 * 1000);
		removed += take_away(NUMBER) == 0;
	}
	for (unsigned int i = 0; i < 4; i++) {
		kill(pids[i], SIGKILL);
		await_child(pids[i], now_ns() + 20 * SECOND_NS, "a user of the node");
	}
	CHECK(added && removed);
	last = take_away(NUMBER);
	CHECK(last == 0 || last == -ENODEV);
	CHECK(add(NUMBER) == NUMBER && take_away(NUMBER) == 0);
}

static const struct test_case cases[] = {
	{ "remove in use", remove_in_use },
	{ "bad arguments", bad_arguments },
	{ "come and go", come_and_go },
	{ "devices of anybody", devices_of_anybody },
	{ "devices by halves", devices_by_halves },
	{ "devices are told", devices_are_told },
	{ "pace of repeats", pace_of_repeats },
};

int suite_control(void)
{
	control = open("/dev/v4l2loopback", O_RDWR | O_CLOEXEC);
	if (control < 0) {
		complain("no control node: %s", strerror(errno));
		return 1;
	}
	return RUN_CASES(cases);
}
