/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The two queues of an opener, as videobuf2 sees them.
 */

#ifndef LOOPBACK_QUEUE_H
#define LOOPBACK_QUEUE_H

#include <linux/videodev2.h>

struct loopback_opener;

int loopback_queue_init(struct loopback_opener *opener,
			enum v4l2_buf_type type);
void loopback_queues_fail(struct loopback_opener *opener);
void loopback_queues_stopped(struct loopback_opener *opener);

#endif /* LOOPBACK_QUEUE_H */
