/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * What programs may know of the module v4l2loopback beside V4L2 itself.
 */

#ifndef _UAPI_LINUX_V4L2LOOPBACK_H
#define _UAPI_LINUX_V4L2LOOPBACK_H

#include <linux/ioctl.h>
#include <linux/types.h>
#include <linux/v4l2-controls.h>
#include <linux/videodev2.h>

/* The version of this interface, which the control node tells. */
#define V4L2LOOPBACK_VERSION_MAJOR	0
#define V4L2LOOPBACK_VERSION_MINOR	15
#define V4L2LOOPBACK_VERSION_BUGFIX	4

/**
 * struct v4l2_loopback_config - a device, as the control node makes it
 * @output_nr: number of its node, or of its OUTPUT node; -1: any
 * @capture_nr: 1 to 255: number of a CAPTURE node of its own; -2: the same with
 *	any number. With any other value, 0 for instance, the one node has both
 *	sides: programs that do not know split devices do not set this field
 * @card_label: its name; empty: one is made of the number
 * @min_width: narrowest frame
 * @max_width: widest frame; less than @min_width: as the module's parameter
 * @min_height: lowest frame
 * @max_height: highest frame; less than @min_height: as the module's parameter
 * @max_buffers: buffers that a producer maps; 0: as the module's parameter
 * @max_openers: open files at a time; 0: as the module's parameter
 * @debug: the module's parameter; ignored when a device is made
 * @announce_all_caps: 0: either CAPTURE or OUTPUT is announced, not both.
 *	ADD_OWNED takes V4L2LOOPBACK_ANNOUNCE_CAMERA, too, for a joined device:
 *	CAPTURE alone is announced, whether it is fed or not
 */
struct v4l2_loopback_config {
	__s32 output_nr;
	__s32 capture_nr;
	char card_label[32];
	__u32 min_width;
	__u32 max_width;
	__u32 min_height;
	__u32 max_height;
	__s32 max_buffers;
	__s32 max_openers;
	__s32 debug;
	__s32 announce_all_caps;
};

#define V4L2LOOPBACK_CAPTURE_JOINED	0
#define V4L2LOOPBACK_CAPTURE_ANY	(-2)
#define V4L2LOOPBACK_CAPTURE_MAX	255
#define V4L2LOOPBACK_ANNOUNCE_CAMERA	2

/*
 * Requests of /dev/v4l2loopback. Unknown ones fail with ENOSYS.
 *
 * ADD takes a configuration, or NULL for a device with nothing but defaults,
 * and returns the number of its node. It fails with EEXIST if a device of this
 * module has the number, with ENFILE if no video node is left, and with ENOSPC
 * if there are 64 devices and the caller has not CAP_SYS_ADMIN.
 *
 * REMOVE takes the number of a node, by value; it fails with EBUSY while the
 * device is open. QUERY reads output_nr, which may be the number of either of
 * its nodes, and fills in the rest.
 */
#define V4L2LOOPBACK_CTL_VERSION _IOR('~', 0, __u32)
#define V4L2LOOPBACK_CTL_ADD	_IOW('~', 1, struct v4l2_loopback_config)
#define V4L2LOOPBACK_CTL_REMOVE	_IOW('~', 2, __u32)
#define V4L2LOOPBACK_CTL_QUERY	_IOWR('~', 3, struct v4l2_loopback_config)

/*
 * Of this module alone: ADD of a device that goes with the open file that asks
 * for it, when its last descriptor is closed, whoever has the device open then:
 * they get ENODEV, and poll() says EPOLLHUP. It is no flag of ADD because
 * programs leave what they do not know as it was in memory. REMOVE by that file
 * takes the device from who has it open, too.
 */
#define V4L2LOOPBACK_CTL_ADD_OWNED _IOW('~', 0x40, struct v4l2_loopback_config)

/* The same, as programs from before 0.15 number them. */
#define V4L2LOOPBACK_CTL_ADD_LEGACY	0x4c80
#define V4L2LOOPBACK_CTL_REMOVE_LEGACY	0x4c81
#define V4L2LOOPBACK_CTL_QUERY_LEGACY	0x4c82

/**
 * struct v4l2loopback_behind - who has not got a frame yet
 * @sequence: in: of the caller's frame, as QBUF tells it while the stream runs,
 *	and DQBUF; with write() the first frame is 0
 * @count: out: consumers that take frames, by a stream or by read(), and whose
 *	program has got neither this frame nor a later one of the caller's
 * @pid: out: the process that opened one of them; 0 if there is none
 * @comm: out: its name
 * @reserved: 0
 *
 * A frame that is only in a consumer's queue is not got; DQBUF or read() gets
 * it. A consumer that begins to take frames counts until it has got its first.
 */
