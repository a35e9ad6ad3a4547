// SPDX-License-Identifier: GPL-2.0-only
/*
 * OUTPUT: how frames come in. A buffer that is a slot of the pool is published
 * as it is; anything else is copied once.
 */

#include <linux/bitops.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>
#include <linux/minmax.h>
#include <media/videobuf2-v4l2.h>

#include <loopback-trace.h>
#include "compat.h"
#include "loopback-bind.h"
#include "loopback-borrow.h"
#include "loopback-buffer.h"
#include "loopback-fill.h"
#include "loopback-flow.h"
#include "loopback-frame.h"
#include "loopback-opener.h"
#include "loopback-pool-back.h"
#include "loopback-pool-copy.h"
#include "loopback-pool-flow.h"
#include "loopback-pool-hub.h"
#include "loopback-pool-out.h"
#include "loopback-pool-patience.h"
#include "loopback-queue-out.h"
#include "loopback-slot.h"

int loopback_output_queue_setup(struct vb2_queue *q, unsigned int *nbuffers,
				unsigned int *nplanes, unsigned int sizes[],
				struct device *alloc_devs[])
{
	struct loopback_opener *opener = q->drv_priv;
	struct loopback_pool *pool = opener->pool;

	if (*nplanes && (*nplanes != 1 || sizes[0] < pool->size))
		return -EINVAL;
	/*
	 * a producer that is given fewer buffers than slots would starve itself
	 */
	if (q->memory == VB2_MEMORY_MMAP && !opener->producer.bound &&
	    !loopback_strict && !loopback_role_is_image(opener->role))
		*nbuffers = max(*nbuffers, pool->nout);
	if (!*nplanes) {
		*nplanes = 1;
		sizes[0] = pool->size;
	}
	loopback_output_brings(opener, loopback_compat_buffers(q) + *nbuffers);
	return loopback_buffers_fit(q, nbuffers, sizes[0]);
}

/* videobuf2 has forgotten the memory of this buffer. */
static void loopback_output_dropped(void *owner)
{
	struct vb2_buffer *vb = owner;

	loopback_output_reclaim(vb->vb2_queue->drv_priv,
				loopback_buffer_of(vb));
	loopback_buffer_delist(vb);
}

int loopback_output_buf_init(struct vb2_buffer *vb)
{
	struct loopback_buffer *buffer = loopback_buffer_of(vb);
	int ret;

	INIT_LIST_HEAD(&buffer->entry.link);
	buffer->entry.slot = -1;
	buffer->entry.pin = -1;
	buffer->shared = false;
	buffer->borrowed = false;
	buffer->unfit = NULL;
	if (vb->memory == VB2_MEMORY_MMAP) {
		ret = loopback_output_bind(vb);
		if (ret)
			return ret;
	}
	loopback_buffer_enlist(vb, loopback_output_dropped);
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

	lockdep_assert_held(&opener->lock);
	list_for_each_entry(buffer, &opener->buffers, all)
		if (buffer->vb.vb2_buf.state == VB2_BUF_STATE_DEQUEUED)
			most++;
	WRITE_ONCE(producer->hands, min(producer->hands, most));
}

void loopback_output_buf_cleanup(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;

	loopback_output_reclaim(opener, loopback_buffer_of(vb));
	loopback_buffer_delist(vb);
	loopback_output_removed(opener);
	loopback_output_unbound(vb);
}

/* All formats are progressive. */
int loopback_output_buf_out_validate(struct vb2_buffer *vb)
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
int loopback_output_buf_prepare(struct vb2_buffer *vb)
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
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;

	frame->image = false;
	frame->stamped = vb->timestamp;
	frame->timestamp = vb->timestamp ?: ktime_get_ns();
	frame->bytesused = vb2_get_plane_payload(vb, 0);
	frame->field = vbuf->field;
	frame->flags = vbuf->flags & LOOPBACK_FRAME_FLAGS;
	frame->timecode = vbuf->timecode;
	frame->number = loopback_frame_number(opener, vbuf->sequence);
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
	if (!buffer->shared)
		loopback_output_borrow(opener, buffer);
	if (!buffer->shared)
		ret = loopback_output_copy(opener, vb, &frame);
	else if (buffer->borrowed)
		ret = loopback_output_borrowed_begin(opener, buffer);
	if (ret)
		loopback_output_lost(opener, ret);
	loopback_hub_lock(hub);
	if (ret)
		loopback_producer_return(hub, &opener->producer,
					 &buffer->entry);
	else if (buffer->shared)
		loopback_producer_publish(hub, buffer->entry.slot,
					  &buffer->entry, &frame);
	else
		loopback_output_copied(opener, &buffer->entry);
	keep = loopback_keep_wanted(hub);
	loopback_hub_unlock(hub);
	if (keep)
		loopback_keep(opener->dev);
}

void loopback_output_buf_queue(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_buffer *buffer = loopback_buffer_of(vb);

	buffer->vb.sequence = opener->sequence++;
	if (vb2_start_streaming_called(&opener->output))
		loopback_output_send(opener, buffer);
	else
		list_add_tail(&buffer->entry.link, &opener->early);
}

void loopback_output_buf_finish(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_buffer *buffer = loopback_buffer_of(vb);

	loopback_producer_dequeued(&opener->producer);
	if (buffer->borrowed)
		loopback_output_borrowed_end(opener, buffer);
	if (buffer->shared &&
	    (READ_ONCE(opener->pool->stale) & BIT_ULL(buffer->entry.slot)))
		loopback_output_renew(opener, buffer);
}

/* The stream begins with what was queued before. */
void loopback_output_start(struct loopback_opener *opener)
{
	struct loopback_buffer *buffer, *next;

	lockdep_assert_held(&opener->lock);
	list_for_each_entry_safe(buffer, next, &opener->early, entry.link) {
		list_del_init(&buffer->entry.link);
		loopback_output_send(opener, buffer);
	}
}

/* The stream ends; all buffers come back. */
void loopback_output_stop(struct loopback_opener *opener)
{
	struct loopback_hub *hub = &opener->dev->hub;
	/*
	 * who may still write to the slot of the newest frame leaves a copy of
	 * it
	 */
	bool keep = opener->output.memory == VB2_MEMORY_MMAP &&
		    (!opener->closing || opener->exported);
	struct loopback_buffer *buffer, *next;

	lockdep_assert_held(&opener->lock);
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
	loopback_output_reclaim_all(opener);
	loopback_sequence_restart(opener);
}

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

/*
 * A thread is done with DQBUF. Another one may sleep in it or in poll() still.
 */
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
int loopback_output_turn(struct loopback_opener *opener, unsigned int index,
			 bool nonblock)
{
	struct vb2_buffer *vb;

	if (nonblock || !vb2_start_streaming_called(&opener->output))
		return 0;
	vb = vb2_get_buffer(&opener->output, index);
	if (!vb || loopback_buffer_of(vb)->shared)
		return 0;
	return loopback_flow_turn(opener, false);
}
