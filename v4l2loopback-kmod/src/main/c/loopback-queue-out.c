// SPDX-License-Identifier: GPL-2.0-only
/*
 * OUTPUT: how frames come in. An MMAP buffer is a slot of the pool and is
 * published as it is; anything else is copied once, into a slot that no
 * consumer reads.
 */

#include <linux/ktime.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/string.h>

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

static int loopback_output_bind(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_buffer *buffer = loopback_buffer_of(vb);
	struct loopback_hub *hub = &opener->dev->hub;
	struct loopback_pool *pool = opener->pool;
	struct loopback_mem *mem;
	int slot = -1;

	if (vb->planes[0].length <= pool->size &&
	    !loopback_role_is_image(opener->role)) {
		spin_lock(&hub->lock);
		slot = loopback_producer_bind(&opener->producer, pool);
		spin_unlock(&hub->lock);
	}
	if (slot >= 0)
		mem = loopback_slot_mem(opener->dev, pool, slot);
	else
		mem = loopback_mem_new(PAGE_ALIGN(vb->planes[0].length));
	if (!mem) {
		spin_lock(&hub->lock);
		if (slot >= 0)
			opener->producer.bound &= ~BIT_ULL(slot);
		spin_unlock(&hub->lock);
		return -ENOMEM;
	}
	buffer->entry.slot = slot;
	buffer->shared = slot >= 0;
	loopback_alias_bind(loopback_alias_of(vb), mem);
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

static void loopback_output_buf_cleanup(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_buffer *buffer = loopback_buffer_of(vb);
	struct loopback_hub *hub = &opener->dev->hub;

	loopback_buffer_delist(vb);
	if (!buffer->shared)
		return;
	spin_lock(&hub->lock);
	opener->producer.bound &= ~BIT_ULL(buffer->entry.slot);
	spin_unlock(&hub->lock);
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
	spin_lock(&hub->lock);
	slot = loopback_fill_begin(hub);
	spin_unlock(&hub->lock);
	if (slot < 0)
		return -ENOBUFS;
	mem = loopback_slot_mem(opener->dev, pool, slot);
	if (mem)
		ret = slot_copy(mem->vaddr, from, frame->bytesused);
	loopback_copied(opener, frame->bytesused);
	spin_lock(&hub->lock);
	if (ret)
		loopback_fill_abort(pool, slot);
	else
		loopback_producer_publish(hub, slot, NULL, frame);
	spin_unlock(&hub->lock);
	loopback_mem_put(mem);
	return ret;
}

/* The producer's frame was not published. */
void loopback_output_lost(struct loopback_opener *opener, int error)
{
	opener->failed++;
	trace_loopback_drop(opener, 0, 1, error == -ENOBUFS ? LOOPBACK_DROP_SLOT :
							      LOOPBACK_DROP_MEMORY);
}

static int loopback_output_copy_kernel(void *to, const void *from, size_t size)
{
	if (!from)
		return -EFAULT;
	memcpy(to, from, size);
	return 0;
}

/*
 * Give back what was copied and is served. Frames go out in the order of their
 * buffers: the last ones are those that wait, and the newest one if somebody
 * lacks it. Called when a frame is published, or may be.
 */
void loopback_output_served(struct loopback_hub *hub)
{
	struct loopback_opener *opener;
	struct loopback_entry *entry;
	unsigned int due;

	lockdep_assert_held(&hub->lock);
	opener = container_of(hub->producer, struct loopback_opener, producer);
	if (!opener->unserved_count)
		return;
	due = hub->pool->waiting + !loopback_hub_served(hub);
	while (opener->unserved_count > due) {
		entry = list_first_entry(&opener->unserved,
					 struct loopback_entry, link);
		list_del_init(&entry->link);
		opener->unserved_count--;
		loopback_producer_return(&opener->producer, entry);
	}
}

/* Its frame was copied. With patience it is given back when that is served. */
static void loopback_output_copied(struct loopback_opener *opener,
				   struct loopback_entry *entry)
{
	struct loopback_hub *hub = &opener->dev->hub;

	lockdep_assert_held(&hub->lock);
	if (!hub->patience || opener->role != LOOPBACK_ROLE_OUTPUT ||
	    loopback_hub_served(hub)) {
		loopback_producer_return(&opener->producer, entry);
		return;
	}
	list_add_tail(&entry->link, &opener->unserved);
	opener->unserved_count++;
}

static void loopback_output_unserved(struct loopback_opener *opener)
{
	struct loopback_entry *entry, *next;

	lockdep_assert_held(&opener->dev->hub.lock);
	list_for_each_entry_safe(entry, next, &opener->unserved, link) {
		list_del_init(&entry->link);
		loopback_entry_done(entry, true);
	}
	opener->unserved_count = 0;
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
	trace_loopback_queue(opener, &frame, vb->memory, vb->index);
	if (!buffer->shared) {
		ret = loopback_output_fill(opener, &frame, loopback_output_copy_kernel,
					   vb2_plane_vaddr(vb, 0));
		if (ret)
			loopback_output_lost(opener, ret);
	}
	spin_lock(&hub->lock);
	if (buffer->shared)
		loopback_producer_publish(hub, buffer->entry.slot, &buffer->entry, &frame);
	else if (ret)
		loopback_producer_return(&opener->producer, &buffer->entry);
	else
		loopback_output_copied(opener, &buffer->entry);
	keep = loopback_keep_wanted(hub);
	spin_unlock(&hub->lock);
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

static void loopback_output_buf_finish(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_hub *hub = &opener->dev->hub;

	spin_lock(&hub->lock);
	loopback_producer_dequeued(&opener->producer);
	spin_unlock(&hub->lock);
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

static void loopback_output_stop_streaming(struct vb2_queue *q)
{
	struct loopback_opener *opener = q->drv_priv;
	struct loopback_hub *hub = &opener->dev->hub;
	/* who may still write to the slot of the newest frame leaves a copy of it */
	bool keep = !opener->closing || opener->exported;
	struct loopback_buffer *buffer, *next;

	spin_lock(&hub->lock);
	loopback_flow_drop(hub, &opener->producer);
	spin_unlock(&hub->lock);
	if (keep)
		loopback_keep(opener->dev);
	spin_lock(&hub->lock);
	if (keep)
		loopback_keep_drop(hub, &opener->producer);
	loopback_output_unserved(opener);
	loopback_producer_stop(hub, &opener->producer, opener->pool);
	list_for_each_entry_safe(buffer, next, &opener->early, entry.link) {
		list_del_init(&buffer->entry.link);
		loopback_entry_done(&buffer->entry, true);
	}
	spin_unlock(&hub->lock);
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

	spin_lock(&hub->lock);
	loopback_producer_wait(hub, &opener->producer, sleeps);
	keep = loopback_keep_wanted(hub);
	spin_unlock(&hub->lock);
	if (keep)
		loopback_keep(opener->dev);
}

/* A thread is done with DQBUF. Another one may sleep in it still. */
void loopback_output_woken(struct loopback_opener *opener, bool slept)
{
	struct loopback_hub *hub = &opener->dev->hub;

	bool keep;

	if (!slept && !READ_ONCE(opener->producer.sleepers))
		return;
	spin_lock(&hub->lock);
	loopback_producer_woken(hub, &opener->producer, slept);
	keep = loopback_keep_wanted(hub);
	spin_unlock(&hub->lock);
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
