// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "hard.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/netlink.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "node.h"

enum {
	CAPTURE = V4L2_BUF_TYPE_VIDEO_CAPTURE,
	OUTPUT = V4L2_BUF_TYPE_VIDEO_OUTPUT,
	MMAP = V4L2_MEMORY_MMAP,
	USERPTR = V4L2_MEMORY_USERPTR,
	NUMBER = 41,
	WATCHER = 4711,
	PATIENCE_MS = 2000,
	KEEP_FORMAT = 0x0098f900,
	TIMEOUT_IMAGE_IO = 0x0098f903,
	WAIT_FOR_CONSUMERS = V4L2_CID_USER_BASE + 0xf081,
};

static int stream(int fd, unsigned int type, bool on)
{
	return device_ioctl(fd, on ? VIDIOC_STREAMON : VIDIOC_STREAMOFF, &type);
}

static int queue(int fd, unsigned int type, unsigned int index)
{
	struct v4l2_buffer b = { .type = type, .memory = MMAP, .index = index, .field = V4L2_FIELD_NONE };

	return device_ioctl(fd, VIDIOC_QBUF, &b);
}

static int dequeue(int fd, unsigned int type, struct v4l2_buffer *b)
{
	*b = (struct v4l2_buffer){ .type = type, .memory = MMAP };
	return device_ioctl(fd, VIDIOC_DQBUF, b);
}

static int control(int fd, unsigned int id, int value)
{
	struct v4l2_control c = { .id = id, .value = value };

	return device_ioctl(fd, VIDIOC_S_CTRL, &c);
}

static int subscribe(int fd, unsigned int type)
{
	struct v4l2_event_subscription s = { .type = type };

	return device_ioctl(fd, VIDIOC_SUBSCRIBE_EVENT, &s);
}

/* the type of the next event, 0 if there is none */
static unsigned int event(int fd)
{
	struct v4l2_event e;

	return device_ioctl(fd, VIDIOC_DQEVENT, &e) ? 0 : e.type;
}

static int ready(int fd, int events)
{
	struct pollfd p = { .fd = fd, .events = events };

	return poll(&p, 1, PATIENCE_MS) > 0 ? p.revents : 0;
}

static int ready_now(int fd, int events)
{
	struct pollfd p = { .fd = fd, .events = events };

	return poll(&p, 1, 0) > 0 ? p.revents : 0;
}

static int output_format(int fd, unsigned int width)
{
	return set_format(fd, OUTPUT, V4L2_PIX_FMT_YUYV, width, 64);
}

/* a producer that streams: frames are whatever is in its buffers */
static int producer(unsigned int width)
{
	int fd = open_node(O_NONBLOCK);

	CHECK(output_format(fd, width) > 0);
	CHECK(request_buffers(fd, OUTPUT, MMAP, 2) > 0 && stream(fd, OUTPUT, true) == 0);
	return fd;
}

static int consumer(unsigned int count, unsigned int queued)
{
	int fd = open_node(O_NONBLOCK);

	CHECK(subscribe(fd, V4L2_EVENT_SOURCE_CHANGE) == 0);
	CHECK(request_buffers(fd, CAPTURE, MMAP, count) == (int)count);
	for (unsigned int i = 0; i < queued; i++)
		CHECK(queue(fd, CAPTURE, i) == 0);
	return fd;
}

static void frame_arrives(int from, int to)
{
	struct v4l2_buffer b;

	CHECK(queue(from, OUTPUT, 0) == 0);
	CHECK(ready(to, POLLIN) & POLLIN);
	CHECK(dequeue(to, CAPTURE, &b) == 0 && b.bytesused > 0 && !(b.flags & V4L2_BUF_FLAG_LAST));
}

static void polls_then_streams(void)
{
	int c = open_node(O_NONBLOCK), p = open_node(O_NONBLOCK), q;

	CHECK(output_format(p, 64) > 0);
	CHECK(!(ready_now(c, POLLIN) & POLLERR));
	CHECK(output_format(p, 128) > 0);
	close(p);
	q = producer(128);
	CHECK(set_format(c, CAPTURE, V4L2_PIX_FMT_YUYV, 128, 64) > 0);
	CHECK(request_buffers(c, CAPTURE, MMAP, 4) == 4);
	CHECK(queue(c, CAPTURE, 0) == 0 && stream(c, CAPTURE, true) == 0);
	frame_arrives(q, c);
	close(c);
	close(q);
}

