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

#endif /* _UAPI_LINUX_V4L2LOOPBACK_H */
