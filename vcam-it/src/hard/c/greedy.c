// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/*
 * Who asks for too much is told so by a plain errno, takes nothing from others, and leaves nothing behind. Meanwhile
 * another device moves frames, and tells how long it had to wait in a call.
 */

#define _GNU_SOURCE

#include "greedy.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

enum { DESCRIPTORS = 10000, WINDOWS = 32, MORE = 30, REQUESTS = 20000, BUFFERS_MAX = 64, PATIENCE_S = 60 };

static const struct shape small = { 64, 48 };

static unsigned long long count_of(const char *text, const char *key)
{
	const char *found = strstr(text, key);

	return found ? strtoull(found + strlen(key), NULL, 10) : 0;
}

bool file_read(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, size - 1);

	text[n > 0 ? n : 0] = 0;
	if (fd >= 0)
		close(fd);
	return n >= 0;
}

bool file_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool written = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return written;
}

/* the kernel's log from now on */
static int log_open(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0)
		lseek(fd, 0, SEEK_END);
	return fd;
}

/* nobody was killed, and no allocation has shown its stack */
static void log_is_clean(int fd)
{
	static const char *const troubles[] = { "Out of memory", "oom-kill", "invoked oom-killer", "allocation failure",
						"Call Trace" };
	char line[4096];
	ssize_t n;

	while (fd >= 0 && ((n = read(fd, line, sizeof(line) - 1)) > 0 || (n < 0 && errno == EPIPE))) {
		line[n > 0 ? n : 0] = 0;
		for (unsigned int i = 0; i < sizeof(troubles) / sizeof(troubles[0]); i++)
			if (strstr(line, troubles[i]))
				complain("the kernel reports: %.150s", line);
	}
	close(fd);
}

/* what the neighbour and its parent share */
struct neighbour {
	int pid;
	atomic_uint enough;
	atomic_ullong longest_ns, frames;
};

static uint64_t timed(struct neighbour *n, int (*call)(struct device *d, struct buffer *b), struct device *d,
		      struct buffer *b)
{
	uint64_t begin = now_ns(), took;

	CHECK(call(d, b) == 0);
	took = now_ns() - begin;
	if (took > atomic_load(&n->longest_ns))
		atomic_store(&n->longest_ns, took);
	return took;
}

static int give(struct device *d, struct buffer *b)
{
	return device_give(d, b);
}

/* about a hundred frames a second on the other device, by calls that have nothing to wait for */
static void live_next_door(struct neighbour *n)
{
	struct pair p;
	struct buffer b;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	settings.device = settings.second;
	pair_shape(&p, METHOD_MMAP, METHOD_MMAP, &(struct shape){ 320, 240 }, 4);
	while (!atomic_load(&n->enough)) {
		if (!CHECK(device_wait(&p.producer) == 0))
			break;
		timed(n, device_take, &p.producer, &b);
		stamp_fill(b.data, p.producer.frame_size, ++p.number, COVER_FULL);
		timed(n, give, &p.producer, &b);
		if (!CHECK(device_wait(&p.consumer) == 0))
			break;
		timed(n, device_take, &p.consumer, &b);
		CHECK(frame_is(&p.consumer, b.data, p.number));
		timed(n, give, &p.consumer, &b);
		atomic_fetch_add(&n->frames, 1);
		sleep_until_ns(now_ns() + SECOND_NS / 100);
	}
	_exit(0);
}

