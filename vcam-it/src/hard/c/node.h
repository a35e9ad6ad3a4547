/* SPDX-FileCopyrightText: The vcam authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* The control node /dev/v4l2loopback, the private event and the controls of the others, as programs know them. */
#ifndef NODE_H
#define NODE_H

#include <linux/ioctl.h>
#include <linux/types.h>
#include <linux/videodev2.h>

struct node_config {
	__s32 output_nr, capture_nr;
	char card_label[32];
	__u32 min_width, max_width, min_height, max_height;
	__s32 max_buffers, max_openers, debug, announce_all_caps;
};

#define NODE_VERSION	_IOR('~', 0, __u32)
#define NODE_ADD	_IOW('~', 1, struct node_config)
#define NODE_REMOVE	_IOW('~', 2, __u32) /* the number itself, not a pointer */
#define NODE_QUERY	_IOWR('~', 3, struct node_config)
#define NODE_ADD_OWNED	_IOW('~', 0x40, struct node_config) /* it goes with the descriptor */
#define NODE_ANNOUNCE_CAMERA	2 /* of ADD_OWNED: announce_all_caps of a node that is a camera to everybody */

/* of a node, for its producer: how many consumers have not got the frame */
struct node_behind {
	__u32 sequence, count;
	__s32 pid;
	char comm[16];
	__u32 reserved[5];
};

#define NODE_BEHIND	_IOWR('V', BASE_VIDIOC_PRIVATE + 0x20, struct node_behind)

/* of a node: what it shows while nobody feeds it; all zeros: nothing */
struct node_placeholder {
	__u32 pixelformat, width, height, bytesused;
	__u64 data;
	__u32 reserved[4];
};

#define NODE_S_PLACEHOLDER	_IOW('V', BASE_VIDIOC_PRIVATE + 0x21, struct node_placeholder)
#define NODE_G_PLACEHOLDER	_IOWR('V', BASE_VIDIOC_PRIVATE + 0x22, struct node_placeholder)

/* event: its data begins with a word, 1: somebody takes frames, 0: nobody does */
#define NODE_CLIENT_USAGE	(V4L2_EVENT_PRIVATE_START + 0x08e00001)

enum {
	NODE_KEEP_FORMAT = 0x0098f900,
	NODE_SUSTAIN_FRAMERATE = 0x0098f901,
	NODE_TIMEOUT_IMAGE_IO = 0x0098f903,
	NODE_WAIT_FOR_CONSUMERS = 0x0098f981,
	NODE_KEEP_STRIDES = 0x0098f982,
};

/* newer than Debian 12's header */
#ifndef VIDIOC_REMOVE_BUFS
struct v4l2_remove_buffers {
	__u32 index, count, type, reserved[13];
};
#define VIDIOC_REMOVE_BUFS	_IOWR('V', 104, struct v4l2_remove_buffers)
#endif

#endif
