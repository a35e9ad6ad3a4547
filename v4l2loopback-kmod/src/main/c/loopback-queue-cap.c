// SPDX-License-Identifier: GPL-2.0-only
/*
 * CAPTURE: how frames go out. An MMAP buffer is a window that is turned to the
 * slot of its frame; anything else gets one copy, in its consumer's own call.
 */

#include <linux/bitops.h>
#include <linux/dma-buf.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <media/videobuf2-v4l2.h>

#include <loopback-trace.h>
#include "loopback-alias.h"
#include "loopback-borrow.h"
#include "loopback-buffer.h"
#include "loopback-frame.h"
#include "loopback-mem.h"
#include "loopback-opener.h"
#include "loopback-pool-back.h"
#include "loopback-pool-cap.h"
#include "loopback-pool-deliver.h"
#include "loopback-pool-hub.h"
#include "loopback-pool-mem.h"
#include "loopback-queue-cap.h"
#include "loopback-slot.h"
#include "loopback-window.h"

int loopback_capture_queue_setup(struct vb2_queue *q, unsigned int *nbuffers,
				 unsigned int *nplanes, unsigned int sizes[],
				 struct device *alloc_devs[])
{
	struct loopback_opener *opener = q->drv_priv;
	u32 size = opener->pool->size;

	if (*nplanes && (*nplanes != 1 || sizes[0] < size))
		return -EINVAL;
	if (!*nplanes) {
		*nplanes = 1;
		/* a window on blocks is mapped in blocks */
		sizes[0] = q->memory == VB2_MEMORY_MMAP ?
				   loopback_mem_round(size) : size;
	}
	return loopback_buffers_fit(q, nbuffers, sizes[0]);
}

/*
 * A window shows zeros before its first DQBUF. What is longer than a window is
 * has memory of its own, and frames get into it by a copy.
 */
static int loopback_capture_bind(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_buffer *buffer = loopback_buffer_of(vb);
	struct loopback_window_config config = {
		.space = opener->space,
		.budget = opener->dev->budget,
		.size = vb->planes[0].length,
	};
	struct loopback_mem *mem = NULL;
	int ret;

	if (config.size <= loopback_mem_round(opener->pool->size)) {
		buffer->entry.window = true;
		config.shared = true;
		config.whole = IS_ALIGNED(config.size, LOOPBACK_BLOCK_SIZE) &&
			loopback_pool_whole(opener->dev, opener->pool);
	} else {
		mem = loopback_mem_new(config.budget, PAGE_ALIGN(config.size));
		if (!mem)
			return -ENOMEM;
	}
	ret = loopback_window_init(loopback_alias_of(vb), &config, mem);
	if (!ret)
		return 0;
	if (config.whole)
		loopback_pool_unwhole(opener->dev, opener->pool);
	loopback_mem_put(mem);
	return ret;
}

/* videobuf2 has forgotten the memory of this buffer. */
static void loopback_capture_dropped(void *owner)
{
	loopback_buffer_delist(owner);
}

int loopback_capture_buf_init(struct vb2_buffer *vb)
{
	struct loopback_buffer *buffer = loopback_buffer_of(vb);
	int ret;

	buffer->entry.slot = -1;
	buffer->entry.pin = -1;
	buffer->entry.window = false;
	buffer->entry.token = false;
	buffer->stamped = false;
	if (vb->memory == VB2_MEMORY_MMAP) {
		ret = loopback_capture_bind(vb);
		if (ret)
			return ret;
	}
	loopback_buffer_enlist(vb, loopback_capture_dropped);
	return 0;
}

void loopback_capture_buf_queue(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_hub *hub = &opener->dev->hub;
	bool keep;

	loopback_hub_lock(hub);
	loopback_consumer_queue(hub, &opener->consumer,
				&loopback_buffer_of(vb)->entry);
	keep = loopback_keep_wanted(hub);
	loopback_hub_unlock(hub);
	if (keep)
		loopback_keep(opener->dev);
}

