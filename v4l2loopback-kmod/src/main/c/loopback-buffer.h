/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A buffer of either queue: what videobuf2 and the frame pool know of it.
 */

#ifndef LOOPBACK_BUFFER_H
#define LOOPBACK_BUFFER_H

#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <media/videobuf2-v4l2.h>

#include "compat.h"
#include "loopback-entry.h"

/**
 * struct loopback_buffer - one buffer of either queue
 * @vb: videobuf2's part
 * @all: in opener->buffers
 * @other: who waits there is woken, too, when it is done; or NULL
 * @entry: the pool's part; entry.link is in opener->early before STREAMON
 * @shared: OUTPUT: its memory is a slot
 * @borrowed: OUTPUT: and its program's own
 * @unfit: OUTPUT: why that cannot be, or NULL
 * @stamped: CAPTURE: the timestamp is the producer's own
 */
struct loopback_buffer {
	struct vb2_v4l2_buffer vb;
	struct list_head all;
	struct wait_queue_head *other;
	struct loopback_entry entry;
	bool shared;
	bool borrowed;
	const char *unfit;
	bool stamped;
};

static inline struct loopback_buffer *loopback_buffer_of(struct vb2_buffer *vb)
{
	return container_of(to_vb2_v4l2_buffer(vb), struct loopback_buffer, vb);
}

static inline struct loopback_buffer *
loopback_entry_buffer(struct loopback_entry *entry)
{
	return container_of(entry, struct loopback_buffer, entry);
}

/* Of the buffers that are wanted, those that videobuf2 can tell apart. */
static inline int loopback_buffers_fit(struct vb2_queue *q,
				       unsigned int *nbuffers, u32 size)
{
	if (q->memory == VB2_MEMORY_MMAP)
		*nbuffers = min_t(u64, *nbuffers,
				  loopback_compat_room(q, size));
	return *nbuffers ? 0 : -ENOBUFS;
}

#endif /* LOOPBACK_BUFFER_H */
