// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an opener keeps account of: its frames, and its buffers.
 */

#include <linux/lockdep.h>
#include <linux/minmax.h>

#include <loopback-trace.h>
#include "loopback.h"

void loopback_time_delivery(struct loopback_opener *opener,
			    const struct loopback_entry *entry, int index,
			    enum loopback_how how)
{
	u64 latency = loopback_time_since(entry->shown);

	lockdep_assert_held(&opener->lock);
	if (latency) {
		opener->latency.count++;
		opener->latency.sum += latency;
		opener->latency.max = max(opener->latency.max, latency);
	}
	trace_loopback_deliver(&opener->who, entry->seq, entry->pin, index, how,
			       latency);
}

void loopback_buffer_delist(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;

	loopback_hub_lock(&opener->dev->hub);
	list_del_init(&loopback_buffer_of(vb)->all);
	loopback_hub_unlock(&opener->dev->hub);
}

/* videobuf2 has forgotten the memory of this buffer: there is no buf_cleanup. */
static void loopback_buffer_dropped(void *owner)
{
	loopback_buffer_delist(owner);
}

void loopback_buffer_enlist(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_alias *alias = loopback_alias_of(vb);

	if (vb->memory != VB2_MEMORY_MMAP) {
		alias->owner = vb;
		alias->dropped = loopback_buffer_dropped;
	}
	loopback_hub_lock(&opener->dev->hub);
	list_add_tail(&loopback_buffer_of(vb)->all, &opener->buffers);
	loopback_hub_unlock(&opener->dev->hub);
}