struct neighbour *neighbour_begin(void)
{
	struct neighbour *n = mmap(NULL, sizeof(*n), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (n == MAP_FAILED)
		exit(1);
	n->pid = fork();
	if (n->pid == 0)
		live_next_door(n);
	while (atomic_load(&n->frames) < 10 && !complaints())
		sleep_until_ns(now_ns() + SECOND_NS / 100);
	atomic_store(&n->longest_ns, 0); /* the first ones were its own */
	return n;
}

/* A figure, not a verdict: this machine is emulated, and has other things to do. */
void neighbour_end(struct neighbour *n)
{
	uint64_t before = atomic_load(&n->frames);

	sleep_until_ns(now_ns() + SECOND_NS / 2);
	CHECK(atomic_load(&n->frames) > before);
	atomic_store(&n->enough, 1);
	await_child(n->pid, now_ns() + 60 * SECOND_NS, "the neighbour");
	printf("hard: the other device moved %llu frames and waited at most %.1f ms in a call\n", atomic_load(&n->frames),
	       atomic_load(&n->longest_ns) / 1e6);
}

static bool plain(int error)
{
	return error == -EBUSY || error == -EMFILE || error == -ENFILE || error == -ENOMEM || error == -ENOBUFS ||
	       error == -ENOSPC;
}

/* all the windows that one descriptor may have; they stream, as those that wait for a camera */
static int take_windows(int fd)
{
	unsigned int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	int count = request_buffers(fd, type, V4L2_MEMORY_MMAP, WINDOWS);

	for (int i = 0; i < count; i++) {
		struct v4l2_buffer v = { .type = type, .memory = V4L2_MEMORY_MMAP, .index = i };

		if (!CHECK(device_ioctl(fd, VIDIOC_QUERYBUF, &v) == 0))
			break;
		if (mmap(NULL, v.length, PROT_READ, MAP_SHARED, fd, v.m.offset) == MAP_FAILED)
			return -errno;
		CHECK(device_ioctl(fd, VIDIOC_QBUF, &v) == 0);
	}
	return count < 0 ? count : device_ioctl(fd, VIDIOC_STREAMON, &type);
}

static unsigned int take_descriptors(void)
{
	uint64_t enough = now_ns() + PATIENCE_S * SECOND_NS;
	unsigned int count = 0;
	int error = 0;

	for (; count < DESCRIPTORS && !error && now_ns() < enough; count++) {
		int fd = open_node(O_NONBLOCK);

		error = fd < 0 ? -errno : take_windows(fd);
	}
	printf("hard: %u descriptors: %s\n", count, error ? strerror(-error) : "no more wanted");
	fflush(stdout);
	CHECK(!error || plain(error));
	return count;
}

static void many_windows(void)
{
	struct rlimit limit = { DESCRIPTORS + 100, DESCRIPTORS + 100 };
	struct neighbour *neighbour = neighbour_begin();
	struct device producer;
	int ready[2], pid, log = log_open();
	unsigned int count;

	CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0 && pipe(ready) == 0);
	file_write("/proc/sys/vm/max_map_count", "1000000");
	side_open(&producer, V4L2_BUF_TYPE_VIDEO_OUTPUT, METHOD_MMAP, &small, 4);
	pid = fork();
	if (pid == 0) {
		device_close(&producer);
		count = take_descriptors();
		CHECK(write(ready[1], &count, sizeof(count)) == sizeof(count));
		pause();
	}
	CHECK(read(ready[0], &count, sizeof(count)) == sizeof(count) && count >= 8);
	for (unsigned int i = 0; i < MORE; i++) {
		struct buffer b;

		if (device_wait(&producer) == 0 && CHECK(device_take(&producer, &b) == 0))
			CHECK(device_give(&producer, &b) == 0);
	}
	kill(pid, SIGKILL);
	await_child(pid, now_ns() + 60 * SECOND_NS, "the owner of all descriptors");
	neighbour_end(neighbour);
	CHECK(nothing_stays_pinned());
	log_is_clean(log);
}

/* as many as the module allows by itself; then as many as a careless administrator does */
static void many_descriptors(void)
{
	many_windows();
}

static void too_many_descriptors(void)
{
	const char *node = strrchr(settings.device, '/') + 1;
	char path[128], before[16];

	snprintf(path, sizeof(path), "/sys/class/video4linux/%s/max_openers", node);
	CHECK(file_read(path, before, sizeof(before)) && file_write(path, "20000"));
	many_windows();
	if (strtoul(before, NULL, 10)) /* no limit cannot be asked for */
		CHECK(file_write(path, before));
}

/* Buffers of both sides come and go; the other side of the device has its own all the time. */
static void endless_requests(void)
{
	struct neighbour *neighbour = neighbour_begin();

	for (unsigned int output = 0; output < 2; output++) {
		unsigned int type = output ? V4L2_BUF_TYPE_VIDEO_OUTPUT : V4L2_BUF_TYPE_VIDEO_CAPTURE, other_type;
		struct device other;
		int fd = open_node(0);

		other_type = output ? V4L2_BUF_TYPE_VIDEO_CAPTURE : V4L2_BUF_TYPE_VIDEO_OUTPUT;
		side_open(&other, other_type, METHOD_MMAP, &small, 4);
		for (unsigned int i = 0; i < REQUESTS; i++) {
			if (!CHECK(request_buffers(fd, type, V4L2_MEMORY_MMAP, 4) > 0) ||
			    !CHECK(request_buffers(fd, type, V4L2_MEMORY_MMAP, 0) == 0))
				break;
			*(volatile char *)other.buffers[i % other.count].data; /* still mapped */
		}
		close(fd);
		device_close(&other);
	}
	neighbour_end(neighbour);
}

