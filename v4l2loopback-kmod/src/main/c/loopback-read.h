/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * read(): a consumer without buffers.
 */

#ifndef LOOPBACK_READ_H
#define LOOPBACK_READ_H

#include <linux/types.h>

struct file;

ssize_t loopback_read(struct file *file, char __user *buf, size_t count,
		      loff_t *pos);

#endif /* LOOPBACK_READ_H */
