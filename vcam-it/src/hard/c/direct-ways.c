// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "direct.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <net/if.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096, CHUNK = 64 << 10, PATIENCE_S = 20 };

int whole(long n, size_t size)
{
	return n < 0 ? -errno : (size_t)n == size ? 0 : -EMSGSIZE;
}

static int fetch_by_process(struct tools *t, void *frame, size_t size, void *memory)
{
	struct iovec here = { .iov_base = memory, .iov_len = size }, there = { .iov_base = frame, .iov_len = size };

	(void)t;
	return whole(process_vm_readv(getpid(), &here, 1, &there, 1, 0), size);
}

static int store_by_process(struct tools *t, void *frame, size_t size, void *memory)
{
	struct iovec here = { .iov_base = memory, .iov_len = size }, there = { .iov_base = frame, .iov_len = size };

	(void)t;
	return whole(process_vm_writev(getpid(), &here, 1, &there, 1, 0), size);
}

static int fetch_by_memory(struct tools *t, void *frame, size_t size, void *memory)
{
	return whole(pread(t->memory, memory, size, (off_t)(uintptr_t)frame), size);
}

static int store_by_memory(struct tools *t, void *frame, size_t size, void *memory)
{
	return whole(pwrite(t->memory, memory, size, (off_t)(uintptr_t)frame), size);
}

static int fetch_by_disk(struct tools *t, void *frame, size_t size, void *memory)
{
	int error = whole(pwrite(t->disk, frame, size, 0), size);

	return error ? error : whole(pread(t->disk, memory, size, 0), size);
}

static int store_by_disk(struct tools *t, void *frame, size_t size, void *memory)
{
	int error = whole(pwrite(t->disk, memory, size, 0), size);

	return error ? error : whole(pread(t->disk, frame, size, 0), size);
}

static int fetch_by_ring(struct tools *t, void *frame, size_t size, void *memory)
{
	int error = ring_write(t->disk, frame, size);

	return error ? error : whole(pread(t->disk, memory, size, 0), size);
}

static int fetch_by_pipe(struct tools *t, void *frame, size_t size, void *memory)
{
	for (size_t at = 0; at < size;) {
		struct iovec part = { .iov_base = (char *)frame + at, .iov_len = size - at > CHUNK ? CHUNK : size - at };
		ssize_t n = vmsplice(t->pipes[1], &part, 1, 0);

		if (n <= 0)
			return n ? -errno : -EMSGSIZE;
		for (size_t end = at + n; at < end; at += n) {
			n = read(t->pipes[0], (char *)memory + at, end - at);
			if (n <= 0)
				return n ? -errno : -EMSGSIZE;
		}
	}
	return 0;
}

/* The sender is told when it may have its memory back; nobody listens, but the queue of such news is short. */
static void forget_news(int sender)
{
	char control[256];
	struct msghdr m = { .msg_control = control, .msg_controllen = sizeof(control) };

	while (recvmsg(sender, &m, MSG_ERRQUEUE | MSG_DONTWAIT) >= 0)
		m.msg_controllen = sizeof(control);
}

static int fetch_by_socket(struct tools *t, void *frame, size_t size, void *memory)
{
	uint64_t deadline = now_ns() + PATIENCE_S * SECOND_NS;
	size_t sent = 0, got = 0;

	while (got < size) {
		size_t part = size - sent > CHUNK ? CHUNK : size - sent;
		ssize_t n = part ? send(t->sender, (char *)frame + sent, part, MSG_ZEROCOPY | MSG_DONTWAIT) : 0;

		if (n < 0 && errno != EAGAIN && errno != ENOBUFS && errno != EINTR)
			return -errno;
		sent += n > 0 ? n : 0;
		n = recv(t->receiver, (char *)memory + got, size - got, MSG_DONTWAIT);
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return -errno;
		got += n > 0 ? n : 0;
		forget_news(t->sender);
		if (now_ns() > deadline)
			return -ETIME;
	}
	return 0;
}

/*
 * As a producer that has its frames from another camera. A queue may keep the pages of a pointer as long as it is given
 * the same one in the same buffer: then they had better be those of today.
 */
static int fetch_by_queue_again(struct tools *t, void *frame, size_t size, void *memory)
{
	struct buffer b = { .index = 0 };
	int error;

	t->borrower.buffers[0].data = frame;
	t->borrower.buffers[0].length = (size + PAGE - 1) / PAGE * PAGE;
	error = device_give(&t->borrower, &b);
	if (!error)
		error = device_take(&t->viewer, &b);
	if (error)
		return error;
	memcpy(memory, b.data, size);
	return device_take(&t->borrower, &b);
}

/* a new queue each time has to look where the pointer leads */
static int fetch_by_queue(struct tools *t, void *frame, size_t size, void *memory)
{
	struct device *d = &t->borrower;
	int error = device_ioctl(d->fd, VIDIOC_STREAMOFF, &d->type);

	if (!error && request_buffers(d->fd, d->type, V4L2_MEMORY_USERPTR, 1) < 1)
		error = -ENOBUFS;
	if (!error)
		error = device_ioctl(d->fd, VIDIOC_STREAMON, &d->type);
	return error ? error : fetch_by_queue_again(t, frame, size, memory);
}