/* A copy is made: its slot may go back to the producer. */
void loopback_capture_release(struct loopback_opener *opener,
			      struct loopback_entry *entry)
{
	struct loopback_hub *hub = &opener->dev->hub;
	bool keep;

	loopback_hub_lock(hub);
	loopback_consumer_release(hub, &opener->consumer, entry);
	keep = loopback_keep_wanted(hub);
	loopback_hub_unlock(hub);
	if (keep)
		loopback_keep(opener->dev);
}

static void loopback_capture_move(struct loopback_opener *opener,
				  struct loopback_buffer *buffer, int slot)
{
	loopback_hub_lock(&opener->dev->hub);
	buffer->entry.slot = slot;
	loopback_hub_unlock(&opener->dev->hub);
}

/* The buffer is done without its frame: there was no memory for that. */
static void loopback_capture_lost(struct loopback_opener *opener,
				  struct loopback_buffer *buffer)
{
	buffer->vb.vb2_buf.state = VB2_BUF_STATE_ERROR;
	opener->failed++;
	trace_loopback_drop(&opener->who, buffer->entry.seq, 1,
			    LOOPBACK_DROP_MEMORY);
}

/* -ENOMEM: the frame is lost, -EBUSY: the window keeps its own memory. */
static int loopback_capture_show(struct loopback_opener *opener,
				 struct loopback_buffer *buffer)
{
	struct loopback_alias *alias = loopback_alias_of(&buffer->vb.vb2_buf);
	struct loopback_mem *mem;
	bool found;
	int ret;

	do {
		mem = loopback_slot_pinned(opener->dev, opener->pool,
					   buffer->entry.pin);
		found = mem;
		ret = loopback_window_show(alias, mem);
		loopback_mem_put(mem);
	} while (ret == -EAGAIN);
	return ret ?: found ? 0 : -ENOMEM;
}

/*
 * Turn the window to the slot it has pinned, unless it shows that already.
 * False: it keeps its own memory.
 */
static bool loopback_capture_turn(struct loopback_opener *opener,
				  struct loopback_buffer *buffer)
{
	struct vb2_buffer *vb = &buffer->vb.vb2_buf;
	struct loopback_alias *alias = loopback_alias_of(vb);
	const struct loopback_mem *mem;
	int ret;

	/* it may be about to change: then so does what the window shows */
	mem = READ_ONCE(opener->pool->slot[buffer->entry.pin].mem);
	if (buffer->entry.slot == buffer->entry.pin && mem &&
	    loopback_window_shows(alias, mem)) {
		opener->aligned++;
		loopback_delivered(opener, &buffer->entry, vb->index,
				   LOOPBACK_ALIGNED);
		return true;
	}
	ret = loopback_capture_show(opener, buffer);
	if (ret == -EBUSY)
		return false;
	if (ret) {
		loopback_capture_lost(opener, buffer);
		loopback_capture_release(opener, &buffer->entry);
		return true;
	}
	opener->turned++;
	loopback_capture_move(opener, buffer, buffer->entry.pin);
	loopback_delivered(opener, &buffer->entry, vb->index, LOOPBACK_TURNED);
	return true;
}

/* Where a copy goes: a window shows its own pages then. */
static void *loopback_capture_private(struct loopback_opener *opener,
				      struct loopback_buffer *buffer)
{
	struct vb2_buffer *vb = &buffer->vb.vb2_buf;
	struct loopback_alias *alias = loopback_alias_of(vb);
	struct loopback_mem *own;

	if (!buffer->entry.window)
		return vb2_plane_vaddr(vb, 0);
	own = loopback_window_own(alias);
	if (!own)
		return NULL;
	loopback_window_show(alias, own);
	loopback_capture_move(opener, buffer, -1);
	return own->vaddr;
}

