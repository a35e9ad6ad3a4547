/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * write(): a producer without buffers.
 */

#ifndef LOOPBACK_WRITE_H
#define LOOPBACK_WRITE_H

#include <linux/types.h>

struct file;

ssize_t loopback_write(struct file *file, const char __user *buf, size_t count,
		       loff_t *pos);

#endif /* LOOPBACK_WRITE_H */
