// SPDX-License-Identifier: GPL-2.0-only
/*
 * OUTPUT: how frames come in. An MMAP buffer is a slot of the pool and is
 * published as it is; anything else is copied once, into a slot that no
 * consumer reads.
 */

#include <linux/dma-buf.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>
#include <linux/mm.h>

#include <loopback-trace.h>
#include "loopback.h"

static int loopback_output_queue_setup(struct vb2_queue *q, unsigned int *nbuffers,
				       unsigned int *nplanes, unsigned int sizes[],
				       struct device *alloc_devs[])
{
	struct loopback_opener *opener = q->drv_priv;
	struct loopback_pool *pool = opener->pool;

	if (*nplanes && (*nplanes != 1 || sizes[0] < pool->size))
		return -EINVAL;
	/* a producer that is given fewer buffers than slots would starve itself */
	if (q->memory == VB2_MEMORY_MMAP && !opener->producer.bound && !loopback_strict &&
	    !loopback_role_is_image(opener->role))
		*nbuffers = max(*nbuffers, pool->nout);
	if (!*nplanes) {
		*nplanes = 1;
		sizes[0] = pool->size;
	}
	return 0;
}

/* The buffer is that slot from now on, or -1: none, frames are copied from it. */
static void loopback_output_share(struct loopback_opener *opener,
				  struct loopback_buffer *buffer, int slot)
{
	struct loopback_hub *hub = &opener->dev->hub;

	loopback_hub_lock(hub);
	buffer->entry.slot = slot;
	buffer->shared = slot >= 0;
	if (slot >= 0)
		opener->pool->slot[slot].alias =
			loopback_alias_of(&buffer->vb.vb2_buf);
	loopback_hub_unlock(hub);
}

/*
 * The slot is no buffer of the producer's any more. True: its memory is not
 * the slot's either; false: a frame in it is still needed.
 */
static bool loopback_output_unbind(struct loopback_opener *opener, int slot)
{
	struct loopback_hub *hub = &opener->dev->hub;
	struct loopback_mem *old;
	bool parted;

	if (slot < 0)
		return true;
	loopback_hub_lock(hub);
	opener->pool->slot[slot].alias = NULL;
	old = loopback_producer_unbind(&opener->producer, opener->pool, slot);
	parted = !opener->pool->slot[slot].mem;
	loopback_hub_unlock(hub);
	loopback_mem_put(old);
	return parted;
}

static int loopback_output_window(struct vb2_buffer *vb, struct loopback_mem *mem)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	const struct loopback_window_config config = {
		.space = &opener->space,
		.budget = opener->dev->budget,
		.size = vb->planes[0].length,
	};

	return loopback_window_init(loopback_alias_of(vb), &config, mem);
}

/*
 * The program goes on to write to the buffer, and consumers read the frame in
 * it: it gets memory of its own. Without any it shows nothing that is theirs.
 */
static void loopback_output_leave(struct vb2_buffer *vb)
{
	struct loopback_alias *alias = loopback_alias_of(vb);

	if (loopback_window_keep(alias))
		loopback_window_show(alias, NULL);
}

static int loopback_output_bind(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_buffer *buffer = loopback_buffer_of(vb);
	struct loopback_hub *hub = &opener->dev->hub;
	struct loopback_pool *pool = opener->pool;
	unsigned long length = vb->planes[0].length;
	struct loopback_mem *mem;
	int slot = -1;

	if (length <= pool->size && !loopback_role_is_image(opener->role)) {
		loopback_hub_lock(hub);
		slot = loopback_producer_bind(&opener->producer, pool);
		loopback_hub_unlock(hub);
	}
	if (slot >= 0)
		mem = loopback_slot_mem(opener->dev, pool, slot);
	else
		mem = loopback_mem_new(opener->dev->budget, PAGE_ALIGN(length));
	if (!mem || loopback_output_window(vb, mem)) {
		loopback_mem_put(mem);
		loopback_output_unbind(opener, slot);
		return -ENOMEM;
	}
	loopback_output_share(opener, buffer, slot);
	return 0;
}

