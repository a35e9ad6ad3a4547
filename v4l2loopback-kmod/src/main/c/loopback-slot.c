// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory of slots. A slot gets it when it is first needed, outside all
 * locks but the caller's own, for zeroing a large frame takes long. It gets
 * other memory when somebody has left who may still see what it has.
 */

#include <linux/slab.h>

#include "loopback-alias.h"
#include "loopback-dev.h"
#include "loopback-mem.h"
#include "loopback-pool-copy.h"
#include "loopback-pool-hub.h"
#include "loopback-pool-mem.h"
#include "loopback-pool.h"
#include "loopback-slot.h"
#include "loopback-window.h"

struct loopback_pool *loopback_pool_new(unsigned int nout, u32 size)
{
	struct loopback_pool *pool;

	pool = kzalloc(struct_size(pool, slot, nout + LOOPBACK_SPARES),
		       GFP_KERNEL_ACCOUNT);
	if (pool)
		loopback_pool_init(pool, nout, size);
	return pool;
}

static void loopback_pool_free(struct kref *kref)
{
	struct loopback_pool *pool = container_of(kref, struct loopback_pool,
						  kref);
	unsigned int i;

	for (i = 0; i < pool->nslots; i++)
		loopback_mem_put(pool->slot[i].mem);
	kfree(pool);
}

void loopback_pool_put(struct loopback_pool *pool)
{
	if (pool)
		kref_put(&pool->kref, loopback_pool_free);
}

/* Memory for a slot of the pool, or NULL. */
struct loopback_mem *loopback_slot_mem_new(struct loopback_dev *dev,
					   const struct loopback_pool *pool)
{
	return loopback_mem_new(dev->budget, loopback_mem_round(pool->size));
}

/**
 * loopback_slot_mem() - the slot's memory, with a reference
 * @dev: the device
 * @pool: the slot's pool
 * @slot: the caller fills it or has bound it
 *
 * Allocated by whoever comes first; who loses the race drops his. NULL: there
 * is none.
 */
struct loopback_mem *loopback_slot_mem(struct loopback_dev *dev,
				       struct loopback_pool *pool,
				       unsigned int slot)
{
	struct loopback_mem *mem = NULL, *new = NULL;
	u64 bit = BIT_ULL(slot);

	for (;;) {
		loopback_hub_lock(&dev->hub);
		if (!(pool->warm & bit) && new)
			new = loopback_slot_warm(pool, slot, new);
		if (pool->warm & bit)
			mem = loopback_mem_get(pool->slot[slot].mem);
		loopback_hub_unlock(&dev->hub);
		loopback_mem_put(new);
		if (mem)
			return mem;
		new = loopback_slot_mem_new(dev, pool);
		if (!new)
			return NULL;
	}
}

/*
 * The memory of a slot that the caller has pinned, with a reference. Without
 * one it lasts no longer than its owner likes, if it is borrowed. NULL: the
 * owner has it back, and there was no memory for a copy.
 */
struct loopback_mem *loopback_slot_pinned(struct loopback_dev *dev,
					  struct loopback_pool *pool,
					  unsigned int slot)
{
	struct loopback_mem *mem;

	loopback_hub_lock(&dev->hub);
	mem = pool->slot[slot].mem;
	if (mem)
		loopback_mem_get(mem);
	loopback_hub_unlock(&dev->hub);
	return mem;
}

/* Copy the frame in a slot that the caller has pinned. */
int loopback_slot_copy(struct loopback_dev *dev, struct loopback_pool *pool,
		       unsigned int slot, void *to, size_t size)
{
	struct loopback_mem *mem;
	bool revoked;

	do {
		mem = loopback_slot_pinned(dev, pool, slot);
		if (!mem)
			return -ENOMEM;
		loopback_mem_copy(to, mem->vaddr, size);
		revoked = loopback_mem_revoked(mem);
		loopback_mem_put(mem);
	} while (revoked);
	return 0;
}

/*
 * Is all memory that it has, and will have, in blocks, so that a window may be
 * mapped so? That is counted until loopback_pool_unwhole().
 */
bool loopback_pool_whole(struct loopback_dev *dev, struct loopback_pool *pool)
{
	unsigned int i;
	bool whole;

	loopback_hub_lock(&dev->hub);
	whole = !pool->borrowed &&
		!(dev->hub.producer && dev->hub.producer->brings);
	for (i = 0; i < pool->nslots; i++)
		if (pool->slot[i].mem && !pool->slot[i].mem->blocks)
			whole = false;
	WRITE_ONCE(pool->whole, pool->whole + whole);
	loopback_hub_unlock(&dev->hub);
	return whole;
}

void loopback_pool_unwhole(struct loopback_dev *dev,
			   struct loopback_pool *pool)
{
	loopback_hub_lock(&dev->hub);
	WRITE_ONCE(pool->whole, pool->whole - 1);
	loopback_hub_unlock(&dev->hub);
}

/**
 * struct loopback_renewal - context of loopback_slot_renewed()
 * @hub: guards the pool
 * @pool: the slot's
 * @slot: what gets other memory
 * @alias: the OUTPUT buffer that is the slot
 * @mem: the new memory
 * @old: what the slot had, for the caller to put
 */
