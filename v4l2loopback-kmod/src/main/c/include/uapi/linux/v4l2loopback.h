/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * What programs may know of the module v4l2loopback beside V4L2 itself.
 */

#ifndef _UAPI_LINUX_V4L2LOOPBACK_H
#define _UAPI_LINUX_V4L2LOOPBACK_H

#include <linux/v4l2-controls.h>

/* Controls of every device. */
#define V4L2LOOPBACK_CID_BASE			(V4L2_CID_USER_BASE | 0xf000)
/* bool: the format stays, whoever comes and goes */
#define V4L2LOOPBACK_CID_KEEP_FORMAT		(V4L2LOOPBACK_CID_BASE + 0)
/* bool: while the producer is late, the last frame is delivered again */
#define V4L2LOOPBACK_CID_SUSTAIN_FRAMERATE	(V4L2LOOPBACK_CID_BASE + 1)
/* milliseconds: after such a silence the timeout image is delivered; 0: never */
#define V4L2LOOPBACK_CID_TIMEOUT		(V4L2LOOPBACK_CID_BASE + 2)
/* button: what the next program to open the device writes is the timeout image */
#define V4L2LOOPBACK_CID_TIMEOUT_IMAGE_IO	(V4L2LOOPBACK_CID_BASE + 3)

/* Controls of this module alone. */
#define V4L2LOOPBACK_CID_OWN_BASE		(V4L2LOOPBACK_CID_BASE + 0x80)
/* menu: what consumers get after the producer's last frame */
#define V4L2LOOPBACK_CID_PRODUCER_END		(V4L2LOOPBACK_CID_OWN_BASE + 0)
/* int: for so many ms a frame waits until all consumers have the one before */
#define V4L2LOOPBACK_CID_WAIT_FOR_CONSUMERS	(V4L2LOOPBACK_CID_OWN_BASE + 1)

enum v4l2loopback_producer_end {
	V4L2LOOPBACK_END_WAIT,		/* nothing, until another producer comes */
	V4L2LOOPBACK_END_REPEAT,	/* the last frame, again and again */
	V4L2LOOPBACK_END_OF_STREAM,	/* read(): 0, DQBUF: an empty buffer, EPIPE */
};

#endif /* _UAPI_LINUX_V4L2LOOPBACK_H */
