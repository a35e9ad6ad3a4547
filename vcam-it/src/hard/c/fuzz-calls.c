// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "fuzz.h"
#include "node.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

/* newer than Debian 12's header */
#ifndef VIDIOC_REMOVE_BUFS
struct v4l2_remove_buffers {
	__u32 index, count, type, reserved[13];
};
#define VIDIOC_REMOVE_BUFS	_IOWR('V', 104, struct v4l2_remove_buffers)
#endif

enum { FIRST_NUMBER = 40, NUMBERS = 6, BOTH_TYPES = 2 };

static int any_node(struct fuzzer *f)
{
	return f->common->nodes[random_below(&f->random, FUZZ_NODES)];
}

/* mostly one of the two that there are */
static unsigned int any_type(struct random *r)
{
	return one_in(r, 50) ? random_below(r, 16) : 1 + random_below(r, BOTH_TYPES);
}

static unsigned int any_memory(struct random *r)
{
	static const unsigned int memories[] = { V4L2_MEMORY_MMAP, V4L2_MEMORY_MMAP, V4L2_MEMORY_MMAP, V4L2_MEMORY_USERPTR,
						 V4L2_MEMORY_DMABUF };

	return one_in(r, 50) ? random_below(r, 8) : memories[random_below(r, 5)];
}

static uint64_t any_number(struct random *r)
{
	static const uint64_t special[] = { 0, 1, 2, 31, 32, 33, 4095, 4096, 4097, 0x7fffffff, 0x80000000, 0xffffffff,
					    0x100000000, 0x7fffffffffffffff, 0xffffffffffffffff, 0xffff888000000000 };

	return one_in(r, 3) ? random_next(r) : special[random_below(r, sizeof(special) / sizeof(special[0]))];
}

/* Turns one word of an argument into anything, once in a while. */
static void spoil(struct random *r, void *argument, size_t size)
{
	uint32_t word;

	if (!one_in(r, 20) || size < sizeof(word))
		return;
	word = any_number(r);
	memcpy((char *)argument + random_below(r, size / sizeof(word)) * sizeof(word), &word, sizeof(word));
}

#define CALL(fd, request, argument)						\
({										\
	spoil(&f->random, argument, sizeof(*(argument)));			\
	ioctl(fd, request, argument);						\
})

