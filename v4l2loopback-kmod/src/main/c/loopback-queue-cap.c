// SPDX-License-Identifier: GPL-2.0-only
/*
 * CAPTURE: how frames go out. An MMAP buffer is a window that is turned to the
 * slot of its frame; anything else gets one copy, in its consumer's own call.
 */

#include <linux/mm.h>
#include <linux/string.h>

#include <loopback-trace.h>
#include "loopback.h"

static int loopback_capture_queue_setup(struct vb2_queue *q, unsigned int *nbuffers,
					unsigned int *nplanes, unsigned int sizes[],
					struct device *alloc_devs[])
{
	struct loopback_opener *opener = q->drv_priv;
	u32 size = opener->pool->size;

	if (*nplanes)
		return *nplanes != 1 || sizes[0] < size ? -EINVAL : 0;
	*nplanes = 1;
	sizes[0] = size;
	return 0;
}

/* A window begins anywhere: no frame is promised before the first DQBUF. */
static int loopback_capture_bind(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_buffer *buffer = loopback_buffer_of(vb);
	struct loopback_alias *alias = loopback_alias_of(vb);
	struct loopback_pool *pool = opener->pool;
	struct loopback_mem *mem;

	if (vb->planes[0].length <= pool->size) {
		buffer->entry.window = true;
		buffer->entry.slot = vb->index % pool->nslots;
		loopback_window_init(alias);
		mem = loopback_slot_mem(opener->dev, pool, buffer->entry.slot);
	} else {
		mem = loopback_mem_new(PAGE_ALIGN(vb->planes[0].length));
	}
	if (!mem)
		return -ENOMEM;
	loopback_alias_bind(alias, mem);
	return 0;
}

static int loopback_capture_buf_init(struct vb2_buffer *vb)
{
	struct loopback_buffer *buffer = loopback_buffer_of(vb);
	int ret;

	INIT_LIST_HEAD(&buffer->entry.link);
	buffer->entry.slot = -1;
	buffer->entry.pin = -1;
	buffer->entry.window = false;
	buffer->entry.queued = false;
	buffer->entry.token = false;
	buffer->fixed = false;
	buffer->stamped = false;
	if (vb->memory == VB2_MEMORY_MMAP) {
		ret = loopback_capture_bind(vb);
		if (ret)
			return ret;
	}
	loopback_buffer_enlist(vb);
	return 0;
}

static void loopback_capture_buf_queue(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_hub *hub = &opener->dev->hub;
	bool keep;

	loopback_hub_lock(hub);
	loopback_consumer_queue(hub, &opener->consumer, &loopback_buffer_of(vb)->entry);
	keep = loopback_keep_wanted(hub);
	loopback_hub_unlock(hub);
	if (keep)
		loopback_keep(opener->dev);
}

/* A copy is made: its slot may go back to the producer. */
void loopback_capture_release(struct loopback_opener *opener, struct loopback_entry *entry)
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

/* Turn the window to the slot it has pinned, unless it shows that already. */
static void loopback_capture_turn(struct loopback_opener *opener,
				  struct loopback_buffer *buffer)
{
	struct vb2_buffer *vb = &buffer->vb.vb2_buf;
	struct loopback_alias *alias = loopback_alias_of(vb);
	struct loopback_mem *mem = opener->pool->slot[buffer->entry.pin].mem;

	if (buffer->entry.slot == buffer->entry.pin && READ_ONCE(alias->mem) == mem) {
		opener->aligned++;
		loopback_delivered(opener, &buffer->entry, vb->index, LOOPBACK_ALIGNED);
		return;
	}
	opener->turned++;
	loopback_window_show(alias, opener->mapping, mem);
	loopback_capture_move(opener, buffer, buffer->entry.pin);
	loopback_delivered(opener, &buffer->entry, vb->index, LOOPBACK_TURNED);
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
	own = loopback_window_own(alias, vb->planes[0].length);
	if (!own)
		return NULL;
	loopback_window_show(alias, opener->mapping, own);
	loopback_capture_move(opener, buffer, -1);
	return own->vaddr;
}

static void loopback_capture_copy(struct loopback_opener *opener,
				  struct loopback_buffer *buffer)
{
	struct vb2_buffer *vb = &buffer->vb.vb2_buf;
	void *to = loopback_capture_private(opener, buffer);

	if (to) {
		memcpy(to, opener->pool->slot[buffer->entry.pin].mem->vaddr,
		       vb2_get_plane_payload(vb, 0));
		loopback_copied(opener, vb2_get_plane_payload(vb, 0));
		loopback_delivered(opener, &buffer->entry, vb->index, LOOPBACK_COPIED);
	} else {
		vb->state = VB2_BUF_STATE_ERROR;
		opener->failed++;
		trace_loopback_drop(opener, buffer->entry.seq, 1, LOOPBACK_DROP_MEMORY);
	}
	loopback_capture_release(opener, &buffer->entry);
}