struct loopback_renewal {
	struct loopback_hub *hub;
	struct loopback_pool *pool;
	unsigned int slot;
	struct loopback_alias *alias;
	struct loopback_mem *mem;
	struct loopback_mem *old;
};

/* Only while the producer has it: else its frame is somebody's already. */
static bool loopback_slot_renewed(void *context)
{
	struct loopback_renewal *renewal = context;
	struct loopback_pool *pool = renewal->pool;
	u64 bit = BIT_ULL(renewal->slot);
	bool renewed;

	loopback_hub_lock(renewal->hub);
	renewed = pool->slot[renewal->slot].alias == renewal->alias &&
		  (pool->stale & bit) &&
		  !((pool->held | pool->pinned | pool->filling |
		     loopback_latest_bit(pool)) & bit);
	if (renewed) {
		loopback_mem_get(renewal->mem);
		renewal->old = loopback_slot_warm(pool, renewal->slot,
						  renewal->mem);
	}
	loopback_hub_unlock(renewal->hub);
	return renewed;
}

/**
 * loopback_slot_renew() - other memory for a slot that the producer has
 * @dev: the device
 * @pool: the slot's pool
 * @slot: stale, and an OUTPUT buffer
 *
 * The content stays, for a producer may draw only what has changed. Whoever
 * pins the old pages sees nothing of what it draws from now on. A buffer that
 * was exported stays as it is: its importer could not follow.
 */
void loopback_slot_renew(struct loopback_dev *dev, struct loopback_pool *pool,
			 unsigned int slot)
{
	struct loopback_renewal renewal = {
		.hub = &dev->hub, .pool = pool, .slot = slot,
	};
	struct loopback_alias *alias;

	loopback_hub_lock(&dev->hub);
	alias = pool->slot[slot].alias;
	if (alias && (atomic_read(&pool->slot[slot].mem->exports) ||
		      !(pool->stale & BIT_ULL(slot))))
		alias = NULL;
	if (alias)
		refcount_inc(&alias->users);
	loopback_hub_unlock(&dev->hub);
	if (!alias)
		return;
	renewal.alias = alias;
	renewal.mem = loopback_slot_mem_new(dev, pool);
	if (renewal.mem)
		loopback_window_move(alias, renewal.mem, loopback_slot_renewed,
				     &renewal);
	loopback_mem_put(renewal.mem);
	loopback_mem_put(renewal.old);
	loopback_alias_put(alias);
}

/* Slots with pages that somebody has by other ways than by mappings. */
static u64 loopback_slots_pinned(struct loopback_dev *dev,
				 struct loopback_pool *pool)
{
	struct loopback_mem *mem;
	u64 pinned = 0;
	unsigned int i;

	for (i = 0; i < pool->nslots; i++) {
		mem = loopback_slot_pinned(dev, pool, i);
		if (mem && !loopback_mem_imported(mem) &&
		    loopback_mem_pinned(mem))
			pinned |= BIT_ULL(i);
		loopback_mem_put(mem);
	}
	return pinned;
}

/**
 * loopback_slots_lend() - a consumer leaves, whose windows show slots no more
 * @dev: the device
 * @pool: what it has watched
 *
 * What it has pinned of the pages is lent to it: they are not used again.
 */
void loopback_slots_lend(struct loopback_dev *dev, struct loopback_pool *pool)
{
	u64 lent = loopback_slots_pinned(dev, pool);

	if (!lent)
		return;
	loopback_hub_lock(&dev->hub);
	loopback_slot_stale(pool, lent);
	loopback_hub_unlock(&dev->hub);
	for (; lent; lent &= lent - 1)
		loopback_slot_renew(dev, pool, __ffs64(lent));
}

/*
 * Copy the kept frame to a slot that the producer has not mapped: a producer
 * that stopped may write to what it has mapped, and one that starves needs the
 * slot. Whoever notices does it, consumers too, and poll() without a lock.
 */
void loopback_keep(struct loopback_dev *dev)
{
	struct loopback_hub *hub = &dev->hub;
	struct loopback_pool *pool;
	struct loopback_mem *mem;
	bool copied = false;
	u32 used = 0;
	int from, to;

	loopback_hub_lock(hub);
	pool = hub->pool;
	from = pool ? pool->latest : -1;
	to = loopback_keep_begin(hub);
	if (to >= 0)
		kref_get(&pool->kref);
	loopback_hub_unlock(hub);
	if (to < 0)
		return;
	mem = loopback_slot_mem(dev, pool, to);
	if (mem) {
		used = pool->slot[from].frame.bytesused;
		copied = !loopback_slot_copy(dev, pool, from, mem->vaddr, used);
	}
	loopback_hub_lock(hub);
	dev->kept += copied;
	dev->kept_bytes += copied ? used : 0;
	loopback_keep_end(hub, pool, from, to, copied);
	loopback_hub_unlock(hub);
	loopback_mem_put(mem);
	loopback_pool_put(pool);
}
