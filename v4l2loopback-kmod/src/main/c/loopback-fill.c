// SPDX-License-Identifier: GPL-2.0-only
/*
 * OUTPUT: frames that come in by a copy, into a slot that no consumer reads.
 */

#include <linux/dma-buf.h>
#include <linux/errno.h>
#include <media/videobuf2-v4l2.h>

#include <loopback-trace.h>
#include "loopback-fill.h"
#include "loopback-frame.h"
#include "loopback-image.h"
#include "loopback-mem.h"
#include "loopback-opener.h"
#include "loopback-pool-copy.h"
#include "loopback-pool-hub.h"
#include "loopback-pool-out.h"
#include "loopback-slot.h"

/*
 * Copy a frame into a slot: slot_copy writes to the slot's memory and may
 * sleep. Without a free slot, or memory, the frame is dropped.
 */
int loopback_output_fill(struct loopback_opener *opener,
			 struct loopback_frame *frame,
			 int (*slot_copy)(void *to, const void *from,
					  size_t size),
			 const void *from)
{
	struct loopback_hub *hub = &opener->dev->hub;
	struct loopback_pool *pool = opener->pool;
	struct loopback_mem *mem;
	int slot, ret = -ENOMEM;

	if (loopback_role_is_image(opener->role))
		return loopback_image_set(opener, frame->bytesused, slot_copy,
					  from);
	loopback_hub_lock(hub);
	slot = loopback_fill_begin(hub);
	loopback_hub_unlock(hub);
	if (slot < 0)
		return -ENOBUFS;
	mem = loopback_slot_mem(opener->dev, pool, slot);
	if (mem)
		ret = slot_copy(mem->vaddr, from, frame->bytesused);
	loopback_copied(opener, frame->bytesused);
	loopback_hub_lock(hub);
	if (ret)
		loopback_fill_abort(pool, slot);
	else
		loopback_producer_publish(hub, slot, NULL, frame);
	loopback_hub_unlock(hub);
	loopback_mem_put(mem);
	return ret;
}

/* The producer's frame was not published. */
void loopback_output_lost(struct loopback_opener *opener, int error)
{
	opener->failed++;
	trace_loopback_drop(&opener->who, 0, 1,
			    error == -ENOBUFS ? LOOPBACK_DROP_SLOT :
						LOOPBACK_DROP_MEMORY);
}

static int loopback_output_copy_kernel(void *to, const void *from, size_t size)
{
	if (!from)
		return -EFAULT;
	loopback_mem_copy(to, from, size);
	return 0;
}

/* Copy the frame of a buffer whose memory is not ours. */
int loopback_output_copy(struct loopback_opener *opener, struct vb2_buffer *vb,
			 struct loopback_frame *frame)
{
	struct dma_buf *dbuf = vb->memory == VB2_MEMORY_DMABUF ?
			       vb->planes[0].dbuf : NULL;
	int ret = 0;

	/* waits until its devices have written it */
	if (dbuf)
		ret = dma_buf_begin_cpu_access(dbuf, DMA_FROM_DEVICE);
	if (ret)
		return ret;
	ret = loopback_output_fill(opener, frame, loopback_output_copy_kernel,
				   vb2_plane_vaddr(vb, 0));
	if (dbuf)
		dma_buf_end_cpu_access(dbuf, DMA_FROM_DEVICE);
	return ret;
}
