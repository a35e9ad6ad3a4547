// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/* Lines that a producer has padded, and room behind them: kept where the control keep_strides lets them be. */

#include "roles.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "node.h"

enum { WIDTH = 64, HEIGHT = 64, LINE = 256, BEHIND = 1000, PADDED = LINE * HEIGHT + BEHIND, TIGHT = WIDTH * HEIGHT * 2 };

static const struct v4l2_pix_format yuyv = { .pixelformat = V4L2_PIX_FMT_YUYV, .width = WIDTH, .height = HEIGHT };

/* What a request answers to this format, with these lines and this size. */
static struct v4l2_pix_format answer(int fd, unsigned long request, unsigned int type, struct v4l2_pix_format pix,
				     unsigned int line, unsigned int size)
{
	struct v4l2_format f = { .type = type, .fmt.pix = pix };

	f.fmt.pix.bytesperline = line;
	f.fmt.pix.sizeimage = size;
	CHECK(device_ioctl(fd, request, &f) == 0);
	return f.fmt.pix;
}

static struct v4l2_pix_format tried(int fd, struct v4l2_pix_format pix, unsigned int line, unsigned int size)
{
	return answer(fd, VIDIOC_TRY_FMT, OUTPUT, pix, line, size);
}

static bool lies(struct v4l2_pix_format pix, unsigned int line, unsigned int size)
{
	return pix.bytesperline == line && pix.sizeimage == size;
}

static bool is_padded(struct v4l2_pix_format pix)
{
	return lies(pix, LINE, PADDED);
}

static bool is_tight(struct v4l2_pix_format pix)
{
	return lies(pix, WIDTH * 2, TIGHT);
}

static void bounds_of_planes(int fd)
{
	struct v4l2_pix_format pix = { .pixelformat = V4L2_PIX_FMT_YUV420, .width = 65, .height = 65 };

	CHECK(lies(tried(fd, pix, 0, 0), 65, 65 * 65 + 2 * 33 * 33));
	CHECK(lies(tried(fd, pix, 65, 0), 65, 65 * 65 + 2 * 33 * 33));
	CHECK(lies(tried(fd, pix, 127, 0), 128, 128 * 65 + 2 * 64 * 33)); /* whole chroma samples */
	pix.pixelformat = V4L2_PIX_FMT_YUV410;
	CHECK(lies(tried(fd, pix, 129, 0), 132, 132 * 65 + 2 * 33 * 17));
	pix.pixelformat = V4L2_PIX_FMT_NV12;
	CHECK(lies(tried(fd, pix, 128, 0), 128, 128 * 65 + 128 * 33));
	pix.pixelformat = V4L2_PIX_FMT_RGB24;
	CHECK(lies(tried(fd, pix, 196, 0), 196, 196 * 65)); /* which is no number of pixels */
	pix.pixelformat = V4L2_PIX_FMT_MJPEG;
	CHECK(lies(tried(fd, pix, 4096, 65 * 65 * 8), 0, 65 * 65 * 4));
}

void strides_within_bounds(void)
{
	struct v4l2_pix_format largest = { .pixelformat = V4L2_PIX_FMT_RGB32, .width = ~0u, .height = ~0u }, pix;
	int fd = open_node(O_NONBLOCK);

	CHECK(is_tight(tried(fd, yuyv, LINE, PADDED)));
	CHECK(control(fd, NODE_KEEP_STRIDES, 1) == 0);
	CHECK(is_padded(tried(fd, yuyv, LINE, PADDED)));
	CHECK(is_tight(tried(fd, yuyv, 0, 0)));
	CHECK(is_tight(tried(fd, yuyv, WIDTH * 2 - 1, TIGHT - 1)));
	CHECK(lies(tried(fd, yuyv, LINE, 1), LINE, LINE * HEIGHT));
	CHECK(lies(tried(fd, yuyv, LINE - 1, 0), LINE, LINE * HEIGHT));
	CHECK(lies(tried(fd, yuyv, 0, TIGHT + 1), WIDTH * 2, TIGHT + 1));
	CHECK(lies(tried(fd, yuyv, 0, ~0u), WIDTH * 2, 2 * TIGHT));
	pix = tried(fd, yuyv, ~0u, ~0u);
	CHECK(pix.bytesperline > WIDTH * 2 && pix.bytesperline <= 65536 && pix.bytesperline % 4096 == 0);
	CHECK(pix.sizeimage == 2 * pix.bytesperline * HEIGHT);
	pix = tried(fd, largest, ~0u, ~0u);
	CHECK(pix.bytesperline >= pix.width * 4 && pix.bytesperline <= 65536);
	CHECK(pix.sizeimage / pix.height >= pix.bytesperline && pix.sizeimage <= 1u << 30);
	bounds_of_planes(fd);
	/* a consumer chooses no lines */
	CHECK(is_tight(answer(fd, VIDIOC_S_FMT, CAPTURE, yuyv, LINE, PADDED)));
	CHECK(control(fd, NODE_KEEP_STRIDES, 0) == 0);
	close(fd);
}

