// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "fuzz.h"
#include "node.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_NUMBER = 40, NUMBERS = 6, CONTROLS = V4L2_CID_USER_BASE | 0xf000, OWN_CONTROLS = 0x80 };

static long call_open(struct fuzzer *f)
{
	int fd, node = fuzz_node(f);

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

	return CALL(fuzz_node(f), VIDIOC_QUERYCAP, &c);
}

static long call_enum(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct v4l2_fmtdesc desc = { .index = random_below(r, 64), .type = fuzz_type(f) };
	struct v4l2_frmsizeenum size = { .index = random_below(r, 2), .pixel_format = V4L2_PIX_FMT_YUYV };
	struct v4l2_frmivalenum interval = { .pixel_format = V4L2_PIX_FMT_YUYV, .width = 128, .height = 64 };
	struct v4l2_input input = { .index = random_below(r, 2) };
	struct v4l2_output output = { .index = random_below(r, 2) };

	switch (random_below(r, 5)) {
	case 0: return CALL(fuzz_node(f), VIDIOC_ENUM_FMT, &desc);
	case 1: return CALL(fuzz_node(f), VIDIOC_ENUM_FRAMESIZES, &size);
	case 2: return CALL(fuzz_node(f), VIDIOC_ENUM_FRAMEINTERVALS, &interval);
	case 3: return CALL(fuzz_node(f), VIDIOC_ENUMINPUT, &input);
	default: return CALL(fuzz_node(f), VIDIOC_ENUMOUTPUT, &output);
	}
}

static long call_format(struct fuzzer *f)
{
	struct v4l2_format format = fuzz_format(f);

	return CALL(fuzz_node(f), VIDIOC_S_FMT, &format);
}

static long call_try_format(struct fuzzer *f)
{
	struct v4l2_format format = fuzz_format(f);

	return CALL(fuzz_node(f), one_in(&f->random, 2) ? VIDIOC_TRY_FMT : VIDIOC_G_FMT, &format);
}

static long call_parm(struct fuzzer *f)
{
	struct v4l2_streamparm p = { .type = fuzz_type(f) };

	p.parm.output.timeperframe.numerator = fuzz_number(&f->random);
	p.parm.output.timeperframe.denominator = fuzz_number(&f->random);
	return CALL(fuzz_node(f), one_in(&f->random, 2) ? VIDIOC_S_PARM : VIDIOC_G_PARM, &p);
}

static long call_select(struct fuzzer *f)
{
	static const unsigned long requests[] = { VIDIOC_G_INPUT, VIDIOC_S_INPUT, VIDIOC_G_OUTPUT, VIDIOC_S_OUTPUT,
						  VIDIOC_G_PRIORITY, VIDIOC_S_PRIORITY };
	unsigned int index = random_below(&f->random, 3);

	return CALL(fuzz_node(f), requests[random_below(&f->random, 6)], &index);
}

/* one of the two groups that the module has, or anything */
static unsigned int any_control(struct random *r)
{
	return one_in(r, 20) ? fuzz_number(r) : CONTROLS + random_below(r, 2) * OWN_CONTROLS + random_below(r, 5);
}

static long call_subscribe(struct fuzzer *f)
{
	static const unsigned int types[] = { V4L2_EVENT_SOURCE_CHANGE, V4L2_EVENT_EOS, V4L2_EVENT_CTRL, 0x10e00001,
					      V4L2_EVENT_ALL, V4L2_EVENT_FRAME_SYNC };
	struct random *r = &f->random;
	struct v4l2_event_subscription s = { .type = types[random_below(r, 6)], .flags = random_below(r, 4) };

	if (s.type == V4L2_EVENT_CTRL)
		s.id = any_control(r);
	return CALL(fuzz_node(f), one_in(r, 3) ? VIDIOC_UNSUBSCRIBE_EVENT : VIDIOC_SUBSCRIBE_EVENT, &s);
}

static long call_dqevent(struct fuzzer *f)
{
	struct v4l2_event e;

	return CALL(fuzz_node(f), VIDIOC_DQEVENT, &e);
}