/* The frame that it has pinned; devices that import the buffer may read it. */
static int loopback_capture_fill(struct loopback_opener *opener,
				 struct loopback_buffer *buffer)
{
	struct vb2_buffer *vb = &buffer->vb.vb2_buf;
	struct dma_buf *dbuf = vb->memory == VB2_MEMORY_DMABUF ?
			       vb->planes[0].dbuf : NULL;
	void *to = loopback_capture_private(opener, buffer);
	int ret;

	if (!to)
		return -ENOMEM;
	ret = dbuf ? dma_buf_begin_cpu_access(dbuf, DMA_TO_DEVICE) : 0;
	if (ret)
		return ret;
	ret = loopback_slot_copy(opener->dev, opener->pool, buffer->entry.pin,
				 to, vb2_get_plane_payload(vb, 0));
	if (dbuf)
		ret = dma_buf_end_cpu_access(dbuf, DMA_TO_DEVICE) ?: ret;
	return ret;
}

static void loopback_capture_copy(struct loopback_opener *opener,
				  struct loopback_buffer *buffer)
{
	struct vb2_buffer *vb = &buffer->vb.vb2_buf;

	if (!loopback_capture_fill(opener, buffer)) {
		loopback_copied(opener, vb2_get_plane_payload(vb, 0));
		loopback_delivered(opener, &buffer->entry, vb->index,
				   LOOPBACK_COPIED);
	} else {
		loopback_capture_lost(opener, buffer);
	}
	loopback_capture_release(opener, &buffer->entry);
}

/*
 * The consumer's own DQBUF; also called at STREAMOFF, when nothing is pinned.
 */
void loopback_capture_buf_finish(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_buffer *buffer = loopback_buffer_of(vb);
	struct loopback_hub *hub = &opener->dev->hub;
	enum loopback_take take = LOOPBACK_TAKE_SHARE;

	if (buffer->entry.token) {
		loopback_hub_lock(hub);
		take = loopback_consumer_take(hub, &opener->consumer,
					      &buffer->entry);
		loopback_hub_unlock(hub);
		if (take == LOOPBACK_TAKE_NOTHING) {
			vb2_set_plane_payload(vb, 0, 0);
			vb->state = VB2_BUF_STATE_ERROR;
			opener->failed++;
			trace_loopback_drop(&opener->who, 0, 1,
					    LOOPBACK_DROP_GONE);
		}
	}
	if (buffer->entry.pin < 0)
		return;
	loopback_took(opener, &opener->pool->slot[buffer->entry.pin].frame);
	if (take != LOOPBACK_TAKE_SHARE || !buffer->entry.window ||
	    !loopback_capture_turn(opener, buffer))
		loopback_capture_copy(opener, buffer);
}

/* The format has changed, these buffers will not do. Nobody else knows them. */
static void loopback_capture_unqueue(struct loopback_opener *opener)
{
	struct loopback_entry *entry;

	while ((entry = loopback_consumer_unqueue(&opener->consumer)))
		vb2_buffer_done(&loopback_entry_buffer(entry)->vb.vb2_buf,
				VB2_BUF_STATE_QUEUED);
}

/* It takes frames from now on. -EPIPE: the format is another one. */
int loopback_capture_start(struct loopback_opener *opener)
{
	struct loopback_hub *hub = &opener->dev->hub;
	bool current_pool;

	lockdep_assert_held(&opener->lock);
	loopback_hub_lock(hub);
	current_pool = hub->pool == opener->pool;
	if (current_pool)
		loopback_consumer_start(hub, &opener->consumer);
	loopback_hub_unlock(hub);
	if (current_pool)
		return 0;
	loopback_capture_unqueue(opener);
	return -EPIPE;
}

/*
 * The consumer leaves. A frame that its program has dequeued stays the
 * program's: the window gets a copy, or else the slot gets other memory before
 * its next frame. But the memory may be a producer's own: then that is lost.
 * All other windows show nothing.
 */