static void last_is_told(int c, unsigned int freed)
{
	struct v4l2_buffer b;

	CHECK(event(c) == V4L2_EVENT_SOURCE_CHANGE);
	if (freed)
		CHECK(queue(c, CAPTURE, freed) == 0);
	CHECK(ready(c, POLLIN) == POLLIN);
	CHECK(dequeue(c, CAPTURE, &b) == 0 && b.bytesused == 0 && (b.flags & V4L2_BUF_FLAG_LAST));
	CHECK(dequeue(c, CAPTURE, &b) == -EPIPE);
	CHECK(ready_now(c, POLLIN) == POLLIN);
	CHECK(stream(c, CAPTURE, false) == 0);
	/* these buffers will not do any more */
	CHECK(queue(c, CAPTURE, 1) == 0 && stream(c, CAPTURE, true) == -EPIPE);
	CHECK(set_format(c, CAPTURE, V4L2_PIX_FMT_YUYV, 128, 64) == 128 * 64 * 2);
}

static void goes_on(int c, int p, bool frees)
{
	struct v4l2_buffer b = { .type = CAPTURE };

	if (frees)
		CHECK(request_buffers(c, CAPTURE, MMAP, 0) == 0);
	CHECK(request_buffers(c, CAPTURE, MMAP, 3) == 3);
	CHECK(device_ioctl(c, VIDIOC_QUERYBUF, &b) == 0 && b.length >= 128 * 64 * 2);
	CHECK(queue(c, CAPTURE, 0) == 0 && stream(c, CAPTURE, true) == 0);
	frame_arrives(p, c);
}

static void format_change(void)
{
	/* a buffer is queued; none is, and one is queued later; REQBUFS alone */
	for (unsigned int queued = 1; queued <= 2; queued++) {
		int p = producer(64), c = consumer(3, queued);

		CHECK(stream(c, CAPTURE, true) == 0);
		frame_arrives(p, c);
		close(p);
		p = producer(128);
		last_is_told(c, queued == 1 ? 2 : 0);
		goes_on(c, p, queued == 1);
		close(c);
		close(p);
	}
}

/* A program that holds all it may gets a buffer without a frame: that is the last one then. */
static void format_change_with_a_token(void)
{
	int p = producer(64), c = consumer(5, 5);
	struct v4l2_buffer b;

	CHECK(stream(c, CAPTURE, true) == 0);
	for (unsigned int i = 0; i < 3; i++) /* the third one is not pinned */
		CHECK(queue(p, OUTPUT, i) == 0);
	close(p);
	p = producer(128);
	for (unsigned int i = 0; i < 5 && dequeue(c, CAPTURE, &b) == 0 && !(b.flags & V4L2_BUF_FLAG_LAST); i++)
		CHECK(!(b.flags & V4L2_BUF_FLAG_ERROR) && b.bytesused > 0);
	CHECK((b.flags & V4L2_BUF_FLAG_LAST) && b.bytesused == 0);
	CHECK(dequeue(c, CAPTURE, &b) == -EPIPE);
	close(c);
	close(p);
}

static void reader_sees_an_end(void)
{
	static char frame[128 * 64 * 2];
	int c = open_node(O_NONBLOCK), p = producer(64);

	CHECK(read(c, frame, sizeof(frame)) == -1 && errno == EAGAIN);
	CHECK(queue(p, OUTPUT, 0) == 0 && ready(c, POLLIN) == POLLIN);
	CHECK(read(c, frame, sizeof(frame)) == 64 * 64 * 2);
	close(p);
	p = producer(128);
	CHECK(ready(c, POLLIN) == POLLIN && read(c, frame, sizeof(frame)) == 0);
	CHECK(read(c, frame, sizeof(frame)) == -1 && errno == EAGAIN);
	CHECK(queue(p, OUTPUT, 0) == 0 && ready(c, POLLIN) == POLLIN);
	CHECK(read(c, frame, sizeof(frame)) == sizeof(frame));
	close(c);
	close(p);
}

static void epoll_asks_later(void)
{
	int c = open_node(O_NONBLOCK), p = open_node(O_NONBLOCK), poller = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event e = { .events = EPOLLIN }, got;

	CHECK(output_format(p, 64) > 0);
	CHECK(epoll_ctl(poller, EPOLL_CTL_ADD, c, &e) == 0);
	CHECK(subscribe(c, V4L2_EVENT_SOURCE_CHANGE) == 0);
	e.events = EPOLLPRI;
	CHECK(epoll_ctl(poller, EPOLL_CTL_MOD, c, &e) == 0);
	CHECK(epoll_wait(poller, &got, 1, 0) == 0);
	CHECK(output_format(p, 128) > 0);
	CHECK(epoll_wait(poller, &got, 1, PATIENCE_MS) == 1 && (got.events & EPOLLPRI));
	close(poller);
	close(c);
	close(p);
}