/* a debugger reads what its child has inherited */
static int trace(int pid, char *frame, size_t size, char *memory)
{
	char path[32];
	int fd, error;

	snprintf(path, sizeof(path), "/proc/%d/mem", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	error = fd < 0 ? -errno : whole(pread(fd, memory, size, (off_t)(uintptr_t)frame), size);
	close(fd);
	for (size_t at = 0; at + sizeof(long) <= size && !error; at += PAGE * 8) {
		errno = 0;
		if (ptrace(PTRACE_PEEKDATA, pid, frame + at, NULL) != *(long *)(memory + at))
			error = errno ? -errno : -EBADMSG;
	}
	return error;
}

static int fetch_by_debugger(struct tools *t, void *frame, size_t size, void *memory)
{
	int status, error = -ECHILD, pid = fork();

	(void)t;
	if (pid == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		_exit(0);
	}
	if (waitpid(pid, &status, 0) == pid && WIFSTOPPED(status))
		error = trace(pid, frame, size, memory);
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	return error;
}

const struct way fetches[] = {
	{ .name = "process_vm_readv", .move = fetch_by_process },
	{ .name = "vmsplice", .move = fetch_by_pipe },
	{ .name = "/proc/self/mem", .move = fetch_by_memory },
	{ .name = "MSG_ZEROCOPY", .move = fetch_by_socket },
	{ .name = "O_DIRECT write()", .move = fetch_by_disk },
	{ .name = "USERPTR of another queue", .move = fetch_by_queue, .chance = SELDOM_FIRST },
	{ .name = "the same USERPTR again", .move = fetch_by_queue_again, .chance = SELDOM_THEN },
	{ .name = "io_uring's fixed buffers", .move = fetch_by_ring, .chance = SELDOM, .optional = true },
	{ .name = "ptrace", .move = fetch_by_debugger },
};

const struct way stores[] = {
	{ .name = "process_vm_writev", .move = store_by_process, .chance = SELDOM },
	{ .name = "O_DIRECT read()", .move = store_by_disk, .chance = SELDOM },
	{ .name = "/proc/self/mem, written", .move = store_by_memory, .chance = SELDOM },
};

const unsigned int fetches_count = sizeof(fetches) / sizeof(fetches[0]);
const unsigned int stores_count = sizeof(stores) / sizeof(stores[0]);

/* An address of its own comes with it. */
static void raise_loopback(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || ioctl(fd, SIOCGIFFLAGS, &request))
		return;
	request.ifr_flags |= IFF_UP;
	CHECK(ioctl(fd, SIOCSIFFLAGS, &request) == 0);
	close(fd);
}

static void connect_to_myself(struct tools *t)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(address);
	int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	t->sender = t->receiver = -1;
	if (listener < 0)
		return;
	raise_loopback();
	t->sender = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	CHECK(bind(listener, (struct sockaddr *)&address, length) == 0 && listen(listener, 1) == 0);
	CHECK(getsockname(listener, (struct sockaddr *)&address, &length) == 0);
	CHECK(setsockopt(t->sender, SOL_SOCKET, SO_ZEROCOPY, &one, sizeof(one)) == 0);
	CHECK(connect(t->sender, (struct sockaddr *)&address, length) == 0);
	t->receiver = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	close(listener);
}

/* the second device, whose frames are read() as soon as they are sent */
static void open_borrower(struct tools *t, const struct shape *s)
{
	struct device *d = &t->borrower;

	CHECK(device_open(d, settings.second, V4L2_BUF_TYPE_VIDEO_OUTPUT, METHOD_USERPTR, NULL) == 0);
	CHECK(device_format(d, s->width, s->height) == 0);
	CHECK(request_buffers(d->fd, d->type, V4L2_MEMORY_USERPTR, 1) > 0);
	CHECK(device_ioctl(d->fd, VIDIOC_STREAMON, &d->type) == 0);
	d->count = 1;
	d = &t->viewer;
	CHECK(device_open(d, settings.second, V4L2_BUF_TYPE_VIDEO_CAPTURE, METHOD_RW, NULL) == 0);
	CHECK(device_format(d, s->width, s->height) == 0 && device_stream(d, 1) == 0);
	device_wait(d); /* from now on it is one of those who read */
}

void tools_open(struct tools *t, const struct shape *s)
{
	signal(SIGPIPE, SIG_IGN);
	t->memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	t->disk = open("/dev/ram0", O_RDWR | O_DIRECT | O_CLOEXEC);
	CHECK(t->memory >= 0 && pipe2(t->pipes, O_CLOEXEC) == 0);
	connect_to_myself(t);
	open_borrower(t, s);
}
