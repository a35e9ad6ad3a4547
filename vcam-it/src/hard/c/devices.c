// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "hard.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "node.h"

enum { ANY = -1, SPLIT = -2, ANYBODYS = 64, MINORS = 256, LOADED = 2, NOBODY = 65534, TRIES = 30 };

static int control;

static int add(int output, int capture)
{
	struct node_config config = { .output_nr = output, .capture_nr = capture, .announce_all_caps = 1 };
	int ret = ioctl(control, NODE_ADD, &config);

	return ret < 0 ? -errno : ret;
}

static bool take_away(int number)
{
	return ioctl(control, NODE_REMOVE, (long)number) == 0;
}

static bool loaded(int number)
{
	char path[32];

	snprintf(path, sizeof(path), "/dev/video%d", number);
	return strcmp(path, settings.device) == 0 || strcmp(path, settings.second) == 0;
}

/* all but those that were made at load */
static unsigned int take_all_away(void)
{
	unsigned int removed = 0;

	for (int number = 0; number < MINORS; number++)
		removed += !loaded(number) && take_away(number);
	return removed;
}

static int add_until_refused(unsigned int *added)
{
	int ret = 0;

	for (*added = 0; ret >= 0 && *added <= MINORS; *added += ret >= 0)
		ret = add(ANY, 0);
	return ret;
}

static void add_as_nobody(void)
{
	unsigned int added;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	CHECK(setgid(NOBODY) == 0 && setuid(NOBODY) == 0);
	CHECK(add_until_refused(&added) == -ENOSPC);
	if (added != ANYBODYS - LOADED)
		complain("anybody may add %u devices", added);
	exit(0);
}

void devices_of_anybody(void)
{
	int pid;

	control = open("/dev/v4l2loopback", O_RDWR | O_CLOEXEC);
	take_all_away(); /* what another case got instead of the number that it asked for */
	pid = fork();
	if (pid == 0)
		add_as_nobody();
	await_child(pid, now_ns() + 120 * SECOND_NS, "nobody, who adds devices");
	CHECK(add(ANY, 0) >= 0); /* the administrator */
	CHECK(take_all_away() == ANYBODYS - LOADED + 1);
}

/* ends at the first success */
static void open_again_and_again(int number)
{
	char path[32];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	snprintf(path, sizeof(path), "/dev/video%d", number);
	while (open(path, O_RDWR | O_CLOEXEC) < 0)
		;
	complain("%s could be opened, though its device was never made", path);
	exit(0);
}

/* The one number that is left is for its first node: there is none for the second. */
static void add_half(int number)
{
	int pid = fork();

	if (pid == 0)
		open_again_and_again(number);
	for (unsigned int i = 0; i < TRIES; i++)
		CHECK(add(number, SPLIT) == -ENFILE);
	kill(pid, SIGKILL);
	await_child(pid, now_ns() + 20 * SECOND_NS, "who opens half a device");
}

void devices_by_halves(void)
{
	unsigned int added;
	int number;

	control = open("/dev/v4l2loopback", O_RDWR | O_CLOEXEC);
	take_all_away();
	CHECK(add_until_refused(&added) == -ENFILE && added > ANYBODYS);
	for (number = MINORS - 1; loaded(number) || !take_away(number); number--)
		CHECK(number > 0);
	add_half(number);
	CHECK(add(number, 0) == number);
	CHECK(take_all_away() == added);
	number = add(ANY, SPLIT);
	CHECK(number >= 0 && take_away(number));
}

static int listen_to_kernel(void)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);

	CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0);
	return fd;
}

/* the number of the next video node that was added or removed, as action says; -1 if none is within a second */
static int next_node(int kernel, const char *action)
{
	struct pollfd wait = { .fd = kernel, .events = POLLIN };
	char text[4096], format[64];
	ssize_t n;
	int number;

	snprintf(format, sizeof(format), "%s@/devices/virtual/video4linux/video%%d", action);
	while (poll(&wait, 1, 1000) == 1) {
		n = recv(kernel, text, sizeof(text) - 1, 0);
		text[n > 0 ? n : 0] = 0;
		if (sscanf(text, format, &number) == 1)
			return number;
	}
	return -1;
}

static void check_node(int node, int first)
{
	char path[64], name[64] = "", wanted[64];
	int fd;

	snprintf(path, sizeof(path), "/sys/class/video4linux/video%d/name", node);
	snprintf(wanted, sizeof(wanted), "Dummy video device (0x%04X)\n", first);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	CHECK(fd >= 0 && read(fd, name, sizeof(name) - 1) > 0 && strcmp(name, wanted) == 0);
	close(fd);
	snprintf(path, sizeof(path), "/dev/video%d", node);
	fd = open(path, O_RDWR | O_CLOEXEC);
	CHECK(fd >= 0);
	close(fd);
}

/* Each node is told once, and has its name and can be opened then. */
void devices_are_told(void)
{
	int kernel = listen_to_kernel(), first, second, told;

	control = open("/dev/v4l2loopback", O_RDWR | O_CLOEXEC);
	told = fork();
	if (told == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		first = next_node(kernel, "add");
		check_node(first, first);
		second = next_node(kernel, "add");
		CHECK(second > first);
		check_node(second, first);
		exit(0);
	}
	first = add(ANY, SPLIT);
	await_child(told, now_ns() + 20 * SECOND_NS, "who is told of nodes");
	CHECK(first >= 0 && take_away(first));
	CHECK(next_node(kernel, "remove") >= 0 && next_node(kernel, "remove") >= 0);
	CHECK(next_node(kernel, "remove") < 0);
	close(kernel);
}
