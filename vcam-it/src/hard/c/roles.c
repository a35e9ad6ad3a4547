// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "roles.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "node.h"

enum { USERPTR = V4L2_MEMORY_USERPTR, WATCHER = 4711 };

static void polls_both_then_writes(void)
{
	static const char frame[64 * 64 * 2];
	int fd = open_node(O_NONBLOCK);

	CHECK(output_format(fd, 64) > 0);
	CHECK(ready_now(fd, POLLIN | POLLOUT) == POLLOUT);
	CHECK(write(fd, frame, sizeof(frame)) == sizeof(frame));
	CHECK(ready_now(fd, POLLIN | POLLOUT) == POLLOUT);
	close(fd);
	fd = open_node(O_NONBLOCK);
	CHECK(ready_now(fd, POLLIN | POLLOUT) == POLLOUT);
	CHECK(request_buffers(fd, OUTPUT, MMAP, 2) > 0);
	close(fd);
}

static void wrong_field(void)
{
	struct v4l2_buffer b = { .type = OUTPUT, .memory = MMAP, .field = V4L2_FIELD_TOP };
	int p = producer(64);

	CHECK(device_ioctl(p, VIDIOC_QBUF, &b) == -EINVAL);
	CHECK(queue(p, OUTPUT, 0) == 0);
	close(p);
}

/* The frame that nobody has taken keeps the next one waiting: not QBUF. */
static void nonblocking_with_patience(void)
{
	enum { LENGTH = 64 * 64 * 2, COUNT = 2 };
	static char frames[COUNT][LENGTH] __attribute__((aligned(4096)));
	int p = open_node(O_NONBLOCK), c;
	struct v4l2_buffer b, taken;

	CHECK(output_format(p, 64) > 0 && control(p, NODE_WAIT_FOR_CONSUMERS, 60000) == 0);
	CHECK(request_buffers(p, OUTPUT, USERPTR, COUNT) >= COUNT && stream(p, OUTPUT, true) == 0);
	c = consumer(3, 1);
	CHECK(stream(c, CAPTURE, true) == 0);
	for (unsigned int i = 0; i < COUNT; i++) {
		b = (struct v4l2_buffer){ .type = OUTPUT, .memory = USERPTR, .index = i, .length = LENGTH,
					  .bytesused = LENGTH, .m.userptr = (unsigned long)frames[i] };
		frames[i][0] = (char)(i + 1);
		CHECK(device_ioctl(p, VIDIOC_QBUF, &b) == 0);
	}
	CHECK(ready(p, POLLOUT) == POLLOUT); /* the first one is taken */
	b = (struct v4l2_buffer){ .type = OUTPUT, .memory = USERPTR };
	CHECK(device_ioctl(p, VIDIOC_DQBUF, &b) == 0 && b.index == 0);
	CHECK(ready_now(p, POLLOUT) == 0);
	CHECK(dequeue(c, CAPTURE, &taken) == 0 && queue(c, CAPTURE, 1) == 0);
	CHECK(ready(p, POLLOUT) == POLLOUT);
	CHECK(dequeue(c, CAPTURE, &taken) == 0 && taken.sequence == 1);
	CHECK(control(p, NODE_WAIT_FOR_CONSUMERS, 0) == 0);
	close(c);
	close(p);
}