static void subscriber_without_buffers(void)
{
	int c = open_node(O_NONBLOCK), sits, p = open_node(O_NONBLOCK), q;

	CHECK(output_format(p, 64) > 0);
	CHECK(subscribe(c, V4L2_EVENT_SOURCE_CHANGE) == 0 && event(c) == 0);
	CHECK(output_format(p, 128) > 0 && event(c) == V4L2_EVENT_SOURCE_CHANGE);
	CHECK(output_format(p, 128) > 0 && event(c) == 0);
	sits = consumer(2, 2);
	CHECK(stream(sits, CAPTURE, true) == 0);
	close(p);
	q = producer(128);
	CHECK(event(c) == V4L2_EVENT_SOURCE_CHANGE && event(c) == 0); /* the signal comes */
	frame_arrives(q, sits);
	CHECK(stream(q, OUTPUT, false) == 0);
	CHECK(event(c) == V4L2_EVENT_SOURCE_CHANGE); /* and goes */
	CHECK(event(sits) == 0); /* whose buffers fit */
	close(q);
	close(sits);
	close(c);
}

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

static void wrong_types(void)
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

	CHECK(output_format(p, 64) > 0 && control(p, WAIT_FOR_CONSUMERS, 60000) == 0);
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
	CHECK(control(p, WAIT_FOR_CONSUMERS, 0) == 0);
	close(c);
	close(p);
}

/* Opened while another one was to come, it is the producer since: the button is for whom it was pressed. */
static void image_writer_candidates(void)
{
	static const char frame[64 * 64 * 2];
	struct v4l2_capability caps;
	int button = open_node(O_NONBLOCK), first, second, third;

	CHECK(output_format(button, 64) > 0 && control(button, TIMEOUT_IMAGE_IO, 1) == 0);
	first = open_node(O_NONBLOCK);
	second = open_node(O_NONBLOCK);
	CHECK(write(second, frame, sizeof(frame)) == sizeof(frame));
	CHECK(device_ioctl(second, VIDIOC_QUERYCAP, &caps) == 0 && !(caps.device_caps & V4L2_CAP_VIDEO_CAPTURE));
	CHECK(write(first, frame, sizeof(frame)) == sizeof(frame));
	CHECK(control(button, TIMEOUT_IMAGE_IO, 1) == 0);
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

	CHECK(output_format(button, 64) > 0 && control(button, TIMEOUT_IMAGE_IO, 1) == 0);
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
	unsigned int taken = 0, count;

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
	struct v4l2_ext_control one = { .id = WAIT_FOR_CONSUMERS, .value = 60000 };
	struct v4l2_ext_controls all = { .which = V4L2_CTRL_WHICH_CUR_VAL, .count = 1, .controls = &one };
	int fd;

	CHECK(setgroups(0, NULL) == 0 && setgid(WATCHER) == 0 && setuid(WATCHER) == 0);
	fd = open_node(O_NONBLOCK);
	CHECK(fd >= 0);
	CHECK(control(fd, WAIT_FOR_CONSUMERS, 60000) == -EACCES && control(fd, KEEP_FORMAT, 1) == -EACCES);
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
	CHECK(control(fd, WAIT_FOR_CONSUMERS, 0) == 0 && control(fd, KEEP_FORMAT, 0) == 0);
	close(fd);
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

static void change_is_announced(void)
{
	struct node_config config = { .output_nr = NUMBER, .capture_nr = -1, .card_label = "roles" };
	int ctl = open("/dev/v4l2loopback", O_RDWR | O_CLOEXEC), listener = uevents_open(), fd;

	CHECK(ioctl(ctl, NODE_ADD, &config) == NUMBER);
	fd = open_number(NUMBER, O_RDWR);
	CHECK(fd >= 0 && output_format(fd, 64) > 0 && request_buffers(fd, OUTPUT, MMAP, 2) > 0);
	CHECK(uevents(listener, NUMBER) == 0);
	CHECK(stream(fd, OUTPUT, true) == 0 && uevents(listener, NUMBER) == 1);
	CHECK(queue(fd, OUTPUT, 0) == 0 && uevents(listener, NUMBER) == 0);
	CHECK(control(fd, KEEP_FORMAT, 1) == 0 && uevents(listener, NUMBER) == 0); /* CAPTURE it is anyway */
	CHECK(stream(fd, OUTPUT, false) == 0 && uevents(listener, NUMBER) == 0);
	CHECK(control(fd, KEEP_FORMAT, 0) == 0 && uevents(listener, NUMBER) == 1);
	CHECK(stream(fd, OUTPUT, true) == 0 && uevents(listener, NUMBER) == 1);
	close(fd);
	CHECK(uevents(listener, NUMBER) == 1);
	CHECK(ioctl(ctl, NODE_REMOVE, (long)NUMBER) == 0);
	close(listener);
	close(ctl);
}

static void bus_info_of_each_node(void)
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

static const struct test_case cases[] = {
	{ "who only polled streams after a change of format", polls_then_streams },
	{ "a change of format ends by a last buffer", format_change },
	{ "a change of format while a program holds all it may", format_change_with_a_token },
	{ "read() sees an end at a change of format", reader_sees_an_end },
	{ "epoll asks for events later", epoll_asks_later },
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
	{ "bus_info of each node", bus_info_of_each_node },
};

int suite_roles(void)
{
	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
