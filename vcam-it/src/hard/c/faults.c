// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "hard.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

enum { CAPTURE = V4L2_BUF_TYPE_VIDEO_CAPTURE, OUTPUT = V4L2_BUF_TYPE_VIDEO_OUTPUT, PAGE = 4096 };

static const unsigned long requests[] = {
	VIDIOC_QUERYCAP, VIDIOC_ENUM_FMT, VIDIOC_G_FMT, VIDIOC_S_FMT, VIDIOC_TRY_FMT, VIDIOC_REQBUFS, VIDIOC_QUERYBUF,
	VIDIOC_QBUF, VIDIOC_DQBUF, VIDIOC_EXPBUF, VIDIOC_STREAMON, VIDIOC_STREAMOFF, VIDIOC_G_PARM, VIDIOC_S_PARM,
	VIDIOC_ENUMINPUT, VIDIOC_G_INPUT, VIDIOC_S_INPUT, VIDIOC_ENUMOUTPUT, VIDIOC_G_OUTPUT, VIDIOC_S_OUTPUT,
	VIDIOC_QUERYCTRL, VIDIOC_G_CTRL, VIDIOC_S_CTRL, VIDIOC_G_EXT_CTRLS, VIDIOC_S_EXT_CTRLS, VIDIOC_ENUM_FRAMESIZES,
	VIDIOC_ENUM_FRAMEINTERVALS, VIDIOC_DQEVENT, VIDIOC_SUBSCRIBE_EVENT, VIDIOC_UNSUBSCRIBE_EVENT, VIDIOC_CREATE_BUFS,
	VIDIOC_PREPARE_BUF,
};

/* two pages, the second of them not there */
static char *page_before_a_hole(void)
{
	char *pages = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CHECK(pages != MAP_FAILED && munmap(pages + PAGE, PAGE) == 0);
	return pages;
}