/* the size that fits the most memory into the fewest buffers */
static struct device largest_producer(void)
{
	struct device d;
	struct shape s = { 8192, 8192 };

	CHECK(device_open(&d, settings.device, V4L2_BUF_TYPE_VIDEO_OUTPUT, METHOD_MMAP, NULL) == 0);
	for (; s.width >= 1024; s.width /= 2, s.height /= 2)
		if (device_format(&d, s.width, s.height) == 0)
			break;
	return d;
}

/* mapped, and written to */
static size_t use_buffer(const struct device *d, unsigned int index)
{
	struct v4l2_buffer v = { .type = d->type, .memory = V4L2_MEMORY_MMAP, .index = index };
	char *data;

	CHECK(device_ioctl(d->fd, VIDIOC_QUERYBUF, &v) == 0);
	data = mmap(NULL, v.length, PROT_READ | PROT_WRITE, MAP_SHARED, d->fd, v.m.offset);
	if (CHECK(data != MAP_FAILED))
		data[v.length - 1] = 1;
	return v.length;
}

/* bytes that one may have before one is told that there are no more */
static size_t take_memory(void)
{
	struct device d = largest_producer();
	struct v4l2_create_buffers c = { .memory = V4L2_MEMORY_MMAP, .format.type = d.type };
	size_t bytes = 0;
	int error = device_ioctl(d.fd, VIDIOC_G_FMT, &c.format);

	for (unsigned int i = 0; i < BUFFERS_MAX && !error; i++) {
		c.count = 1;
		error = device_ioctl(d.fd, VIDIOC_CREATE_BUFS, &c);
		for (unsigned int n = 0; n < c.count && !error; n++)
			bytes += use_buffer(&d, c.index + n);
	}
	CHECK(plain(error));
	printf("hard: %zu MiB in buffers, then: %s\n", bytes >> 20, strerror(-error));
	fflush(stdout);
	return bytes;
}

/* 5.11: pages that are charged to somebody may be mapped */
static bool frames_are_charged(void)
{
	struct utsname name;
	unsigned int major = 0, minor = 0;

	return uname(&name) == 0 && sscanf(name.release, "%u.%u", &major, &minor) == 2 && major * 100 + minor >= 511;
}

static void poor_process(void)
{
	const char *group = frames_are_charged() ? cgroup_make(256ull << 20) : NULL;
	struct neighbour *neighbour;
	char text[512] = "";
	int pid, log = log_open();

	if (!group) {
		printf("hard: this kernel charges nobody for frames\n");
		return;
	}
	neighbour = neighbour_begin();
	pid = fork();
	if (pid == 0) {
		if (CHECK(cgroup_enter(group)))
			CHECK(take_memory() <= 256ull << 20);
		_exit(0);
	}
	await_child(pid, now_ns() + 120 * SECOND_NS, "the poor process");
	CHECK(cgroup_read(group, "memory.events", text, sizeof(text)) && count_of(text, "oom_kill ") == 0);
	CHECK(cgroup_remove(group)); /* nothing is left in it */
	neighbour_end(neighbour);
	log_is_clean(log);
}

/* Blocks of 2 MiB cannot be had; frames move all the same. */
static void fragmented_memory(void)
{
	struct neighbour *neighbour = neighbour_begin();
	int log = log_open();
	struct pair p;
	struct buffer b;

	fragment_memory();
	for (unsigned int round = 0; round < 3; round++) {
		pair_shape(&p, METHOD_MMAP, METHOD_MMAP, &shapes[1], 4);
		pair_astray(&p, round);
		for (unsigned int i = 0; i < MORE; i++) {
			if (!CHECK(pair_move(&p, &b)))
				break;
			pair_give(&p, &b);
		}
		pair_close(&p);
	}
	neighbour_end(neighbour);
	log_is_clean(log);
}

static const struct test_case cases[] = {
	{ "many descriptors", many_descriptors },
	{ "too many descriptors", too_many_descriptors },
	{ "endless requests", endless_requests },
	{ "a poor process", poor_process },
	{ "far buffers", far_buffers },
	{ "fragmented memory", fragmented_memory },
};

int suite_greedy(void)
{
	return RUN_CASES(cases);
}