static int loopback_output_buf_init(struct vb2_buffer *vb)
{
	struct loopback_buffer *buffer = loopback_buffer_of(vb);
	int ret;

	INIT_LIST_HEAD(&buffer->entry.link);
	buffer->entry.slot = -1;
	buffer->entry.pin = -1;
	buffer->shared = false;
	if (vb->memory == VB2_MEMORY_MMAP) {
		ret = loopback_output_bind(vb);
		if (ret)
			return ret;
	}
	loopback_buffer_enlist(vb);
	return 0;
}

/*
 * A buffer may be removed while its program has it: the others bound how many
 * are in its hands. Before all of them were queued once that may be too many.
 */
static void loopback_output_removed(struct loopback_opener *opener)
{
	struct loopback_producer *producer = &opener->producer;
	struct loopback_buffer *buffer;
	unsigned int most = 0;

	/* opener->lock guards the list, too */
	list_for_each_entry(buffer, &opener->buffers, all)
		if (buffer->vb.vb2_buf.state == VB2_BUF_STATE_DEQUEUED)
			most++;
	WRITE_ONCE(producer->hands, min(producer->hands, most));
}

static void loopback_output_buf_cleanup(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_buffer *buffer = loopback_buffer_of(vb);

	loopback_buffer_delist(vb);
	loopback_output_removed(opener);
	if (!buffer->shared)
		return;
	if (!loopback_output_unbind(opener, buffer->entry.slot) &&
	    loopback_alias_mapped(loopback_alias_of(vb)))
		loopback_output_leave(vb);
}

/* All formats are progressive. */
static int loopback_output_buf_out_validate(struct vb2_buffer *vb)
{
	struct vb2_v4l2_buffer *vbuf = to_vb2_v4l2_buffer(vb);

	if (vbuf->field == V4L2_FIELD_ANY)
		vbuf->field = V4L2_FIELD_NONE;
	return vbuf->field == V4L2_FIELD_NONE ? 0 : -EINVAL;
}

/*
 * A raw frame is whole whatever bytesused says; a compressed one is as long as
 * it says, 0 and too much meaning all.
 */
static int loopback_output_buf_prepare(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	unsigned long used = vb2_get_plane_payload(vb, 0);
	u32 size = opener->pool->size;

	if (!used || used > size || !opener->dev->compressed)
		vb2_set_plane_payload(vb, 0, size);
	return 0;
}

static void loopback_output_describe(struct vb2_v4l2_buffer *vbuf,
				     struct loopback_frame *frame)
{
	struct vb2_buffer *vb = &vbuf->vb2_buf;

	frame->image = false;
	frame->stamped = vb->timestamp;
	frame->timestamp = vb->timestamp ?: ktime_get_ns();
	frame->bytesused = vb2_get_plane_payload(vb, 0);
	frame->field = vbuf->field;
	frame->flags = vbuf->flags & LOOPBACK_FRAME_FLAGS;
	frame->timecode = vbuf->timecode;
}

/*
 * Copy a frame into a slot: slot_copy writes to the slot's memory and may sleep.
 * Without a free slot, or memory, the frame is dropped.
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
		return loopback_image_set(opener, frame->bytesused, slot_copy, from);
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
	trace_loopback_drop(&opener->who, 0, 1, error == -ENOBUFS ? LOOPBACK_DROP_SLOT :
							      LOOPBACK_DROP_MEMORY);
}

static int loopback_output_copy_kernel(void *to, const void *from, size_t size)
{
	if (!from)
		return -EFAULT;
	loopback_mem_copy(to, from, size);
	return 0;
}

/* Its frame was copied. With patience it is given back when that is served. */
static void loopback_output_copied(struct loopback_opener *opener,
				   struct loopback_entry *entry)
{
	struct loopback_hub *hub = &opener->dev->hub;

	lockdep_assert_held(&hub->lock);
	if (!hub->patience || opener->role != LOOPBACK_ROLE_OUTPUT ||
	    loopback_hub_served(hub)) {
		loopback_producer_return(hub, &opener->producer, entry);
		return;
	}
	loopback_producer_defer(hub, &opener->producer, entry);
}

/* Copy the frame of a buffer whose memory is not ours. */
static int loopback_output_copy(struct loopback_opener *opener, struct vb2_buffer *vb,
				struct loopback_frame *frame)
{
	struct dma_buf *dbuf = vb->planes[0].dbuf;
	int ret;

