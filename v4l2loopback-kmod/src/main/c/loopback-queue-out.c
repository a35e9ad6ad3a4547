// SPDX-License-Identifier: GPL-2.0-only
/*
 * OUTPUT: how frames come in. An MMAP buffer is a slot of the pool and is
 * published as it is; anything else is copied once, into a slot that no
 * consumer reads.
 */

#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/uaccess.h>

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
	    !opener->timeout_image)
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

	if (vb->planes[0].length <= pool->size && !opener->timeout_image) {
		loopback_hub_lock(hub);
		slot = loopback_producer_bind(&opener->producer, pool);
		loopback_hub_unlock(hub);
	}
	if (slot >= 0)
		mem = loopback_slot_mem(opener->dev, pool, slot);
	else
		mem = loopback_mem_new(PAGE_ALIGN(vb->planes[0].length));
	if (!mem) {
		struct loopback_mem *old = NULL;

		loopback_hub_lock(hub);
		if (slot >= 0)
			old = loopback_producer_unbind(&opener->producer, pool,
						       slot);
		loopback_hub_unlock(hub);
		loopback_mem_put(old);
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
	struct loopback_mem *old;

	loopback_buffer_delist(vb);
	if (!buffer->shared)
		return;
	loopback_hub_lock(hub);
	old = loopback_producer_unbind(&opener->producer, opener->pool,
				       buffer->entry.slot);
	loopback_hub_unlock(hub);
	loopback_mem_put(old);
}

/*
 * A raw frame is whole whatever bytesused says; a compressed one is as long as
 * it says, 0 and too much meaning all.
 */
