// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/* The nodes of a device: which types they take, where they say they are, and what they announce. */

#include "roles.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "node.h"

enum { NUMBER = 41 };

static int export(int fd, unsigned int type, unsigned int plane, unsigned int flags)
{
	struct v4l2_exportbuffer e = { .type = type, .plane = plane, .flags = flags };
	int error = device_ioctl(fd, VIDIOC_EXPBUF, &e);

	return error ? error : e.fd;
}

static int add_split(int ctl, int *capture)
{
	struct node_config config = { .output_nr = NUMBER, .capture_nr = NUMBER + 1, .card_label = "roles",
				      .announce_all_caps = 1 };
	int ret = ioctl(ctl, NODE_ADD, &config);

	*capture = NUMBER + 1;
	return ret;
}

static int open_number(int number, int flags)
{
	char path[32];

	snprintf(path, sizeof(path), "/dev/video%d", number);
	return open(path, flags | O_CLOEXEC | O_NONBLOCK);
}

void wrong_types(void)
{
	int ctl = open("/dev/v4l2loopback", O_RDWR | O_CLOEXEC), capture, fd, c;

	CHECK(add_split(ctl, &capture) == NUMBER);
	fd = open_number(capture, O_RDWR);
	CHECK(fd >= 0);
	CHECK(stream(fd, OUTPUT, true) == -EINVAL && stream(fd, V4L2_BUF_TYPE_VBI_OUTPUT, true) == -EINVAL);
	CHECK(stream(fd, V4L2_BUF_TYPE_VBI_CAPTURE, false) == -EINVAL && stream(fd, OUTPUT, false) == -EINVAL);
	close(fd);
	CHECK(ioctl(ctl, NODE_REMOVE, (long)NUMBER) == 0);
	close(ctl);
	c = consumer(2, 0);
	CHECK(export(c, CAPTURE, 1, O_RDWR) == -EINVAL && export(c, CAPTURE, 0, ~0u) == -EINVAL);
	CHECK(export(c, V4L2_BUF_TYPE_VBI_CAPTURE, 0, O_RDWR) == -EINVAL);
	close(c);
}

static int uevents_open(void)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_KOBJECT_UEVENT);

	CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0);
	return fd;
}

/* changes of the node that were told so far; its own come before the call that caused them returns */
static unsigned int uevents(int fd, int number)
{
	char text[4096], wanted[64];
	unsigned int count = 0;
	ssize_t n;

	snprintf(wanted, sizeof(wanted), "/video4linux/video%d", number);
	while ((n = recv(fd, text, sizeof(text) - 1, 0)) > 0) {
		size_t length = strlen(wanted), all;

		text[n] = 0;
		all = strlen(text);
		count += !strncmp(text, "change@", 7) && all > length && !strcmp(text + all - length, wanted);
	}
	return count;
}

void change_is_announced(void)
{
	struct node_config config = { .output_nr = NUMBER, .capture_nr = -1, .card_label = "roles" };
	int ctl = open("/dev/v4l2loopback", O_RDWR | O_CLOEXEC), listener = uevents_open(), fd;

	CHECK(ioctl(ctl, NODE_ADD, &config) == NUMBER);
	fd = open_number(NUMBER, O_RDWR);
	CHECK(fd >= 0 && output_format(fd, 64) > 0 && request_buffers(fd, OUTPUT, MMAP, 2) > 0);
	CHECK(uevents(listener, NUMBER) == 0);
	CHECK(stream(fd, OUTPUT, true) == 0 && uevents(listener, NUMBER) == 1);
	CHECK(queue(fd, OUTPUT, 0) == 0 && uevents(listener, NUMBER) == 0);
	CHECK(control(fd, NODE_KEEP_FORMAT, 1) == 0 && uevents(listener, NUMBER) == 0); /* CAPTURE it is anyway */
	CHECK(stream(fd, OUTPUT, false) == 0 && uevents(listener, NUMBER) == 0);
	CHECK(control(fd, NODE_KEEP_FORMAT, 0) == 0 && uevents(listener, NUMBER) == 1);
	CHECK(stream(fd, OUTPUT, true) == 0 && uevents(listener, NUMBER) == 1);
	close(fd);
	CHECK(uevents(listener, NUMBER) == 1);
	CHECK(ioctl(ctl, NODE_REMOVE, (long)NUMBER) == 0);
	close(listener);
	close(ctl);
}

void bus_info_of_each_node(void)
{
	int ctl = open("/dev/v4l2loopback", O_RDWR | O_CLOEXEC), capture, fds[2];
	struct v4l2_capability caps[2];

	CHECK(add_split(ctl, &capture) == NUMBER);
	fds[0] = open_number(NUMBER, O_RDWR);
	fds[1] = open_number(capture, O_RDWR);
	for (unsigned int i = 0; i < 2; i++)
		CHECK(device_ioctl(fds[i], VIDIOC_QUERYCAP, &caps[i]) == 0);
	CHECK(!strcmp((char *)caps[0].bus_info, "platform:v4l2loopback-041"));
	CHECK(!strncmp((char *)caps[1].bus_info, "platform:", 9));
	CHECK(strcmp((char *)caps[0].bus_info, (char *)caps[1].bus_info) != 0);
	close(fds[0]);
	close(fds[1]);
	CHECK(ioctl(ctl, NODE_REMOVE, (long)NUMBER) == 0);
	close(ctl);
}