/* Opened while another one was to come, it is the producer since: the button is for whom it was pressed. */
static void image_writer_candidates(void)
{
	static const char frame[64 * 64 * 2];
	struct v4l2_capability caps;
	int button = open_node(O_NONBLOCK), first, second, third;

	CHECK(output_format(button, 64) > 0 && control(button, NODE_TIMEOUT_IMAGE_IO, 1) == 0);
	first = open_node(O_NONBLOCK);
	second = open_node(O_NONBLOCK);
	CHECK(write(second, frame, sizeof(frame)) == sizeof(frame));
	CHECK(device_ioctl(second, VIDIOC_QUERYCAP, &caps) == 0 && !(caps.device_caps & V4L2_CAP_VIDEO_CAPTURE));
	CHECK(write(first, frame, sizeof(frame)) == sizeof(frame));
	CHECK(control(button, NODE_TIMEOUT_IMAGE_IO, 1) == 0);
	CHECK(write(first, frame, sizeof(frame)) == sizeof(frame));
	/* it is the producer still: there is no other one */
	CHECK(request_buffers(first, OUTPUT, MMAP, 2) > 0);
	third = open_node(O_NONBLOCK);
	CHECK(write(third, frame, sizeof(frame)) == sizeof(frame)); /* the image */
	close(third);
	third = open_node(O_NONBLOCK);
	CHECK(write(third, frame, sizeof(frame)) == -1 && errno == EBUSY);
	close(third);
	close(second);
	close(first);
	CHECK(output_format(button, 128) > 0); /* which drops the image */
	close(button);
}

/* Who has written the image may consume then: it is as any other opener from then on. */
static void image_writer_consumes(void)
{
	static const char frame[64 * 64 * 2];
	int button = open_node(O_NONBLOCK), writer, other;

	CHECK(output_format(button, 64) > 0 && control(button, NODE_TIMEOUT_IMAGE_IO, 1) == 0);
	writer = open_node(O_NONBLOCK);
	CHECK(request_buffers(writer, OUTPUT, MMAP, 2) == 2);
	CHECK(request_buffers(writer, CAPTURE, MMAP, 2) == -EBUSY);
	CHECK(request_buffers(writer, OUTPUT, MMAP, 0) == 0);
	CHECK(request_buffers(writer, CAPTURE, MMAP, 2) == 2);
	CHECK(request_buffers(writer, CAPTURE, MMAP, 0) == 0);
	CHECK(write(writer, frame, sizeof(frame)) == sizeof(frame)); /* a frame, not the image */
	other = open_node(O_NONBLOCK);
	CHECK(write(other, frame, sizeof(frame)) == -1 && errno == EBUSY);
	close(other);
	close(writer);
	CHECK(output_format(button, 128) > 0); /* which drops the image */
	close(button);
}

/* Where kernels can: what is taken from the producer is in its hands no more. */
static void removed_from_hands(void)
{
	struct v4l2_remove_buffers r = { .index = 0, .count = 1, .type = OUTPUT };
	int fd = open_node(O_NONBLOCK), error;
	struct v4l2_buffer b;
	unsigned int count;
	long taken = 0;

	CHECK(output_format(fd, 64) > 0);
	count = request_buffers(fd, OUTPUT, MMAP, 8);
	for (unsigned int i = 0; i < count; i++)
		CHECK(queue(fd, OUTPUT, i) == 0);
	CHECK(stream(fd, OUTPUT, true) == 0);
	while (dequeue(fd, OUTPUT, &b) == 0)
		taken++;
	CHECK(taken > 1 && node_value("hands") == taken);
	error = device_ioctl(fd, VIDIOC_REMOVE_BUFS, &r);
	CHECK(error || node_value("hands") == taken - 1);
	if (error)
		printf("hard: this kernel removes no buffers: %s\n", strerror(-error));
	CHECK(stream(fd, OUTPUT, false) == 0 && node_value("hands") == 0);
	close(fd);
}

static bool store(const char *attribute, int value)
{
	char path[128], text[16];
	int fd, length = snprintf(text, sizeof(text), "%d", value);
	bool stored;

	snprintf(path, sizeof(path), "/sys/class/video4linux/%s/%s", strrchr(settings.device, '/') + 1, attribute);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	stored = fd >= 0 && write(fd, text, length) == length;
	if (fd >= 0)
		close(fd);
	return stored;
}