static void bad_ioctl_pointers(void)
{
	char *page = page_before_a_hole();
	void *const pointers[] = {
		NULL, page + PAGE, page + PAGE - 1, (void *)0xffff888000001000, (void *)0xffffffffffffff00, (void *)0x800000000000,
	};
	int fd = open_node(O_NONBLOCK);

	for (unsigned int i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
		for (unsigned int j = 0; j < sizeof(pointers) / sizeof(pointers[0]); j++)
			if (ioctl(fd, requests[i], pointers[j]) != -1)
				complain("ioctl %#lx takes pointer %p", requests[i], pointers[j]);
	CHECK(ioctl(fd, VIDIOC_QUERYCAP, page) == 0 && mprotect(page, PAGE, PROT_READ) == 0);
	CHECK(ioctl(fd, VIDIOC_QUERYCAP, page) == -1 && errno == EFAULT);
}

/* A frame that cannot be read from, or written to, a program's memory harms nobody. */
static void bad_frame_pointers(void)
{
	char *hole = page_before_a_hole() + PAGE;
	struct pair p;
	struct buffer b;

	pair_open(&p, METHOD_RW, METHOD_RW, 4);
	CHECK(write(p.producer.fd, hole, p.producer.frame_size) == -1 && errno == EFAULT);
	CHECK(write(p.producer.fd, hole - PAGE, p.producer.frame_size) == -1 && errno == EFAULT);
	CHECK(pair_move(&p, &b));
	pair_send(&p);
	CHECK(read(p.consumer.fd, hole, p.consumer.frame_size) == -1 && errno == EFAULT);
	pair_send(&p);
	CHECK(read(p.consumer.fd, hole - PAGE, p.consumer.frame_size) == -1 && errno == EFAULT);
	CHECK(pair_move(&p, &b));
}

static void bad_user_buffers(void)
{
	char *hole = page_before_a_hole() + PAGE;
	struct pair p;
	struct buffer b;

	pair_open(&p, METHOD_USERPTR, METHOD_USERPTR, 4);
	CHECK(pair_move(&p, &b));
	for (unsigned int i = 0; i < 2; i++) {
		const struct device *d = i ? &p.consumer : &p.producer;
		char *const pointers[] = { NULL, hole, hole - PAGE, (char *)0xffff888000001000, d->buffers[0].data };

		for (unsigned int j = 0; j < 5; j++) {
			struct v4l2_buffer v = { .type = d->type, .memory = V4L2_MEMORY_USERPTR, .index = i ? b.index : 1 };

			v.length = j < 4 ? d->buffers[0].length : PAGE; /* in the end, too short */
			v.m.userptr = (unsigned long)pointers[j];
			CHECK(ioctl(d->fd, VIDIOC_QBUF, &v) == -1);
		}
	}
	pair_give(&p, &b);
	CHECK(pair_move(&p, &b));
	/* queued memory that goes away stays with the driver until it is done */
	pair_give(&p, &b);
	for (unsigned int i = 0; i < p.consumer.count; i++)
		CHECK(munmap(p.consumer.buffers[i].data, p.consumer.buffers[i].length) == 0);
	pair_send(&p);
	pair_send(&p);
	CHECK(device_wait(&p.consumer) == 0);
}

static void bad_dmabufs(void)
{
	struct pair p;
	struct buffer b;
	int pipes[2];

	pair_open(&p, METHOD_DMABUF, METHOD_DMABUF, 4);
	CHECK(pair_move(&p, &b) && pipe(pipes) == 0);
	for (unsigned int i = 0; i < 2; i++) {
		const struct device *d = i ? &p.consumer : &p.producer;
		int fds[] = { -1, 0x7fffffff, pipes[0], d->fd };

		for (unsigned int j = 0; j < 4; j++) {
			struct v4l2_buffer v = { .type = d->type, .memory = V4L2_MEMORY_DMABUF, .index = i ? b.index : 1 };

			v.length = d->buffers[0].length;
			v.m.fd = fds[j];
			CHECK(ioctl(d->fd, VIDIOC_QBUF, &v) == -1);
		}
	}
	pair_give(&p, &b);
	CHECK(pair_move(&p, &b));
}

static long oom_kills(void)
{
	char line[128];
	long kills = -1;
	FILE *f = fopen("/proc/vmstat", "r");

	while (f && fgets(line, sizeof(line), f))
		sscanf(line, "oom_kill %ld", &kills);
	if (f)
		fclose(f);
	return kills;
}

static void create_huge(int fd, unsigned int type, unsigned int memory, unsigned int count, unsigned int size)
{
	struct v4l2_create_buffers c = { .count = count, .memory = memory, .format = { .type = type } };

	if (ioctl(fd, VIDIOC_G_FMT, &c.format))
		return;
	c.format.fmt.pix.sizeimage = size;
	if (ioctl(fd, VIDIOC_CREATE_BUFS, &c))
		CHECK(errno == EINVAL || errno == ENOMEM || errno == ENOBUFS || errno == EBUSY);
	request_buffers(fd, type, memory, 0);
}

/* Any number of any size is refused or fits: nobody is killed for it. */
static void huge_counts(void)
{
	static const unsigned int sizes[] = { 0, 1, 1u << 28, 0x7fffffff, 0xfffff000, 0xfffff001, 0xffffffff };
	long kills = oom_kills();

	for (unsigned int type = CAPTURE; type <= OUTPUT; type++) {
		int fd = open_node(O_NONBLOCK);

		for (unsigned int memory = 0; memory <= V4L2_MEMORY_DMABUF + 1; memory++) {
			request_buffers(fd, type, memory, 0xffffffff);
			request_buffers(fd, type, memory, 0);
			for (unsigned int i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
				create_huge(fd, type, memory, 1, sizes[i]);
				create_huge(fd, type, memory, 0xffffffff, sizes[i]);
			}
		}
		close(fd);
	}
	CHECK(oom_kills() == kills);
}

static void huge_frames(void)
{
	long kills = oom_kills();
	int fds[8];

	for (unsigned int i = 0; i < 8; i++) {
		fds[i] = open_node(O_NONBLOCK);
		CHECK(set_format(fds[i], OUTPUT, V4L2_PIX_FMT_MJPEG, 0xffffffff, 0xffffffff) > 0 || errno == EBUSY);
		request_buffers(fds[i], i ? CAPTURE : OUTPUT, V4L2_MEMORY_MMAP, 32);
	}
	for (unsigned int i = 0; i < 8; i++)
		close(fds[i]);
	CHECK(oom_kills() == kills);
	fds[0] = open_node(0);
	CHECK(set_format(fds[0], OUTPUT, V4L2_PIX_FMT_YUYV, 640, 480) > 0);
}

/* what the driver has to make of it, -1 where it may refuse */
static long payload(long used, long size, bool compressed)
{
	if (!compressed)
		return size;
	return used == 0 || used > size ? size : used;
}

static void send_wild(struct pair *p, unsigned int used)
{
	struct device *d = &p->producer;
	struct v4l2_buffer v = { .type = OUTPUT, .field = V4L2_FIELD_NONE, .bytesused = used };
	struct buffer b;

	v.memory = d->method == METHOD_USERPTR ? V4L2_MEMORY_USERPTR :
		   d->method == METHOD_DMABUF ? V4L2_MEMORY_DMABUF : V4L2_MEMORY_MMAP;
	CHECK(device_wait(d) == 0 && device_take(d, &b) == 0);
	stamp_fill(b.data, d->frame_size, ++p->number, COVER_FULL);
	v.index = b.index;
	v.length = d->buffers[b.index].length;
	if (v.memory == V4L2_MEMORY_USERPTR)
		v.m.userptr = (unsigned long)b.data;
	else if (v.memory == V4L2_MEMORY_DMABUF)
		v.m.fd = d->buffers[b.index].fd;
	if (ioctl(d->fd, VIDIOC_QBUF, &v) == 0)
		return;
	CHECK(errno == EINVAL && used > v.length);
	CHECK(device_give(d, &b) == 0); /* a buffer that was refused is still ours */
}

/* read() of more than the frame gives the frame and not a byte more */
static void check_read(struct pair *p, long expected)
{
	static unsigned char memory[8 << 20];
	ssize_t n;

	memset(memory, 0xa5, sizeof(memory));
	n = read(p->consumer.fd, memory, sizeof(memory));
	CHECK(n >= 0 && n <= (long)p->producer.frame_size);
	if (expected >= 0)
		CHECK(n == expected);
	for (size_t i = n; i < sizeof(memory); i++)
		if (memory[i] != 0xa5) {
			complain("read() of %zd bytes writes byte %zu", n, i);
			break;
		}
	if (n >= 8)
		CHECK(*(uint64_t *)memory == p->number);
}

static void wild_sizes(enum method method, unsigned int fourcc)
{
	bool compressed = fourcc == V4L2_PIX_FMT_MJPEG;
	struct pair p = { .number = 0 };
	int size;

	CHECK(device_open(&p.producer, settings.device, OUTPUT, method, settings.second) == 0);
	size = set_format(p.producer.fd, OUTPUT, fourcc, 322, 241);
	CHECK(size > 0);
	p.producer.width = 322; /* of a YUYV frame that is as large, for the lender */
	p.producer.height = (size + 643) / 644;
	p.producer.frame_size = size;
	if (!CHECK(device_stream(&p.producer, 4) == 0))
		return;
	CHECK(device_open(&p.consumer, settings.device, CAPTURE, METHOD_RW, NULL) == 0);
	const unsigned int used[] = { 0, 1, 8, size - 1, size, size + 1, (size + 2 * PAGE) & -PAGE, 0x7fffffff, 0xffffffff };

	for (unsigned int i = 0; i < sizeof(used) / sizeof(used[0]); i++) {
		send_wild(&p, used[i]);
		check_read(&p, used[i] <= (unsigned int)size ? payload(used[i], size, compressed) : -1);
	}
	pair_close(&p);
}

static void wild_bytesused(void)
{
	for (enum method method = METHOD_MMAP; method <= METHOD_DMABUF; method++) {
		wild_sizes(method, V4L2_PIX_FMT_YUYV);
		wild_sizes(method, V4L2_PIX_FMT_MJPEG);
	}
}

static void wild_writes(void)
{
	static char memory[4 << 20];

	for (int compressed = 0; compressed < 2; compressed++) {
		struct pair p = { .number = 0 };
		int size;

		CHECK(device_open(&p.producer, settings.device, OUTPUT, METHOD_RW, NULL) == 0);
		size = set_format(p.producer.fd, OUTPUT, compressed ? V4L2_PIX_FMT_MJPEG : V4L2_PIX_FMT_YUYV, 322, 241);
		CHECK(size > 0 && size < (int)sizeof(memory) / 3);
		p.producer.frame_size = size;
		CHECK(device_open(&p.consumer, settings.device, CAPTURE, METHOD_RW, NULL) == 0);
		const long counts[] = { 0, 1, 8, size - 1, size, size + 1, 2l * size, 2l * size + 1 };

		for (unsigned int i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
			stamp_fill(memory, sizeof(memory), ++p.number, COVER_FULL);
			ssize_t n = write(p.producer.fd, memory, counts[i]);

			CHECK(n <= counts[i]);
			if (n > 0)
				check_read(&p, -1);
		}
		pair_close(&p);
	}
}

static void on_alarm(int signal)
{
	(void)signal;
}

/* Whoever waits for a frame that does not come can be interrupted. */
static void signals_interrupt(void)
{
	struct pair p;
	struct buffer b;

	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = on_alarm }, NULL);
	pair_open(&p, METHOD_MMAP, METHOD_MMAP, 4);
	alarm(1);
	CHECK(device_take(&p.consumer, &b) == -EINTR);
	pair_close(&p);
	pair_open(&p, METHOD_MMAP, METHOD_RW, 4);
	alarm(1);
	CHECK(device_take(&p.consumer, &b) == -EINTR);
	pair_close(&p);
}

