// SPDX-License-Identifier: GPL-2.0-only
/*
 * OUTPUT: how USERPTR and DMABUF buffers come to be slots of the pool, and
 * cease to be them. A slot borrows the program's own memory: consumers see the
 * frame where the program has put it, and nothing is copied. The program has
 * its memory back when it stops the stream, gives the buffer other memory, or
 * ends: then nobody sees what it writes there.
 */

#include <linux/err.h>
#include <linux/errno.h>
#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/moduleparam.h>
#include <media/videobuf2-v4l2.h>

#include "compat.h"
#include "loopback-borrow.h"
#include "loopback-buffer.h"
#include "loopback-import.h"
#include "loopback-mem.h"
#include "loopback-opener.h"
#include "loopback-pool-hub.h"
#include "loopback-pool-mem.h"
#include "loopback-slot.h"
#include "loopback-window.h"

static bool by_reference = LOOPBACK_BORROWS;
module_param(by_reference, bool, 0644);
MODULE_PARM_DESC(by_reference,
		 "show frames where USERPTR and DMABUF producers have them, and in dma-bufs of MMAP buffers");

/* Is memory shown, and not copied, which the module cannot be sure of? */
bool loopback_by_reference(void)
{
	return READ_ONCE(by_reference);
}

/* Why frames of a queue of so many buffers are copied for now, or NULL. */
static const char *loopback_borrow_not(const struct loopback_opener *opener,
				       unsigned int buffers)
{
	if (!LOOPBACK_BORROWS || !loopback_by_reference())
		return "off";
	/* the rest of such a buffer is no frame */
	if (opener->dev->compressed)
		return "compressed";
	if (buffers < LOOPBACK_BORROW_FROM)
		return "few_buffers";
	return NULL;
}

/* The queue is going to have so many buffers. */
void loopback_output_brings(struct loopback_opener *opener,
			    unsigned int buffers)
{
	struct loopback_hub *hub = &opener->dev->hub;
	bool brings = opener->output.memory != VB2_MEMORY_MMAP &&
		      !loopback_role_is_image(opener->role) &&
		      !loopback_borrow_not(opener, buffers);

	loopback_hub_lock(hub);
	opener->producer.brings = brings ? buffers : 0;
	loopback_hub_unlock(hub);
}

static const char *loopback_borrow_unfit(long error)
{
	switch (error) {
	case -EINVAL:
		return "unaligned";
	case -EFAULT:
		return "no_memory_of_pages";
	default:
		return "out_of_memory";
	}
}

static struct loopback_mem *loopback_borrow_import(struct vb2_buffer *vb,
						   u32 size)
{
	if (vb->memory == VB2_MEMORY_DMABUF)
		return loopback_import_dmabuf(vb->planes[0].dbuf, size);
	return loopback_import_user(vb2_plane_vaddr(vb, 0), size);
}

/* The buffer is that slot from now on. */
static void loopback_borrow_into(struct loopback_opener *opener,
				 struct loopback_buffer *buffer,
				 unsigned int slot, struct loopback_mem *mem)
{
	struct loopback_hub *hub = &opener->dev->hub;

	loopback_hub_lock(hub);
	mem = loopback_slot_warm(opener->pool, slot, mem);
	buffer->entry.slot = slot;
	buffer->shared = true;
	buffer->borrowed = true;
	loopback_hub_unlock(hub);
	loopback_mem_put(mem);
}

static void loopback_borrow_abort(struct loopback_opener *opener,
				  unsigned int slot)
{
	struct loopback_hub *hub = &opener->dev->hub;
	struct loopback_mem *mem;

	loopback_hub_lock(hub);
	mem = loopback_producer_reclaim(&opener->producer, opener->pool, slot,
					NULL);
	loopback_hub_unlock(hub);
	loopback_mem_put(mem);
}

/* Returns why it could not be done, or NULL. */
static const char *loopback_borrow(struct loopback_opener *opener,
				   struct loopback_buffer *buffer)
{
	struct loopback_hub *hub = &opener->dev->hub;
	struct loopback_mem *mem;
	int slot;