static void loopback_capture_part_buffer(struct loopback_opener *opener,
					 struct loopback_buffer *buffer)
{
	struct vb2_buffer *vb = &buffer->vb.vb2_buf;
	struct loopback_alias *alias = loopback_alias_of(vb);
	struct loopback_hub *hub = &opener->dev->hub;
	bool held = vb->state == VB2_BUF_STATE_DEQUEUED, lent = false;

	if (!buffer->entry.window || READ_ONCE(alias->fixed))
		return;
	if (!held || !loopback_alias_mapped(alias))
		loopback_window_show(alias, NULL);
	else if (buffer->entry.pin >= 0)
		lent = loopback_window_keep(alias) &&
		       !loopback_window_forget(alias);
	loopback_hub_lock(hub);
	buffer->entry.slot = -1;
	if (lent)
		loopback_slot_stale(opener->pool, BIT_ULL(buffer->entry.pin));
	loopback_hub_unlock(hub);
}

/*
 * While it still pins its frames: what it has lent of them is found before that
 * ends.
 */
static void loopback_capture_part(struct loopback_opener *opener)
{
	struct loopback_buffer *buffer;

	lockdep_assert_held(&opener->lock);
	if (opener->capture.memory != VB2_MEMORY_MMAP)
		return;
	list_for_each_entry(buffer, &opener->buffers, all)
		loopback_capture_part_buffer(opener, buffer);
	loopback_slots_lend(opener->dev, opener->pool);
}

/* A buffer may be removed while its frame is held, and the stream goes on. */
void loopback_capture_buf_cleanup(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_buffer *buffer = loopback_buffer_of(vb);

	if (buffer->entry.pin >= 0) {
		loopback_capture_part_buffer(opener, buffer);
		loopback_capture_release(opener, &buffer->entry);
	}
	if (vb->memory == VB2_MEMORY_MMAP && loopback_alias_of(vb)->whole)
		loopback_pool_unwhole(opener->dev, opener->pool);
	loopback_buffer_delist(vb);
}

/* It takes no more frames; all buffers come back. */
void loopback_capture_stop(struct loopback_opener *opener)
{
	struct loopback_hub *hub = &opener->dev->hub;
	struct loopback_buffer *buffer;
	struct loopback_entry *entry;
	bool keep;

	lockdep_assert_held(&opener->lock);
	WRITE_ONCE(opener->taken, 0);
	loopback_hub_lock(hub);
	loopback_consumer_stop(hub, &opener->consumer);
	loopback_hub_unlock(hub);
	loopback_capture_part(opener);
	loopback_hub_lock(hub);
	list_for_each_entry(buffer, &opener->buffers, all)
		loopback_consumer_unpin(hub, &opener->consumer, &buffer->entry);
	while ((entry = loopback_consumer_unqueue(&opener->consumer)))
		loopback_entry_done(hub, entry, true);
	loopback_producer_reap(hub);
	keep = loopback_keep_wanted(hub);
	loopback_hub_unlock(hub);
	loopback_hub_settle(hub);
	if (keep)
		loopback_keep(opener->dev);
}

/*
 * A dma-buf is turned with its window, unless that is not wanted: then the
 * buffer keeps its own pages at once.
 */
int loopback_capture_export(struct loopback_opener *opener, unsigned int index)
{
	struct loopback_buffer *buffer, *window = NULL;
	struct loopback_hub *hub = &opener->dev->hub;

	if (loopback_by_reference())
		return 0;
	loopback_hub_lock(hub);
	list_for_each_entry(buffer, &opener->buffers, all)
		if (buffer->vb.vb2_buf.index == index && buffer->entry.window)
			window = buffer;
	loopback_hub_unlock(hub);
	if (!window)
		return 0;
	if (loopback_window_fix(loopback_alias_of(&window->vb.vb2_buf)))
		return -ENOMEM;
	if (window->vb.vb2_buf.state == VB2_BUF_STATE_DEQUEUED)
		loopback_capture_release(opener, &window->entry);
	return 0;
}