static const char limit_file[] = "/sys/module/v4l2loopback/parameters/max_mem_mb";

static void set_memory_limit(const char *megabytes)
{
	int fd = open(limit_file, O_WRONLY | O_CLOEXEC);

	CHECK(fd >= 0 && write(fd, megabytes, strlen(megabytes)) == (ssize_t)strlen(megabytes));
	close(fd);
}

static sigjmp_buf refused;

static void on_bus_error(int signal)
{
	(void)signal;
	siglongjmp(refused, 1);
}

/* Who writes to windows needs pages of his own: beyond the limit he gets SIGBUS, nobody spins and nobody is shot. */
static void memory_limit(void)
{
	volatile unsigned int written = 0, denied = 0;
	long kills = oom_kills();
	struct pair p;

	set_memory_limit("16");
	sigaction(SIGBUS, &(struct sigaction){ .sa_handler = on_bus_error }, NULL);
	pair_open(&p, METHOD_MMAP, METHOD_MMAP, 4);
	device_close(&p.consumer);
	CHECK(device_open(&p.consumer, settings.device, CAPTURE, METHOD_MMAP, NULL) == 0);
	CHECK(device_format(&p.consumer, 640, 480) == 0 && device_stream(&p.consumer, 32) == 0);
	for (unsigned int i = 0; i < p.consumer.count; i++) {
		char *data = p.consumer.buffers[i].data;

		CHECK(mprotect(data, p.consumer.buffers[i].length, PROT_READ | PROT_WRITE) == 0);
		if (sigsetjmp(refused, 1)) {
			denied++;
		} else {
			*(volatile char *)data = 1;
			written++;
		}
	}
	CHECK(written > 0 && denied > 0);
	CHECK(memory_pages() <= 16 << 8);
	CHECK(oom_kills() == kills);
	pair_close(&p);
	set_memory_limit("0");
}

static const struct test_case cases[] = {
	{ "bad ioctl pointers", bad_ioctl_pointers },
	{ "bad frame pointers", bad_frame_pointers },
	{ "bad user buffers", bad_user_buffers },
	{ "bad dma-bufs", bad_dmabufs },
	{ "huge counts", huge_counts },
	{ "huge frames", huge_frames },
	{ "wild bytesused", wild_bytesused },
	{ "wild writes", wild_writes },
	{ "signals interrupt", signals_interrupt },
	{ "memory limit", memory_limit },
};

int suite_faults(void)
{
	return RUN_CASES(cases);
}
