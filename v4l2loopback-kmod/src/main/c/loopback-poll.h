/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * poll(): of the queue that streams, or else of read() and write().
 */

#ifndef LOOPBACK_POLL_H
#define LOOPBACK_POLL_H

#include <linux/poll.h>
#include <linux/types.h>

struct file;

__poll_t loopback_poll(struct file *file, poll_table *wait);

#endif /* LOOPBACK_POLL_H */