static long call_control(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct v4l2_control c = { .id = any_control(r), .value = one_in(r, 3) ? fuzz_number(r) : random_below(r, 100) };
	struct v4l2_queryctrl q = { .id = one_in(r, 2) ? V4L2_CTRL_FLAG_NEXT_CTRL : any_control(r) };

	switch (random_below(r, 3)) {
	case 0: return CALL(fuzz_node(f), VIDIOC_S_CTRL, &c);
	case 1: return CALL(fuzz_node(f), VIDIOC_G_CTRL, &c);
	default: return CALL(fuzz_node(f), VIDIOC_QUERYCTRL, &q);
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
		c.controls = (void *)(unsigned long)fuzz_number(r);
	return CALL(fuzz_node(f), one_in(r, 2) ? VIDIOC_S_EXT_CTRLS : VIDIOC_G_EXT_CTRLS, &c);
}

/* any request of V4L2, known or not, with noise or nothing for an argument */
static long call_placeholder(struct fuzzer *f)
{
	static char picture[128 * 64 * 2];
	struct random *r = &f->random;
	struct node_placeholder p = { .pixelformat = V4L2_PIX_FMT_YUYV, .width = one_in(r, 2) ? 64 : 128, .height = 64,
				      .data = (unsigned long)picture };

	p.bytesused = one_in(r, 8) ? fuzz_number(r) : p.width * p.height * 2;
	if (one_in(r, 3))
		memset(&p, 0, sizeof(p));
	return CALL(fuzz_node(f), one_in(r, 4) ? NODE_G_PLACEHOLDER : NODE_S_PLACEHOLDER, &p);
}

static long call_anything(struct fuzzer *f)
{
	struct random *r = &f->random;
	unsigned long request = _IOC(random_below(r, 4), one_in(r, 8) ? random_below(r, 256) : 'V', random_below(r, 110),
				     one_in(r, 4) ? random_below(r, 1024) : 8 * random_below(r, 27));
	uint64_t noise[128];

	for (unsigned int i = 0; i < 128; i++)
		noise[i] = one_in(r, 2) ? 0 : fuzz_number(r);
	return ioctl(fuzz_node(f), request, one_in(r, 20) ? (void *)(unsigned long)fuzz_number(r) : noise);
}

static long call_node(struct fuzzer *f)
{
	struct random *r = &f->random;
	struct node_config config = { .output_nr = FIRST_NUMBER + random_below(r, NUMBERS), .capture_nr = -1 };
	int fd = f->common->control;
	long number = config.output_nr;
	unsigned int version;

	if (one_in(r, 8))
		config.max_width = fuzz_number(r);
	if (one_in(r, 8))
		config.max_buffers = fuzz_number(r);
	memset(config.card_label, one_in(r, 4) ? 'x' : 0, sizeof(config.card_label));
	switch (random_below(r, 8)) {
	/* the V4L2 core of 6.1 loses the name of a node whose registration fails */
	case 0: return !settings.inject && one_in(r, 4) ? ioctl(fd, NODE_ADD, &config) : 0;
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
	{ "reqbufs", fuzz_call_reqbufs, 6, true },
	{ "create_bufs", fuzz_call_create, 4, true },
	{ "remove_bufs", fuzz_call_remove, 2, false },
	{ "querybuf", fuzz_call_querybuf, 4, true },
	{ "prepare_buf", fuzz_call_prepare, 4, true },
	{ "qbuf", fuzz_call_qbuf, 24, true },
	{ "dqbuf", fuzz_call_dqbuf, 16, true },
	{ "streamon", fuzz_call_streamon, 8, true },
	{ "streamoff", fuzz_call_streamoff, 3, true },
	{ "expbuf", fuzz_call_export, 3, true },
	{ "mmap", fuzz_call_mmap, 6, true },
	{ "touch", fuzz_call_touch, 8, true },
	{ "poll", fuzz_call_poll, 4, true },
	{ "read", fuzz_call_read, 2, true },
	{ "write", fuzz_call_write, 2, true },
	{ "subscribe_event", call_subscribe, 2, true },
	{ "dqevent", call_dqevent, 2, false },
	{ "ctrl", call_control, 2, false },
	{ "ext_ctrls", call_controls, 2, false },
	{ "placeholder", call_placeholder, 2, true },
	{ "anything", call_anything, 4, false },
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
	f->node = random_below(&f->random, FUZZ_NODES);
	return kinds[kind].call(f);
}

/* A timeout image is the device's own until it has another format. */
static void fuzz_drop_image(void)
{
	struct v4l2_control keep = { .id = CONTROLS };
	int fd = open_node(O_NONBLOCK);

	if (!CHECK(fd >= 0))
		return;
	ioctl(fd, VIDIOC_S_CTRL, &keep);
	set_format(fd, V4L2_BUF_TYPE_VIDEO_OUTPUT, V4L2_PIX_FMT_GREY, 64, 48);
	set_format(fd, V4L2_BUF_TYPE_VIDEO_OUTPUT, V4L2_PIX_FMT_GREY, 48, 64);
	close(fd);
}

void fuzz_tidy(const struct fuzzer_shared *common)
{
	fuzz_drop_image();
	if (common->control < 0)
		return;
	for (int i = 0; i < NUMBERS; i++)
		ioctl(common->control, NODE_REMOVE, (long)(FIRST_NUMBER + i));
}