static void watch_only(void)
{
	struct v4l2_streamparm parm = { .type = OUTPUT, .parm.output.timeperframe = { 1, 5 } };
	struct v4l2_ext_control one = { .id = NODE_WAIT_FOR_CONSUMERS, .value = 60000 };
	struct v4l2_ext_controls all = { .which = V4L2_CTRL_WHICH_CUR_VAL, .count = 1, .controls = &one };
	int fd;

	CHECK(setgroups(0, NULL) == 0 && setgid(WATCHER) == 0 && setuid(WATCHER) == 0);
	fd = open_node(O_NONBLOCK);
	CHECK(fd >= 0);
	CHECK(control(fd, NODE_WAIT_FOR_CONSUMERS, 60000) == -EACCES && control(fd, NODE_KEEP_FORMAT, 1) == -EACCES);
	CHECK(device_ioctl(fd, VIDIOC_S_EXT_CTRLS, &all) == -EACCES);
	CHECK(device_ioctl(fd, VIDIOC_TRY_EXT_CTRLS, &all) == 0);
	CHECK(device_ioctl(fd, VIDIOC_S_PARM, &parm) == -EACCES);
	parm.type = CAPTURE;
	CHECK(device_ioctl(fd, VIDIOC_S_PARM, &parm) == 0);
	exit(0);
}

static void watcher_steers_nothing(void)
{
	int fd = open_node(O_NONBLOCK), pid;

	CHECK(store("output_gid", 0) && store("capture_gid", WATCHER));
	CHECK(chmod(settings.device, 0666) == 0);
	pid = fork();
	if (pid == 0)
		watch_only();
	await_child(pid, now_ns() + 20 * SECOND_NS, "the watcher");
	CHECK(store("output_gid", -1) && store("capture_gid", -1));
	CHECK(control(fd, NODE_WAIT_FOR_CONSUMERS, 0) == 0 && control(fd, NODE_KEEP_FORMAT, 0) == 0);
	close(fd);
}

static const struct test_case cases[] = {
	{ "who only polled streams after a change of format", polls_then_streams },
	{ "a change of format ends by a last buffer", format_change },
	{ "a change of format while a program holds all it may", format_change_with_a_token },
	{ "read() sees an end at a change of format", reader_sees_an_end },
	{ "epoll asks for events later", epoll_asks_later },
	{ "epoll of a file in another role", epoll_of_another_role },
	{ "a subscriber without buffers", subscriber_without_buffers },
	{ "polls both ways, then writes", polls_both_then_writes },
	{ "wrong types", wrong_types },
	{ "wrong field", wrong_field },
	{ "O_NONBLOCK with patience", nonblocking_with_patience },
	{ "who may write the timeout image", image_writer_candidates },
	{ "who wrote the timeout image consumes", image_writer_consumes },
	{ "what is removed is in nobody's hands", removed_from_hands },
	{ "a watcher steers nothing", watcher_steers_nothing },
	{ "a change of side is announced", change_is_announced },
	{ "who is behind", who_is_behind },
	{ "who is behind the next stream", who_is_behind_the_next_stream },
	{ "a placeholder around a producer", placeholder_around_a_producer },
	{ "a placeholder of another size", placeholder_of_another_size },
	{ "a placeholder after a change for nothing", placeholder_after_a_change_for_nothing },
	{ "a placeholder settles the format", placeholder_settles_the_format },
	{ "a placeholder that cannot be", placeholder_that_cannot_be },
	{ "a placeholder while all come and go", placeholder_while_all_come_and_go },
	{ "strides within bounds", strides_within_bounds },
	{ "strides stay between two calls of a producer", strides_stay_between_calls },
	{ "frames with strides are whole", strides_are_whole_frames },
	{ "a change of strides alone", strides_change_alone },
	{ "a camera announces CAPTURE alone", camera_announces_capture },
	{ "bus_info of each node", bus_info_of_each_node },
};

int suite_roles(void)
{
	return RUN_CASES(cases);
}