	if (vb->memory != VB2_MEMORY_DMABUF)
		return loopback_output_fill(opener, frame, loopback_output_copy_kernel,
					    vb2_plane_vaddr(vb, 0));
	/* waits until its devices have written it */
	ret = dma_buf_begin_cpu_access(dbuf, DMA_FROM_DEVICE);
	if (ret)
		return ret;
	ret = loopback_output_fill(opener, frame, loopback_output_copy_kernel,
				   vb2_plane_vaddr(vb, 0));
	dma_buf_end_cpu_access(dbuf, DMA_FROM_DEVICE);
	return ret;
}

static void loopback_output_send(struct loopback_opener *opener,
				 struct loopback_buffer *buffer)
{
	struct loopback_hub *hub = &opener->dev->hub;
	struct vb2_buffer *vb = &buffer->vb.vb2_buf;
	struct loopback_frame frame;
	bool keep;
	int ret = 0;

	loopback_output_describe(&buffer->vb, &frame);
	trace_loopback_queue(&opener->who, &frame, vb->memory, vb->index);
	if (!buffer->shared) {
		ret = loopback_output_copy(opener, vb, &frame);
		if (ret)
			loopback_output_lost(opener, ret);
	}
	loopback_hub_lock(hub);
	if (buffer->shared)
		loopback_producer_publish(hub, buffer->entry.slot, &buffer->entry, &frame);
	else if (ret)
		loopback_producer_return(hub, &opener->producer,
					 &buffer->entry);
	else
		loopback_output_copied(opener, &buffer->entry);
	keep = loopback_keep_wanted(hub);
	loopback_hub_unlock(hub);
	if (keep)
		loopback_keep(opener->dev);
}

static void loopback_output_buf_queue(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_buffer *buffer = loopback_buffer_of(vb);

	buffer->vb.sequence = opener->sequence++;
	if (vb2_start_streaming_called(&opener->output))
		loopback_output_send(opener, buffer);
	else
		list_add_tail(&buffer->entry.link, &opener->early);
}

/*
 * Somebody who has left pins pages of this slot. An exported buffer cannot get
 * other memory: its frames are copied from now on.
 */
static void loopback_output_renew(struct loopback_opener *opener,
				  struct loopback_buffer *buffer)
{
	struct loopback_alias *alias = loopback_alias_of(&buffer->vb.vb2_buf);
	int slot = buffer->entry.slot;

	if (!atomic_read(&alias->mem->exports)) {
		loopback_slot_renew(opener->dev, opener->pool, slot);
		return;
	}
	loopback_output_share(opener, buffer, -1);
	loopback_output_unbind(opener, slot);
}

static void loopback_output_buf_finish(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_buffer *buffer = loopback_buffer_of(vb);

	loopback_producer_dequeued(&opener->producer);
	if (buffer->shared &&
	    (READ_ONCE(opener->pool->stale) & BIT_ULL(buffer->entry.slot)))
		loopback_output_renew(opener, buffer);
}

static int loopback_output_start_streaming(struct vb2_queue *q, unsigned int count)
{
	struct loopback_opener *opener = q->drv_priv;
	struct loopback_buffer *buffer, *next;

	loopback_set_live(opener, true);
	list_for_each_entry_safe(buffer, next, &opener->early, entry.link) {
		list_del_init(&buffer->entry.link);
		loopback_output_send(opener, buffer);
	}
	return 0;
}

/*
 * Consumers read the frame in this buffer, and the program may write to it from
 * now on. The buffer becomes another slot, with the same content.
 */
static void loopback_output_rebind(struct loopback_opener *opener,
				   struct loopback_buffer *buffer)
{
	struct loopback_alias *alias = loopback_alias_of(&buffer->vb.vb2_buf);
	struct loopback_hub *hub = &opener->dev->hub;
	struct loopback_mem *mem = NULL;
	int slot = -1;

	loopback_output_unbind(opener, buffer->entry.slot);
	loopback_output_share(opener, buffer, -1);
	if (atomic_read(&alias->mem->exports))
		return;
	loopback_hub_lock(hub);
	slot = loopback_producer_bind(&opener->producer, opener->pool);
	loopback_hub_unlock(hub);
	if (slot >= 0)
		mem = loopback_slot_mem(opener->dev, opener->pool, slot);
	if (mem) {
		loopback_window_move(alias, mem, NULL, NULL);
		loopback_mem_put(mem);
		loopback_output_share(opener, buffer, slot);
	} else {
		loopback_output_unbind(opener, slot);
		loopback_output_leave(&buffer->vb.vb2_buf);
	}
}

