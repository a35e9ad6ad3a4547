/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ioctls: the table of them all.
 */

#ifndef LOOPBACK_IOCTL_H
#define LOOPBACK_IOCTL_H

#include <media/v4l2-ioctl.h>

struct file;

extern const struct v4l2_ioctl_ops loopback_ioctl_ops;

long loopback_ioctl(struct file *file, unsigned int cmd, unsigned long arg);

#endif /* LOOPBACK_IOCTL_H */