static struct v4l2_buffer any_buffer(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct v4l2_buffer b = { .type = any_type(r), .memory = any_memory(r), .index = random_below(r, 12) };

	b.field = V4L2_FIELD_NONE;
	b.bytesused = one_in(r, 4) ? any_number(r) : 128 * 64 * 2;
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

static struct v4l2_format any_format(struct random *r)
{
	static const unsigned int fourccs[] = { V4L2_PIX_FMT_YUYV, V4L2_PIX_FMT_NV12, V4L2_PIX_FMT_MJPEG, V4L2_PIX_FMT_RGB24,
						V4L2_PIX_FMT_YUV420, 0x20202020 };
	struct v4l2_format format = { .type = any_type(r) };
	struct v4l2_pix_format *pix = &format.fmt.pix;

	pix->width = one_in(r, 20) ? any_number(r) : 128 + random_below(r, 3);
	pix->height = one_in(r, 20) ? any_number(r) : 64 + random_below(r, 3);
	pix->pixelformat = fourccs[random_below(r, 6)];
	pix->field = one_in(r, 10) ? random_below(r, 12) : V4L2_FIELD_NONE;
	return format;
}

static long call_open(struct fuzzer *f)
{
	int fd, node = any_node(f);

	if (!one_in(&f->random, 4))
		return 0;
	fd = open_node(one_in(&f->random, 4) ? 0 : O_NONBLOCK);
	if (fd < 0)
		return fd;
	dup3(fd, node, O_CLOEXEC);
	return close(fd);
}

static long call_querycap(struct fuzzer *f)
{
	struct v4l2_capability c;

	return CALL(any_node(f), VIDIOC_QUERYCAP, &c);
}

static long call_enum(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct v4l2_fmtdesc desc = { .index = random_below(r, 64), .type = any_type(r) };
	struct v4l2_frmsizeenum size = { .index = random_below(r, 2), .pixel_format = V4L2_PIX_FMT_YUYV };
	struct v4l2_frmivalenum interval = { .pixel_format = V4L2_PIX_FMT_YUYV, .width = 128, .height = 64 };
	struct v4l2_input input = { .index = random_below(r, 2) };
	struct v4l2_output output = { .index = random_below(r, 2) };

	switch (random_below(r, 5)) {
	case 0: return CALL(any_node(f), VIDIOC_ENUM_FMT, &desc);
	case 1: return CALL(any_node(f), VIDIOC_ENUM_FRAMESIZES, &size);
	case 2: return CALL(any_node(f), VIDIOC_ENUM_FRAMEINTERVALS, &interval);
	case 3: return CALL(any_node(f), VIDIOC_ENUMINPUT, &input);
	default: return CALL(any_node(f), VIDIOC_ENUMOUTPUT, &output);
	}
}

static long call_format(struct fuzzer *f)
{
	struct v4l2_format format = any_format(&f->random);

	return CALL(any_node(f), VIDIOC_S_FMT, &format);
}

static long call_try_format(struct fuzzer *f)
{
	struct v4l2_format format = any_format(&f->random);

	return CALL(any_node(f), one_in(&f->random, 2) ? VIDIOC_TRY_FMT : VIDIOC_G_FMT, &format);
}

static long call_parm(struct fuzzer *f)
{
	struct v4l2_streamparm p = { .type = any_type(&f->random) };

	p.parm.output.timeperframe.numerator = any_number(&f->random);
	p.parm.output.timeperframe.denominator = any_number(&f->random);
	return CALL(any_node(f), one_in(&f->random, 2) ? VIDIOC_S_PARM : VIDIOC_G_PARM, &p);
}

static long call_select(struct fuzzer *f)
{
	static const unsigned long requests[] = { VIDIOC_G_INPUT, VIDIOC_S_INPUT, VIDIOC_G_OUTPUT, VIDIOC_S_OUTPUT,
						  VIDIOC_G_PRIORITY, VIDIOC_S_PRIORITY };
	unsigned int index = random_below(&f->random, 3);

	return CALL(any_node(f), requests[random_below(&f->random, 6)], &index);
}

static long call_reqbufs(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct v4l2_requestbuffers q = { .type = any_type(r), .memory = any_memory(r), .count = random_below(r, 6) };

	if (one_in(r, 30))
		q.count = any_number(r);
	if (q.count == 0 && one_in(r, 2)) /* else hardly a queue would ever stream */
		q.count = 4;
	return CALL(any_node(f), VIDIOC_REQBUFS, &q);
}

static long call_create(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct v4l2_create_buffers c = { .count = random_below(r, 4), .memory = any_memory(r) };
	int node = any_node(f);

	c.format.type = any_type(r);
	ioctl(node, VIDIOC_G_FMT, &c.format);
	if (one_in(r, 4))
		c.format.fmt.pix.sizeimage *= 2;
	return CALL(node, VIDIOC_CREATE_BUFS, &c);
}

static long call_remove(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct v4l2_remove_buffers b = { .type = any_type(r), .index = random_below(r, 12), .count = random_below(r, 4) };

	return CALL(any_node(f), VIDIOC_REMOVE_BUFS, &b);
}

static long call_querybuf(struct fuzzer *f)
{
	struct v4l2_buffer b = any_buffer(f);

	return CALL(any_node(f), VIDIOC_QUERYBUF, &b);
}

static long call_prepare(struct fuzzer *f)
{
	struct v4l2_buffer b = any_buffer(f);

	return CALL(any_node(f), VIDIOC_PREPARE_BUF, &b);
}

static long call_qbuf(struct fuzzer *f)
{
	struct v4l2_buffer b = any_buffer(f);

	return CALL(any_node(f), VIDIOC_QBUF, &b);
}

static long call_dqbuf(struct fuzzer *f)
{
	struct v4l2_buffer b = any_buffer(f);

	return CALL(any_node(f), VIDIOC_DQBUF, &b);
}

static long call_streamon(struct fuzzer *f)
{
	unsigned int type = any_type(&f->random);

	return CALL(any_node(f), VIDIOC_STREAMON, &type);
}

static long call_streamoff(struct fuzzer *f)
{
	unsigned int type = any_type(&f->random);

	return one_in(&f->random, 3) ? CALL(any_node(f), VIDIOC_STREAMOFF, &type) : 0;
}

static long call_export(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct v4l2_exportbuffer e = { .type = any_type(r), .index = random_below(r, 8), .flags = O_RDWR | O_CLOEXEC };
	unsigned int place = random_below(r, FUZZ_DMABUFS);
	long result = CALL(any_node(f), VIDIOC_EXPBUF, &e);

	if (result)
		return result;
	if (f->dmabufs[place] >= 0)
		close(f->dmabufs[place]);
	f->dmabufs[place] = e.fd;
	return 0;
}

/* by a system call, which answers EFAULT where a program would die */
static void touch(struct fuzzer *f, char *data, size_t length)
{
	int zero, pipes[2];

	if (one_in(&f->random, 2)) {
		zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
		if (zero >= 0 && read(zero, data + length - 64, 64) < 0)
			spoil(&f->random, f->scratch, 64);
		close(zero);
	} else if (pipe2(pipes, O_CLOEXEC | O_NONBLOCK) == 0) {
		if (write(pipes[1], data, 64) < 0)
			spoil(&f->random, f->scratch, 64);
		close(pipes[0]);
		close(pipes[1]);
	}
}

/* of a buffer, of a dma-buf, or of where a buffer may be */
static long call_mmap(struct fuzzer *f)
{
	struct random *r = &f->random;
	unsigned int place = random_below(r, FUZZ_MAPPINGS);
	struct v4l2_buffer b = any_buffer(f);
	size_t length = 4096 << random_below(r, 3);
	unsigned long offset = (unsigned long)b.index << (12 + random_below(r, 4));
	int fd = any_node(f);
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

static long call_touch(struct fuzzer *f)
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

static long call_poll(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct pollfd p = { .fd = any_node(f), .events = random_next(r) & (POLLIN | POLLOUT | POLLPRI) };

	return poll(&p, 1, random_below(r, 2));
}

static long call_read(struct fuzzer *f)
{
	if (!one_in(&f->random, 4)) /* or it would hold most of the roles */
		return 0;
	return read(any_node(f), f->scratch, random_below(&f->random, FUZZ_SCRATCH));
}

static long call_write(struct fuzzer *f)
{
	if (!one_in(&f->random, 4))
		return 0;
	return write(any_node(f), f->scratch, random_below(&f->random, FUZZ_SCRATCH));
}

static long call_subscribe(struct fuzzer *f)
{
	static const unsigned int types[] = { V4L2_EVENT_SOURCE_CHANGE, V4L2_EVENT_EOS, V4L2_EVENT_CTRL, 0x10e00001,
					      V4L2_EVENT_ALL, V4L2_EVENT_FRAME_SYNC };
	struct random *r = &f->random;
	struct v4l2_event_subscription s = { .type = types[random_below(r, 6)], .flags = random_below(r, 4) };

	if (s.type == V4L2_EVENT_CTRL)
		s.id = 0x0098f900 + random_below(r, 10);
	return CALL(any_node(f), one_in(r, 3) ? VIDIOC_UNSUBSCRIBE_EVENT : VIDIOC_SUBSCRIBE_EVENT, &s);
}

static long call_dqevent(struct fuzzer *f)
{
	struct v4l2_event e;

	return CALL(any_node(f), VIDIOC_DQEVENT, &e);
}

static unsigned int any_control(struct random *r)
{
	return one_in(r, 20) ? any_number(r) : 0x0098f900 + random_below(r, 10);
}

static long call_control(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct v4l2_control c = { .id = any_control(r), .value = one_in(r, 3) ? any_number(r) : random_below(r, 100) };
	struct v4l2_queryctrl q = { .id = one_in(r, 2) ? V4L2_CTRL_FLAG_NEXT_CTRL : any_control(r) };

	switch (random_below(r, 3)) {
	case 0: return CALL(any_node(f), VIDIOC_S_CTRL, &c);
	case 1: return CALL(any_node(f), VIDIOC_G_CTRL, &c);
	default: return CALL(any_node(f), VIDIOC_QUERYCTRL, &q);
	}
}

static long call_controls(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct v4l2_ext_control list[4] = { 0 };
	struct v4l2_ext_controls c = { .count = random_below(r, 5), .controls = list };

	for (unsigned int i = 0; i < 4; i++) {
		list[i].id = any_control(r);
		list[i].value = random_below(r, 100);
	}
	if (one_in(r, 20))
		c.controls = (void *)any_number(r);
	return CALL(any_node(f), one_in(r, 2) ? VIDIOC_S_EXT_CTRLS : VIDIOC_G_EXT_CTRLS, &c);
}

/* any request of V4L2, known or not, with noise or nothing for an argument */
static long call_anything(struct fuzzer *f)
{
	struct random *r = &f->random;
	unsigned long request = _IOC(random_below(r, 4), one_in(r, 8) ? random_below(r, 256) : 'V', random_below(r, 110),
				     one_in(r, 4) ? random_below(r, 1024) : 8 * random_below(r, 27));
	uint64_t noise[128];

	for (unsigned int i = 0; i < 128; i++)
		noise[i] = one_in(r, 2) ? 0 : any_number(r);
	return ioctl(any_node(f), request, one_in(r, 20) ? (void *)any_number(r) : noise);
}

static long call_node(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct node_config config = { .output_nr = FIRST_NUMBER + random_below(r, NUMBERS), .capture_nr = -1 };
	int fd = f->common->control;
	long number = config.output_nr;
	unsigned int version;

	if (one_in(r, 8))
		config.max_width = any_number(r);
	if (one_in(r, 8))
		config.max_buffers = any_number(r);
	memset(config.card_label, one_in(r, 4) ? 'x' : 0, sizeof(config.card_label));
	switch (random_below(r, 8)) {
	case 0: return one_in(r, 4) ? ioctl(fd, NODE_ADD, &config) : 0;
	case 1: return one_in(r, 4) ? ioctl(fd, NODE_REMOVE, number) : 0;
	case 2: return CALL(fd, NODE_QUERY, &config);
	case 3: return ioctl(fd, NODE_VERSION, &version);
	default: return 0;
	}
}

static const struct {
	const char *name;
	long (*call)(struct fuzzer *f);
	unsigned int weight;
	bool must_succeed;
} kinds[] = {
	{ "open", call_open, 2, true },
	{ "querycap", call_querycap, 1, true },
	{ "enum", call_enum, 2, true },
	{ "s_fmt", call_format, 3, true },
	{ "try_fmt", call_try_format, 2, true },
	{ "parm", call_parm, 1, true },
	{ "select", call_select, 1, true },
	{ "reqbufs", call_reqbufs, 6, true },
	{ "create_bufs", call_create, 4, true },
	{ "remove_bufs", call_remove, 2, false },
	{ "querybuf", call_querybuf, 4, true },
	{ "prepare_buf", call_prepare, 4, true },
	{ "qbuf", call_qbuf, 24, true },
	{ "dqbuf", call_dqbuf, 16, true },
	{ "streamon", call_streamon, 8, true },
	{ "streamoff", call_streamoff, 3, true },
	{ "expbuf", call_export, 3, true },
	{ "mmap", call_mmap, 6, true },
	{ "touch", call_touch, 8, true },
	{ "poll", call_poll, 4, true },
	{ "read", call_read, 2, true },
	{ "write", call_write, 2, true },
	{ "subscribe_event", call_subscribe, 2, true },
	{ "dqevent", call_dqevent, 2, false },
	{ "ctrl", call_control, 2, false },
	{ "ext_ctrls", call_controls, 2, false },
	{ "anything", call_anything, 4, true },
	{ "node", call_node, 1, false },
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

unsigned int fuzz_kinds(void)
{
	return KINDS;
}

const char *fuzz_name(unsigned int kind)
{
	return kinds[kind].name;
}

bool fuzz_must_succeed(unsigned int kind)
{
	return kinds[kind].must_succeed;
}

unsigned int fuzz_choose(struct random *r)
{
	unsigned int total = 0, kind = 0, point;

	for (unsigned int i = 0; i < KINDS; i++)
		total += kinds[i].weight;
	point = random_below(r, total);
	while (point >= kinds[kind].weight)
		point -= kinds[kind++].weight;
	return kind;
}

long fuzz_call(struct fuzzer *f, unsigned int kind)
{
	return kinds[kind].call(f);
}

void fuzz_tidy(const struct fuzzer_shared *common)
{
	if (common->control < 0)
		return;
	for (int i = 0; i < NUMBERS; i++)
		ioctl(common->control, NODE_REMOVE, (long)(FIRST_NUMBER + i));
}
