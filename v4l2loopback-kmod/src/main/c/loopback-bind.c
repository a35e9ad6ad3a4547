// SPDX-License-Identifier: GPL-2.0-only
/*
 * OUTPUT: how MMAP buffers come to be slots of the pool, and cease to be them:
 * the program may write to a buffer as long as it maps it, and consumers may
 * read the slot as long as they hold it.
 */

#include <linux/bitops.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <media/videobuf2-v4l2.h>

#include "loopback-alias.h"
#include "loopback-bind.h"
#include "loopback-buffer.h"
#include "loopback-mem.h"
#include "loopback-opener.h"
#include "loopback-pool-hub.h"
#include "loopback-pool-mem.h"
#include "loopback-slot.h"
#include "loopback-window.h"

/*
 * The buffer is that slot from now on, or -1: none, frames are copied from it.
 */
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

static int loopback_output_window(struct vb2_buffer *vb,
				  struct loopback_mem *mem)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	const struct loopback_window_config config = {
		.space = opener->space,
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

/*
 * A new MMAP buffer: it becomes a slot if one is left that it fits, else it has
 * memory of its own.
 */
int loopback_output_bind(struct vb2_buffer *vb)
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

/* The buffer goes. What others need of its memory stays. */
void loopback_output_unbound(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_buffer *buffer = loopback_buffer_of(vb);

	if (!buffer->shared)
		return;
	if (!loopback_output_unbind(opener, buffer->entry.slot) &&
	    loopback_alias_mapped(loopback_alias_of(vb)))
		loopback_output_leave(vb);
}

/*
 * Somebody who has left pins pages of this slot. An exported buffer cannot get
 * other memory: its frames are copied from now on.
 */
void loopback_output_renew(struct loopback_opener *opener,
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

/* The producer stops: its program may write to what it has dequeued. */
void loopback_output_untrap(struct loopback_opener *opener)
{
	struct loopback_hub *hub = &opener->dev->hub;
	struct loopback_buffer *buffer;
	u64 trapped;

	lockdep_assert_held(&opener->lock);
	loopback_hub_lock(hub);
	trapped = loopback_producer_trapped(&opener->producer, opener->pool);
	loopback_hub_unlock(hub);
	list_for_each_entry(buffer, &opener->buffers, all)
		if (buffer->shared && (trapped & BIT_ULL(buffer->entry.slot)))
			loopback_output_rebind(opener, buffer);
}
