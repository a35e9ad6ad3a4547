// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/* Buffers, and what a process does with their memory. */

#define _GNU_SOURCE

#include "fuzz.h"
#include "node.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

long fuzz_call_reqbufs(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct v4l2_requestbuffers q = { .type = fuzz_type(f), .memory = fuzz_memory(f), .count = random_below(r, 6) };

	if (one_in(r, 30))
		q.count = fuzz_number(r);
	if (q.count == 0 && one_in(r, 2)) /* else hardly a queue would ever stream */
		q.count = 4;
	return CALL(fuzz_node(f), VIDIOC_REQBUFS, &q);
}

long fuzz_call_create(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct v4l2_create_buffers c = { .count = random_below(r, 4), .memory = fuzz_memory(f) };
	int node = fuzz_node(f);

	c.format.type = fuzz_type(f);
	ioctl(node, VIDIOC_G_FMT, &c.format);
	if (one_in(r, 4))
		c.format.fmt.pix.sizeimage *= 2;
	return CALL(node, VIDIOC_CREATE_BUFS, &c);
}

long fuzz_call_remove(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct v4l2_remove_buffers b = { .type = fuzz_type(f), .index = random_below(r, 12), .count = random_below(r, 4) };

	if (one_in(r, 2)) { /* one that is in somebody's hands */
		f->node = f->taken.node;
		b = (struct v4l2_remove_buffers){ .type = f->taken.type, .index = f->taken.index, .count = 1 };
	}
	return CALL(fuzz_node(f), VIDIOC_REMOVE_BUFS, &b);
}

long fuzz_call_querybuf(struct fuzzer *f)
{
	struct v4l2_buffer b = fuzz_buffer(f);

	return CALL(fuzz_node(f), VIDIOC_QUERYBUF, &b);
}

long fuzz_call_prepare(struct fuzzer *f)
{
	struct v4l2_buffer b = fuzz_buffer(f);

	return CALL(fuzz_node(f), VIDIOC_PREPARE_BUF, &b);
}

long fuzz_call_qbuf(struct fuzzer *f)
{
	struct v4l2_buffer b = fuzz_buffer(f);

	return CALL(fuzz_node(f), VIDIOC_QBUF, &b);
}

long fuzz_call_dqbuf(struct fuzzer *f)
{
	struct v4l2_buffer b = fuzz_buffer(f);
	long result = CALL(fuzz_node(f), VIDIOC_DQBUF, &b);

	if (result == 0) {
		f->taken.node = f->node;
		f->taken.type = b.type;
		f->taken.index = b.index;
	}
	return result;
}

long fuzz_call_streamon(struct fuzzer *f)
{
	unsigned int type = fuzz_type(f);

	return CALL(fuzz_node(f), VIDIOC_STREAMON, &type);
}

long fuzz_call_streamoff(struct fuzzer *f)
{
	unsigned int type = fuzz_type(f);

	return one_in(&f->random, 3) ? CALL(fuzz_node(f), VIDIOC_STREAMOFF, &type) : 0;
}

long fuzz_call_export(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct v4l2_exportbuffer e = { .type = fuzz_type(f), .index = random_below(r, 8), .flags = O_RDWR | O_CLOEXEC };
	unsigned int place = random_below(r, FUZZ_DMABUFS);
	long result = CALL(fuzz_node(f), VIDIOC_EXPBUF, &e);

	if (result)
		return result;
	if (f->dmabufs[place] >= 0)
		close(f->dmabufs[place]);
	f->dmabufs[place] = e.fd;
	return 0;
}

/* some pages stay in the pipe until it is full */
static void keep(struct fuzzer *f, char *data, size_t length)
{
	struct iovec part = { .iov_base = data, .iov_len = length > 16384 ? 16384 : length };

	if (vmsplice(f->pipes[1], &part, 1, SPLICE_F_NONBLOCK) > 0)
		return;
	while (read(f->pipes[0], f->scratch, FUZZ_SCRATCH) > 0)
		;
}

