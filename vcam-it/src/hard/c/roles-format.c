// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/* The format changes, or the signal comes and goes: who is told what, and how it goes on. */

#include "roles.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

void polls_then_streams(void)
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

void format_change(void)
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
void format_change_with_a_token(void)
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

void reader_sees_an_end(void)
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

/* A file was added to an epoll while it captured: it is heard of in its next role, too, and when that ends. */
void epoll_of_another_role(void)
{
	int fd = open_node(O_NONBLOCK), poller = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event e = { .events = EPOLLIN }, got;
	struct v4l2_buffer b;

	CHECK(output_format(fd, 64) > 0);
	CHECK(request_buffers(fd, CAPTURE, MMAP, 2) == 2 && stream(fd, CAPTURE, true) == 0);
	CHECK(epoll_ctl(poller, EPOLL_CTL_ADD, fd, &e) == 0);
	CHECK(stream(fd, CAPTURE, false) == 0 && request_buffers(fd, CAPTURE, MMAP, 0) == 0);
	CHECK(request_buffers(fd, OUTPUT, MMAP, 2) >= 2 && stream(fd, OUTPUT, true) == 0);
	e.events = EPOLLOUT;
	CHECK(epoll_ctl(poller, EPOLL_CTL_MOD, fd, &e) == 0);
	CHECK(epoll_wait(poller, &got, 1, 0) == 0);
	CHECK(queue(fd, OUTPUT, 0) == 0);
	CHECK(epoll_wait(poller, &got, 1, PATIENCE_MS) == 1 && (got.events & EPOLLOUT));
	CHECK(dequeue(fd, OUTPUT, &b) == 0 && epoll_wait(poller, &got, 1, 0) == 0);
	CHECK(stream(fd, OUTPUT, false) == 0);
	CHECK(epoll_wait(poller, &got, 1, PATIENCE_MS) == 1 && (got.events & EPOLLERR));
	close(poller);
	close(fd);
}

void epoll_asks_later(void)
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

void subscriber_without_buffers(void)
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