	loopback_hub_lock(hub);
	slot = loopback_producer_borrow(&opener->producer, opener->pool);
	loopback_hub_unlock(hub);
	if (slot < 0)
		return READ_ONCE(opener->pool->whole) ? "blocks" : "slots";
	mem = loopback_borrow_import(&buffer->vb.vb2_buf, opener->pool->size);
	if (!IS_ERR(mem)) {
		loopback_borrow_into(opener, buffer, slot, mem);
		return NULL;
	}
	loopback_borrow_abort(opener, slot);
	buffer->unfit = loopback_borrow_unfit(PTR_ERR(mem));
	return buffer->unfit;
}

/* A buffer that is no slot becomes one, if its memory is the program's own. */
void loopback_output_borrow(struct loopback_opener *opener,
			    struct loopback_buffer *buffer)
{
	const char *why;

	lockdep_assert_held(&opener->lock);
	if (buffer->vb.vb2_buf.memory == VB2_MEMORY_MMAP ||
	    loopback_role_is_image(opener->role))
		return;
	why = loopback_borrow_not(opener,
				  loopback_compat_buffers(&opener->output));
	why = why ?: buffer->unfit ?: loopback_borrow(opener, buffer);
	WRITE_ONCE(opener->copies, why);
}

/* There is a new frame in the buffer. An error: it cannot be looked at. */
int loopback_output_borrowed_begin(struct loopback_opener *opener,
				   struct loopback_buffer *buffer)
{
	const struct loopback_pool *pool = opener->pool;
	int ret = loopback_import_begin(pool->slot[buffer->entry.slot].mem);

	opener->borrowed += !ret;
	return ret;
}

/* The program has the buffer back. */
void loopback_output_borrowed_end(struct loopback_opener *opener,
				  struct loopback_buffer *buffer)
{
	const struct loopback_pool *pool = opener->pool;

	loopback_import_end(pool->slot[buffer->entry.slot].mem);
}

/* For those who read the frame in that slot, if anybody does; or NULL. */
static struct loopback_mem *
loopback_reclaim_copy(struct loopback_opener *opener, unsigned int slot)
{
	struct loopback_hub *hub = &opener->dev->hub;
	struct loopback_pool *pool = opener->pool;
	struct loopback_mem *copy;
	bool needed;

	loopback_hub_lock(hub);
	needed = loopback_slot_needed(pool, slot);
	loopback_hub_unlock(hub);
	if (!needed)
		return NULL;
	copy = loopback_slot_mem_new(opener->dev, pool);
	if (!copy)
		return NULL;
	loopback_mem_copy(copy->vaddr, pool->slot[slot].mem->vaddr, pool->size);
	loopback_copied(opener, pool->size);
	return copy;
}

/*
 * The program has its memory back. Whoever holds the frame in it goes on with a
 * copy; windows that merely show it still show nothing.
 */
void loopback_output_reclaim(struct loopback_opener *opener,
			     struct loopback_buffer *buffer)
{
	struct loopback_hub *hub = &opener->dev->hub;
	struct loopback_mem *mem, *copy;
	unsigned int slot = buffer->entry.slot;

	lockdep_assert_held(&opener->lock);
	if (!buffer->borrowed)
		return;
	copy = loopback_reclaim_copy(opener, slot);
	loopback_hub_lock(hub);
	if (copy)
		loopback_mem_get(copy);
	mem = loopback_producer_reclaim(&opener->producer, opener->pool, slot,
					copy);
	buffer->entry.slot = -1;
	buffer->shared = false;
	buffer->borrowed = false;
	loopback_hub_unlock(hub);
	loopback_windows_revoke(mem, copy);
	loopback_mem_put(copy);
	loopback_mem_put(mem);
}

void loopback_output_reclaim_all(struct loopback_opener *opener)
{
	struct loopback_buffer *buffer;

	lockdep_assert_held(&opener->lock);
	list_for_each_entry(buffer, &opener->buffers, all)
		loopback_output_reclaim(opener, buffer);
}