/* The consumer's own DQBUF; also called at STREAMOFF, when nothing is pinned. */
static void loopback_capture_buf_finish(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_buffer *buffer = loopback_buffer_of(vb);
	struct loopback_hub *hub = &opener->dev->hub;
	enum loopback_take take = LOOPBACK_TAKE_SHARE;

	if (buffer->entry.token) {
		loopback_hub_lock(hub);
		take = loopback_consumer_take(hub, &opener->consumer, &buffer->entry);
		loopback_hub_unlock(hub);
		if (take == LOOPBACK_TAKE_NOTHING) {
			vb2_set_plane_payload(vb, 0, 0);
			vb->state = VB2_BUF_STATE_ERROR;
			opener->failed++;
			trace_loopback_drop(opener, 0, 1, LOOPBACK_DROP_GONE);
		}
	}
	if (buffer->entry.pin < 0)
		return;
	if (take == LOOPBACK_TAKE_SHARE && buffer->entry.window && !buffer->fixed)
		loopback_capture_turn(opener, buffer);
	else
		loopback_capture_copy(opener, buffer);
}

/* The format has changed, these buffers will not do. Nobody else knows them. */
static void loopback_capture_unqueue(struct loopback_opener *opener)
{
	struct loopback_buffer *buffer;

	list_for_each_entry(buffer, &opener->buffers, all) {
		if (!buffer->entry.queued)
			continue;
		list_del_init(&buffer->entry.link);
		buffer->entry.queued = false;
		vb2_buffer_done(&buffer->vb.vb2_buf, VB2_BUF_STATE_QUEUED);
	}
}

static int loopback_capture_start_streaming(struct vb2_queue *q, unsigned int count)
{
	struct loopback_opener *opener = q->drv_priv;
	struct loopback_hub *hub = &opener->dev->hub;
	bool current_pool;

	loopback_hub_lock(hub);
	current_pool = hub->pool == opener->pool;
	if (current_pool)
		loopback_consumer_start(hub, &opener->consumer);
	loopback_hub_unlock(hub);
	if (current_pool) {
		loopback_consume(opener, true);
		return 0;
	}
	loopback_capture_unqueue(opener);
	return -EIO;
}

static void loopback_capture_stop_streaming(struct vb2_queue *q)
{
	struct loopback_opener *opener = q->drv_priv;
	struct loopback_hub *hub = &opener->dev->hub;
	struct loopback_buffer *buffer;
	bool keep;

	loopback_consume(opener, false);
	loopback_hub_lock(hub);
	loopback_consumer_stop(hub, &opener->consumer);
	list_for_each_entry(buffer, &opener->buffers, all) {
		loopback_consumer_unpin(hub, &opener->consumer, &buffer->entry);
		if (!buffer->entry.queued)
			continue;
		list_del_init(&buffer->entry.link);
		buffer->entry.queued = false;
		loopback_entry_done(hub, &buffer->entry, true);
	}
	loopback_producer_reap(hub);
	keep = loopback_keep_wanted(hub);
	loopback_hub_unlock(hub);
	loopback_hub_settle(hub);
	if (keep)
		loopback_keep(opener->dev);
}

const struct vb2_ops loopback_capture_ops = {
	.queue_setup		= loopback_capture_queue_setup,
	.buf_init		= loopback_capture_buf_init,
	.buf_cleanup		= loopback_buffer_delist,
	.buf_queue		= loopback_capture_buf_queue,
	.buf_finish		= loopback_capture_buf_finish,
	.start_streaming	= loopback_capture_start_streaming,
	.stop_streaming		= loopback_capture_stop_streaming,
#ifdef LOOPBACK_WAIT_PREPARE
	.wait_prepare		= LOOPBACK_WAIT_PREPARE,
	.wait_finish		= LOOPBACK_WAIT_FINISH,
#endif
};

/*
 * A dma-buf cannot be turned: from now on the buffer keeps its own pages, with
 * what it shows now. Frames get into it by a copy.
 */
int loopback_capture_export(struct loopback_opener *opener, unsigned int index)
{
	struct loopback_buffer *buffer, *window = NULL;
	struct loopback_hub *hub = &opener->dev->hub;
	struct loopback_alias *alias;
	struct loopback_mem *own;

	loopback_hub_lock(hub);
	list_for_each_entry(buffer, &opener->buffers, all)
		if (buffer->vb.vb2_buf.index == index && buffer->entry.window &&
		    !buffer->fixed)
			window = buffer;
	loopback_hub_unlock(hub);
	if (!window)
		return 0;
	alias = loopback_alias_of(&window->vb.vb2_buf);
	own = loopback_window_own(alias, window->vb.vb2_buf.planes[0].length);
	if (!own)
		return -ENOMEM;
	if (READ_ONCE(alias->mem) != own)
		memcpy(own->vaddr, alias->mem->vaddr, own->size);
	loopback_window_show(alias, opener->mapping, own);
	loopback_hub_lock(hub);
	window->fixed = true;
	window->entry.slot = -1;
	loopback_hub_unlock(hub);
	if (window->vb.vb2_buf.state == VB2_BUF_STATE_DEQUEUED)
		loopback_capture_release(opener, &window->entry);
	return 0;
}