static int loopback_output_buf_prepare(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct vb2_v4l2_buffer *vbuf = to_vb2_v4l2_buffer(vb);
	unsigned long used = vb2_get_plane_payload(vb, 0);
	u32 size = opener->pool->size;

	if (vbuf->field == V4L2_FIELD_ANY)
		vbuf->field = V4L2_FIELD_NONE;
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
static int loopback_output_fill(struct loopback_opener *opener,
				struct loopback_frame *frame,
				int (*slot_copy)(void *to, const void *from, size_t size),
				const void *from)
{
	struct loopback_hub *hub = &opener->dev->hub;
	struct loopback_pool *pool = opener->pool;
	struct loopback_mem *mem;
	int slot, ret = -ENOMEM;

	if (opener->timeout_image)
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
static void loopback_output_lost(struct loopback_opener *opener, int error)
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

static int loopback_output_copy_user(void *to, const void *from, size_t size)
{
	const void __user *user = (const void __force __user *)from;

	return copy_from_user(to, user, size) ? -EFAULT : 0;
}

static void loopback_output_send(struct loopback_opener *opener,
				 struct loopback_buffer *buffer)
{
	struct loopback_hub *hub = &opener->dev->hub;
	struct vb2_buffer *vb = &buffer->vb.vb2_buf;
	struct loopback_frame frame;
	bool keep;
	int ret;

	loopback_output_describe(&buffer->vb, &frame);
	trace_loopback_queue(opener, &frame, vb->memory, vb->index);
	if (!buffer->shared) {
		ret = loopback_output_fill(opener, &frame, loopback_output_copy_kernel,
					   vb2_plane_vaddr(vb, 0));
		if (ret)
			loopback_output_lost(opener, ret);
	}
	loopback_hub_lock(hub);
	if (buffer->shared)
		loopback_producer_publish(hub, buffer->entry.slot, &buffer->entry, &frame);
	else
		loopback_producer_return(hub, &opener->producer,
					 &buffer->entry);
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
	if (opener->output_on)
		loopback_output_send(opener, buffer);
	else
		list_add_tail(&buffer->entry.link, &opener->early);
}

static void loopback_output_buf_finish(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;

	loopback_producer_dequeued(&opener->producer);
}

static int loopback_output_start_streaming(struct vb2_queue *q, unsigned int count)
{
	struct loopback_opener *opener = q->drv_priv;
	struct loopback_buffer *buffer, *next;

	opener->output_on = true;
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

	opener->output_on = false;
	loopback_hub_lock(hub);
	loopback_flow_drop(hub, &opener->producer);
	loopback_hub_unlock(hub);
	if (keep)
		loopback_keep(opener->dev);
	loopback_hub_lock(hub);
	if (keep)
		loopback_keep_drop(hub, &opener->producer);
	loopback_producer_stop(hub, &opener->producer, opener->pool);
	list_for_each_entry_safe(buffer, next, &opener->early, entry.link) {
		list_del_init(&buffer->entry.link);
		loopback_entry_done(hub, &buffer->entry, true);
	}
	loopback_hub_unlock(hub);
	loopback_hub_settle(hub);
	opener->sequence = 0;
	loopback_set_live(opener, false);
}

const struct vb2_ops loopback_output_ops = {
	.queue_setup		= loopback_output_queue_setup,
	.buf_init		= loopback_output_buf_init,
	.buf_cleanup		= loopback_output_buf_cleanup,
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

/* A thread is done with DQBUF. Another one may sleep in it still. */
void loopback_output_woken(struct loopback_opener *opener, bool slept)
{
	struct loopback_hub *hub = &opener->dev->hub;

	bool keep;

	if (!slept && !READ_ONCE(opener->producer.sleepers))
		return;
	loopback_hub_lock(hub);
	loopback_producer_woken(hub, &opener->producer, slept);
	keep = loopback_keep_wanted(hub);
	loopback_hub_unlock(hub);
	if (keep)
		loopback_keep(opener->dev);
}

/* A buffer that is copied at QBUF waits there, as write() does. */
int loopback_output_turn(struct loopback_opener *opener, unsigned int index, bool nonblock)
{
	struct vb2_buffer *vb;

	if (!opener->output_on)
		return 0;
	vb = vb2_get_buffer(&opener->output, index);
	if (!vb || loopback_buffer_of(vb)->shared)
		return 0;
	return loopback_flow_turn(opener, nonblock);
}

/*
 * How much of a write() is a frame. Raw formats take whole frames only: what is
 * over is the next frame if it is one, else padding. A compressed frame is as
 * long as the write().
 */
static ssize_t loopback_write_size(const struct loopback_opener *opener, size_t count)
{
	u32 size = opener->pool->size;

	if (opener->dev->compressed)
		return count && count <= size ? count : -EINVAL;
	if (count < size)
		return -EINVAL;
	return size;
}

static ssize_t loopback_write_locked(struct loopback_opener *opener,
				     const char __user *buf, size_t count,
				     bool nonblock)
{
	struct loopback_frame frame = { .field = V4L2_FIELD_NONE };
	ssize_t size;
	int ret;

	if (vb2_is_busy(&opener->output))
		return -EBUSY;
	ret = loopback_claim(opener, true);
	if (ret)
		return ret;
	size = loopback_write_size(opener, count);
	if (size < 0)
		return size;
	if (!opener->writing) {
		opener->writing = true;
		loopback_set_live(opener, true);
	}
	ret = loopback_flow_turn(opener, nonblock);
	if (ret)
		return ret;
	frame.bytesused = size;
	frame.timestamp = ktime_get_ns();
	trace_loopback_queue(opener, &frame, VB2_MEMORY_UNKNOWN, -1);
	ret = loopback_output_fill(opener, &frame, loopback_output_copy_user,
				   (const void __force *)buf);
	if (ret == -ENOBUFS)
		loopback_output_lost(opener, ret);
	else if (ret)
		return ret;
	return count - size < opener->pool->size ? count : size;
}

ssize_t loopback_write(struct file *file, const char __user *buf, size_t count,
		       loff_t *pos)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	ssize_t ret;

	if (mutex_lock_interruptible(&opener->lock))
		return -ERESTARTSYS;
	ret = loopback_write_locked(opener, buf, count, file->f_flags & O_NONBLOCK);
	loopback_unclaim(opener);
	mutex_unlock(&opener->lock);
	return ret;
}
