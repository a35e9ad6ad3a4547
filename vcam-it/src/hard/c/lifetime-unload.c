// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/* The module goes while it is used, or does not. */

#define _GNU_SOURCE

#include "lifetime.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

void unload_is_refused(void)
{
	struct pair p;
	struct buffer b;

	pair_open(&p, METHOD_MMAP, METHOD_MMAP, 4);
	CHECK(module_unload() < 0);
	CHECK(pair_move(&p, &b));
	CHECK(module_unload() < 0);
	close(p.producer.fd);
	close(p.consumer.fd);
	CHECK(module_unload() < 0); /* mappings are left */
	CHECK(stamp_check(b.data, p.consumer.frame_size, COVER_FULL).number == p.number);
	for (unsigned int i = 0; i < p.consumer.count; i++)
		munmap(p.consumer.buffers[i].data, p.consumer.buffers[i].length);
	CHECK(module_unload() < 0);
}

/* opens, polls and streams, whether the node is there or not */
static void use_what_is_there(unsigned int number)
{
	struct random r = random_stream(number);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		uint64_t begin = now_ns();
		struct v4l2_capability caps;
		int fd = open_node(O_NONBLOCK);
		unsigned int type = one_in(&r, 2) ? V4L2_BUF_TYPE_VIDEO_CAPTURE : V4L2_BUF_TYPE_VIDEO_OUTPUT;

		if (fd < 0) {
			sleep_until_ns(now_ns() + 1000 * 1000);
			continue;
		}
		device_ioctl(fd, VIDIOC_QUERYCAP, &caps);
		if (request_buffers(fd, type, V4L2_MEMORY_MMAP, 2) > 0 && one_in(&r, 2))
			device_ioctl(fd, VIDIOC_STREAMON, &type);
		poll(&(struct pollfd){ .fd = fd, .events = POLLIN | POLLOUT }, 1, random_below(&r, 3));
		close(fd);
		/* idle four times as long, or the module would hardly ever be free */
		sleep_until_ns(now_ns() + (now_ns() - begin) * random_below(&r, 9));
	}
}

void unload_in_use(void)
{
	unsigned int unloaded = 0;
	int pids[4];

	for (unsigned int i = 0; i < 4; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			use_what_is_there(i);
	}
	for (int i = 0; i < 3000 && unloaded < 20; i++) {
		if (module_unload() == 0) {
			unloaded++;
			CHECK(module_load() == 0);
		}
		sleep_until_ns(now_ns() + 3 * 1000 * 1000);
	}
	CHECK(unloaded > 0);
	for (unsigned int i = 0; i < 4; i++) {
		kill(pids[i], SIGKILL);
		await_child(pids[i], now_ns() + 20 * SECOND_NS, "a user of the node");
	}
}