static void loopback_output_untrap(struct loopback_opener *opener)
{
	struct loopback_hub *hub = &opener->dev->hub;
	struct loopback_buffer *buffer;
	u64 trapped;

	loopback_hub_lock(hub);
	trapped = loopback_producer_trapped(&opener->producer, opener->pool);
	loopback_hub_unlock(hub);
	/* opener->lock guards the list, too */
	list_for_each_entry(buffer, &opener->buffers, all)
		if (buffer->shared && (trapped & BIT_ULL(buffer->entry.slot)))
			loopback_output_rebind(opener, buffer);
}

static void loopback_output_stop_streaming(struct vb2_queue *q)
{
	struct loopback_opener *opener = q->drv_priv;
	struct loopback_hub *hub = &opener->dev->hub;
	/* who may still write to the slot of the newest frame leaves a copy of it */
	bool keep = !opener->closing || opener->exported;
	struct loopback_buffer *buffer, *next;

	loopback_hub_lock(hub);
	loopback_flow_drop(hub, &opener->producer);
	loopback_hub_unlock(hub);
	if (keep)
		loopback_keep(opener->dev);
	loopback_hub_lock(hub);
	if (keep)
		loopback_keep_drop(hub, &opener->producer);
	loopback_producer_undefer(hub, &opener->producer);
	loopback_producer_stop(hub, &opener->producer, opener->pool);
	list_for_each_entry_safe(buffer, next, &opener->early, entry.link) {
		list_del_init(&buffer->entry.link);
		loopback_entry_done(hub, &buffer->entry, true);
	}
	loopback_hub_unlock(hub);
	loopback_hub_settle(hub);
	if (keep)
		loopback_output_untrap(opener);
	opener->sequence = 0;
	loopback_set_live(opener, false);
}

const struct vb2_ops loopback_output_ops = {
	.queue_setup		= loopback_output_queue_setup,
	.buf_init		= loopback_output_buf_init,
	.buf_cleanup		= loopback_output_buf_cleanup,
	.buf_out_validate	= loopback_output_buf_out_validate,
	.buf_prepare		= loopback_output_buf_prepare,
	.buf_queue		= loopback_output_buf_queue,
	.buf_finish		= loopback_output_buf_finish,
	.start_streaming	= loopback_output_start_streaming,
	.stop_streaming		= loopback_output_stop_streaming,
#ifdef LOOPBACK_WAIT_PREPARE
	.wait_prepare		= LOOPBACK_WAIT_PREPARE,
	.wait_finish		= LOOPBACK_WAIT_FINISH,
#endif
};

/*
 * The producer found no buffer to dequeue: it sleeps until one is given back,
 * or poll() told it to come back. The kept frame moves away if it must.
 */
void loopback_output_wait(struct loopback_opener *opener, bool sleeps)
{
	struct loopback_hub *hub = &opener->dev->hub;
	bool keep;

	loopback_hub_lock(hub);
	loopback_producer_wait(hub, &opener->producer, sleeps);
	keep = loopback_keep_wanted(hub);
	loopback_hub_unlock(hub);
	if (keep)
		loopback_keep(opener->dev);
}

/* A thread is done with DQBUF. Another one may sleep in it or in poll() still. */
void loopback_output_woken(struct loopback_opener *opener, bool slept)
{
	struct loopback_hub *hub = &opener->dev->hub;
	bool keep;

	if (!slept && !loopback_producer_hungry(&opener->producer))
		return;
	loopback_hub_lock(hub);
	loopback_producer_woken(hub, &opener->producer, slept);
	keep = loopback_keep_wanted(hub);
	loopback_hub_unlock(hub);
	if (keep)
		loopback_keep(opener->dev);
}

/*
 * A buffer that is copied at QBUF waits there, as write() does; unless nothing
 * may block: then it is not done until its frame is served.
 */
int loopback_output_turn(struct loopback_opener *opener, unsigned int index, bool nonblock)
{
	struct vb2_buffer *vb;

	if (nonblock || !vb2_start_streaming_called(&opener->output))
		return 0;
	vb = vb2_get_buffer(&opener->output, index);
	if (!vb || loopback_buffer_of(vb)->shared)
		return 0;
	return loopback_flow_turn(opener, false);
}