/* by a system call, which answers EFAULT where a program would die */
static void touch(struct fuzzer *f, char *data, size_t length)
{
	int zero, pipes[2];

	if (one_in(&f->random, 4)) {
		keep(f, data, length);
	} else if (one_in(&f->random, 2)) {
		zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
		if (zero >= 0 && read(zero, data + length - 64, 64) < 0)
			fuzz_spoil(&f->random, f->scratch, 64);
		close(zero);
	} else if (pipe2(pipes, O_CLOEXEC | O_NONBLOCK) == 0) {
		if (write(pipes[1], data, 64) < 0)
			fuzz_spoil(&f->random, f->scratch, 64);
		close(pipes[0]);
		close(pipes[1]);
	}
}

/* of a buffer, of a dma-buf, or of where a buffer may be */
long fuzz_call_mmap(struct fuzzer *f)
{
	struct random *r = &f->random;
	unsigned int place = random_below(r, FUZZ_MAPPINGS);
	struct v4l2_buffer b = fuzz_buffer(f);
	size_t length = 4096 << random_below(r, 3);
	unsigned long offset = (unsigned long)b.index << (12 + random_below(r, 4));
	int fd = fuzz_node(f);
	char *data;

	b.memory = V4L2_MEMORY_MMAP;
	if (one_in(r, 4)) {
		fd = f->dmabufs[random_below(r, FUZZ_DMABUFS)];
		offset = 0;
	} else if (!one_in(r, 4) && ioctl(fd, VIDIOC_QUERYBUF, &b) == 0) {
		length = b.length;
		offset = b.m.offset;
	}
	if (f->mappings[place].data)
		munmap(f->mappings[place].data, f->mappings[place].length);
	data = mmap(NULL, length, PROT_READ | (one_in(r, 2) ? PROT_WRITE : 0), one_in(r, 8) ? MAP_PRIVATE : MAP_SHARED, fd,
		    offset);
	f->mappings[place].data = data == MAP_FAILED ? NULL : data;
	f->mappings[place].length = length;
	if (data == MAP_FAILED)
		return -1;
	touch(f, data, length);
	return 0;
}

/* the rest is unmapped when its place is taken */
static long unmap_part(struct fuzzer *f, unsigned int place, size_t part)
{
	char *data = f->mappings[place].data;

	f->mappings[place].data += part;
	f->mappings[place].length -= part;
	return munmap(data, part);
}

long fuzz_call_touch(struct fuzzer *f)
{
	unsigned int place = random_below(&f->random, FUZZ_MAPPINGS);
	char *data = f->mappings[place].data;
	size_t length = f->mappings[place].length, part = length / 2 & -4096;

	if (!data)
		return -1;
	touch(f, data, length);
	switch (random_below(&f->random, 6)) {
	case 0: return madvise(data, part, MADV_DONTNEED);
	case 1: return mprotect(data, part, PROT_READ);
	case 2: return mprotect(data, length, PROT_READ | PROT_WRITE);
	case 3: return part ? unmap_part(f, place, part) : 0;
	case 4: return madvise(data, part, MADV_SEQUENTIAL);
	default: return 0;
	}
}

long fuzz_call_poll(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct pollfd p = { .fd = fuzz_node(f), .events = random_next(r) & (POLLIN | POLLOUT | POLLPRI) };

	return poll(&p, 1, random_below(r, 2));
}

long fuzz_call_read(struct fuzzer *f)
{
	if (!one_in(&f->random, 4)) /* or it would hold most of the roles */
		return 0;
	return read(fuzz_node(f), f->scratch, random_below(&f->random, FUZZ_SCRATCH));
}

long fuzz_call_write(struct fuzzer *f)
{
	if (!one_in(&f->random, 4))
		return 0;
	return write(fuzz_node(f), f->scratch, random_below(&f->random, FUZZ_SCRATCH));
}
