// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "greedy.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROOT "/tmp/cgroup"
#define GROUP ROOT "/hard"

enum { PAGE = 4096, BLOCK = 2 << 20, LEFT_MB = 64, FAR_BUFFERS = 32, FAR_SIDE = 8192 };

const char *cgroup_make(unsigned long long bytes)
{
	char text[32];

	mkdir(ROOT, 0700);
	if (mount("cgroup2", ROOT, "cgroup2", 0, NULL) && errno != EBUSY)
		return NULL;
	if (!file_write(ROOT "/cgroup.subtree_control", "+memory") || (mkdir(GROUP, 0700) && errno != EEXIST))
		return NULL;
	snprintf(text, sizeof(text), "%llu", bytes);
	return file_write(GROUP "/memory.max", text) ? GROUP : NULL;
}

static const char *path_in(const char *group, const char *file)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", group, file);
	return path;
}

bool cgroup_enter(const char *group)
{
	return file_write(path_in(group, "cgroup.procs"), "0");
}

bool cgroup_read(const char *group, const char *file, char *text, size_t size)
{
	return file_read(path_in(group, file), text, size);
}

bool cgroup_remove(const char *group)
{
	for (unsigned int tries = 0; tries < 100; tries++) {
		if (rmdir(group) == 0)
			return true;
		sleep_until_ns(now_ns() + SECOND_NS / 10);
	}
	return false;
}

/* free blocks of 2 MiB and more, in all zones */
static long free_blocks(void)
{
	char text[8192], *line = text, *next;
	long blocks = 0;

	file_read("/proc/buddyinfo", text, sizeof(text));
	for (; (next = strchr(line, '\n')); line = next + 1) {
		char *at = strstr(line, "zone");
		long count = 0;

		*next = 0;
		at = at ? strpbrk(at + 5, "0123456789") : NULL;
		for (unsigned int order = 0; at && (count = strtol(at, &at, 10), order <= 10); order++)
			blocks += order < 9 ? 0 : count << (order - 9);
	}
	return blocks;
}

static char *some_pages(size_t size, int advice)
{
	char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (!CHECK(memory != MAP_FAILED))
		exit(1);
	madvise(memory, size, advice);
	for (size_t at = 0; at < size; at += PAGE)
		memory[at] = 1;
	return memory;
}

/*
 * All but a little is taken, in single pages; every second one is given back, the others may not be moved. What blocks
 * are left then are taken as such.
 */
void fragment_memory(void)
{
	long before = free_blocks(), left;
	size_t size = (size_t)sysconf(_SC_AVPHYS_PAGES) * PAGE - ((size_t)LEFT_MB << 20);
	char *memory = some_pages(size, MADV_NOHUGEPAGE);

	file_write("/proc/sys/vm/compact_unevictable_allowed", "0");
	for (size_t at = 0; at < size; at += 2 * PAGE)
		madvise(memory + at, PAGE, MADV_DONTNEED);
	CHECK(mlock2(memory, size, MLOCK_ONFAULT) == 0);
	left = free_blocks();
	some_pages((size_t)left * BLOCK, MADV_HUGEPAGE);
	printf("hard: %ld blocks of 2 MiB are free, %ld were before, %ld then\n", free_blocks(), before, left);
	fflush(stdout);
}

/*
 * Windows take no memory, so anybody may have 8 GiB of them. Where 32 bits tell a buffer by where it begins, there are
 * fewer: each has a place of its own.
 */
void far_buffers(void)
{
	unsigned int type = V4L2_BUF_TYPE_VIDEO_CAPTURE, places[FAR_BUFFERS];
	int p = open_node(O_NONBLOCK), c = open_node(O_NONBLOCK), count, error;
	struct v4l2_create_buffers more = { .count = 1, .memory = V4L2_MEMORY_MMAP, .format.type = type };

	CHECK(set_format(p, V4L2_BUF_TYPE_VIDEO_OUTPUT, V4L2_PIX_FMT_XBGR32, FAR_SIDE, FAR_SIDE) > 0);
	count = request_buffers(c, type, V4L2_MEMORY_MMAP, FAR_BUFFERS);
	CHECK(count == FAR_BUFFERS || count == FAR_BUFFERS / 2);
	for (int i = 0; i < count; i++) {
		struct v4l2_buffer b = { .type = type, .memory = V4L2_MEMORY_MMAP, .index = (unsigned int)i };

		CHECK(device_ioctl(c, VIDIOC_QUERYBUF, &b) == 0);
		places[i] = b.m.offset;
		for (int k = 0; k < i; k++)
			CHECK(places[k] != places[i]);
	}
	CHECK(device_ioctl(c, VIDIOC_G_FMT, &more.format) == 0);
	error = device_ioctl(c, VIDIOC_CREATE_BUFS, &more);
	CHECK(error == -ENOBUFS);
	printf("hard: %d buffers of %u MiB\n", count, more.format.fmt.pix.sizeimage >> 20);
	close(c);
	close(p);
}