struct v4l2loopback_behind {
	__u32 sequence;
	__u32 count;
	__s32 pid;
	char comm[16];
	__u32 reserved[5];
};

/* Request of a device's node, for its producer; EACCES for who may not feed. */
#define V4L2LOOPBACK_IOC_BEHIND \
	_IOWR('V', BASE_VIDIOC_PRIVATE + 0x20, struct v4l2loopback_behind)

/**
 * struct v4l2loopback_placeholder - what a device shows while nobody feeds it
 * @pixelformat: of the picture, V4L2_PIX_FMT_*
 * @width: its width
 * @height: its height
 * @bytesused: its length: sizeimage of a raw format, at most that of a
 *	compressed one. G_PLACEHOLDER: in: the room at @data
 * @data: address of the picture. G_PLACEHOLDER: where to write it, or 0
 * @reserved: 0
 *
 * All of it is 0 for no placeholder.
 */
struct v4l2loopback_placeholder {
	__u32 pixelformat;
	__u32 width;
	__u32 height;
	__u32 bytesused;
	__u64 data;
	__u32 reserved[4];
};

/*
 * Requests of a device's node. S_PLACEHOLDER is for who may feed (EACCES); it
 * fails with EINVAL for a format that the device cannot have just so, with
 * ENOMEM and EFAULT. G_PLACEHOLDER fails with ENOSPC if there is not enough
 * room, and has filled in the rest then.
 */
#define V4L2LOOPBACK_IOC_S_PLACEHOLDER \
	_IOW('V', BASE_VIDIOC_PRIVATE + 0x21, struct v4l2loopback_placeholder)
#define V4L2LOOPBACK_IOC_G_PLACEHOLDER \
	_IOWR('V', BASE_VIDIOC_PRIVATE + 0x22, struct v4l2loopback_placeholder)

/* Event: a consumer has begun to take frames, or the last one has ended. */
#define V4L2LOOPBACK_EVENT_CLIENT_USAGE	(V4L2_EVENT_PRIVATE_START + 0x08e00001)

/**
 * struct v4l2loopback_client_usage - at the start of the event's data
 * @count: 1: somebody takes frames; 0: nobody does
 */
struct v4l2loopback_client_usage {
	__u32 count;
};

/* Controls of every device. */
#define V4L2LOOPBACK_CID_BASE			(V4L2_CID_USER_BASE | 0xf000)
/* bool: the format stays, whoever comes and goes */
#define V4L2LOOPBACK_CID_KEEP_FORMAT		(V4L2LOOPBACK_CID_BASE + 0)
/* bool: while the producer is late, the last frame is delivered again */
#define V4L2LOOPBACK_CID_SUSTAIN_FRAMERATE	(V4L2LOOPBACK_CID_BASE + 1)
/* ms without a frame after which the timeout image is delivered; 0: never */
#define V4L2LOOPBACK_CID_TIMEOUT		(V4L2LOOPBACK_CID_BASE + 2)
/* button: the next program that opens the device writes the timeout image */
#define V4L2LOOPBACK_CID_TIMEOUT_IMAGE_IO	(V4L2LOOPBACK_CID_BASE + 3)

/* Controls of this module alone. */
#define V4L2LOOPBACK_CID_OWN_BASE		(V4L2LOOPBACK_CID_BASE + 0x80)
/* menu: what consumers get after the producer's last frame */
#define V4L2LOOPBACK_CID_PRODUCER_END		(V4L2LOOPBACK_CID_OWN_BASE + 0)
/* int: ms that a frame waits at most until all consumers have the one before */
#define V4L2LOOPBACK_CID_WAIT_FOR_CONSUMERS	(V4L2LOOPBACK_CID_OWN_BASE + 1)
/* bool: a producer's S_FMT keeps its bytesperline and sizeimage */
#define V4L2LOOPBACK_CID_KEEP_STRIDES		(V4L2LOOPBACK_CID_OWN_BASE + 2)

enum v4l2loopback_producer_end {
	V4L2LOOPBACK_END_WAIT,		/* nothing, until a producer comes */
	V4L2LOOPBACK_END_REPEAT,	/* the last frame, again and again */
	V4L2LOOPBACK_END_OF_STREAM,	/* EOS event; read(): 0, DQBUF: EPIPE */
};

#endif /* _UAPI_LINUX_V4L2LOOPBACK_H */