/* A consumer that sets the same size while the producer has no buffers yet leaves its lines alone. */
void strides_stay_between_calls(void)
{
	int p = open_node(O_NONBLOCK), c = open_node(O_NONBLOCK);
	struct v4l2_buffer b = { .type = OUTPUT };

	CHECK(control(p, NODE_KEEP_STRIDES, 1) == 0);
	CHECK(is_padded(answer(p, VIDIOC_S_FMT, OUTPUT, yuyv, LINE, PADDED)));
	CHECK(is_padded(answer(c, VIDIOC_TRY_FMT, CAPTURE, yuyv, 0, 0)));
	CHECK(is_padded(answer(c, VIDIOC_S_FMT, CAPTURE, yuyv, 0, 0)));
	CHECK(request_buffers(p, OUTPUT, MMAP, 2) > 0);
	CHECK(device_ioctl(p, VIDIOC_QUERYBUF, &b) == 0 && b.length >= PADDED);
	/* they stay while there are buffers of them, whatever the control says from then on */
	CHECK(control(p, NODE_KEEP_STRIDES, 0) == 0);
	CHECK(is_padded(answer(c, VIDIOC_S_FMT, CAPTURE, yuyv, 0, 0)));
	CHECK(is_padded(answer(p, VIDIOC_G_FMT, OUTPUT, yuyv, 0, 0)));
	CHECK(request_buffers(p, OUTPUT, MMAP, 0) == 0);
	CHECK(is_tight(answer(p, VIDIOC_S_FMT, OUTPUT, yuyv, LINE, PADDED)));
	close(c);
	close(p);
}

/* Less than the padded frame is no frame, by whatever way it comes or goes. */
void strides_are_whole_frames(void)
{
	static char frame[PADDED] __attribute__((aligned(4096))), got[PADDED];
	struct v4l2_create_buffers create = { .count = 1, .memory = MMAP, .format.type = CAPTURE };
	struct v4l2_buffer b = { .type = OUTPUT, .memory = V4L2_MEMORY_USERPTR, .m.userptr = (unsigned long)frame };
	int p = open_node(O_NONBLOCK), c = open_node(O_NONBLOCK);

	CHECK(control(p, NODE_KEEP_STRIDES, 1) == 0);
	create.format.fmt.pix = answer(p, VIDIOC_S_FMT, OUTPUT, yuyv, LINE, PADDED);
	memset(frame, 0x5a, sizeof(frame));
	CHECK(write(p, frame, PADDED - 1) == -1 && errno == EINVAL);
	CHECK(write(p, frame, PADDED) == PADDED);
	CHECK(read(c, got, sizeof(got)) == PADDED && memcmp(frame, got, PADDED) == 0);
	close(c);
	c = open_node(O_NONBLOCK);
	create.format.fmt.pix.sizeimage--;
	CHECK(device_ioctl(c, VIDIOC_CREATE_BUFS, &create) == -EINVAL);
	close(p);
	p = open_node(O_NONBLOCK);
	CHECK(is_padded(answer(p, VIDIOC_S_FMT, OUTPUT, yuyv, LINE, PADDED)));
	CHECK(request_buffers(p, OUTPUT, V4L2_MEMORY_USERPTR, 3) == 3);
	b.length = TIGHT;
	CHECK(device_ioctl(p, VIDIOC_QBUF, &b) == -EINVAL);
	b.length = PADDED;
	b.bytesused = 0;
	CHECK(device_ioctl(p, VIDIOC_QBUF, &b) == 0 && b.bytesused == PADDED);
	CHECK(control(p, NODE_KEEP_STRIDES, 0) == 0);
	close(c);
	close(p);
}

/* The size is the same, and yet no buffer fits any more: who streams is told. */
void strides_change_alone(void)
{
	int p = producer(WIDTH), c = consumer(3, 1);
	struct v4l2_buffer b;

	CHECK(stream(c, CAPTURE, true) == 0);
	frame_arrives(p, c);
	CHECK(control(p, NODE_KEEP_STRIDES, 1) == 0);
	close(p);
	p = open_node(O_NONBLOCK);
	CHECK(queue(c, CAPTURE, 1) == 0);
	CHECK(is_padded(answer(p, VIDIOC_S_FMT, OUTPUT, yuyv, LINE, PADDED)));
	CHECK(event(c) == V4L2_EVENT_SOURCE_CHANGE);
	CHECK(ready(c, POLLIN) == POLLIN);
	CHECK(dequeue(c, CAPTURE, &b) == 0 && b.bytesused == 0 && (b.flags & V4L2_BUF_FLAG_LAST));
	CHECK(is_padded(answer(c, VIDIOC_G_FMT, CAPTURE, yuyv, 0, 0)));
	CHECK(control(p, NODE_KEEP_STRIDES, 0) == 0);
	close(c);
	close(p);
}
