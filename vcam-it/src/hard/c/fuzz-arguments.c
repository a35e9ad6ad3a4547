// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz.h"

#include <string.h>

enum { BOTH_TYPES = 2 };

int fuzz_node(struct fuzzer *f)
{
	return f->common->nodes[f->node];
}

/* Neighbours lean to opposite sides, and to one kind of memory, or too few queues would ever stream. */
unsigned int fuzz_type(struct fuzzer *f)
{
	struct random *r = &f->random;

	return one_in(r, 50) ? random_below(r, 16) : 1 + (one_in(r, 8) ? random_below(r, BOTH_TYPES) : f->node % BOTH_TYPES);
}

unsigned int fuzz_memory(struct fuzzer *f)
{
	static const unsigned int usual[FUZZ_NODES] = { V4L2_MEMORY_MMAP, V4L2_MEMORY_MMAP, V4L2_MEMORY_USERPTR,
							V4L2_MEMORY_USERPTR, V4L2_MEMORY_MMAP, V4L2_MEMORY_DMABUF };
	struct random *r = &f->random;

	return one_in(r, 8) ? random_below(r, 6) : usual[f->node];
}

uint64_t fuzz_number(struct random *r)
{
	static const uint64_t special[] = { 0, 1, 2, 31, 32, 33, 4095, 4096, 4097, 0x7fffffff, 0x80000000, 0xffffffff,
					    0x100000000, 0x7fffffffffffffff, 0xffffffffffffffff, 0xffff888000000000 };

	return one_in(r, 3) ? random_next(r) : special[random_below(r, sizeof(special) / sizeof(special[0]))];
}

/* Turns one word of an argument into anything, once in a while. */
void fuzz_spoil(struct random *r, void *argument, size_t size)
{
	uint32_t word;

	if (!one_in(r, 20) || size < sizeof(word))
		return;
	word = fuzz_number(r);
	memcpy((char *)argument + random_below(r, size / sizeof(word)) * sizeof(word), &word, sizeof(word));
}

struct v4l2_buffer fuzz_buffer(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct v4l2_buffer b = { .type = fuzz_type(f), .memory = fuzz_memory(f), .index = random_below(r, 12) };

	b.field = V4L2_FIELD_NONE;
	b.bytesused = one_in(r, 4) ? fuzz_number(r) : 128 * 64 * 2;
	b.length = FUZZ_SCRATCH / 2;
	if (b.memory == V4L2_MEMORY_USERPTR)
		b.m.userptr = (unsigned long)f->scratch + random_below(r, 2) * (FUZZ_SCRATCH / 4);
	else if (b.memory == V4L2_MEMORY_DMABUF)
		b.m.fd = f->dmabufs[random_below(r, FUZZ_DMABUFS)];
	if (b.memory == V4L2_MEMORY_DMABUF)
		b.length = 0;
	if (one_in(r, 10))
		b.flags = random_next(r);
	if (one_in(r, 10))
		b.timestamp.tv_usec = random_below(r, 1000000);
	return b;
}

struct v4l2_format fuzz_format(struct fuzzer *f)
{
	struct random *r = &f->random;
	static const unsigned int fourccs[] = { V4L2_PIX_FMT_YUYV, V4L2_PIX_FMT_NV12, V4L2_PIX_FMT_MJPEG, V4L2_PIX_FMT_RGB24,
						V4L2_PIX_FMT_YUV420, 0x20202020 };
	struct v4l2_format format = { .type = fuzz_type(f) };
	struct v4l2_pix_format *pix = &format.fmt.pix;

	pix->width = one_in(r, 20) ? fuzz_number(r) : 128 + random_below(r, 3);
	pix->height = one_in(r, 20) ? fuzz_number(r) : 64 + random_below(r, 3);
	pix->pixelformat = fourccs[random_below(r, 6)];
	if (one_in(r, 2)) {
		pix->bytesperline = one_in(r, 4) ? fuzz_number(r) : 128 + random_below(r, 512);
		pix->sizeimage = one_in(r, 4) ? fuzz_number(r) : random_below(r, 128 * 64 * 8);
	}
	pix->field = one_in(r, 10) ? random_below(r, 12) : V4L2_FIELD_NONE;
	return format;
}
