// SPDX-License-Identifier: GPL-2.0-only
/*
 * The frame pool, its slots' memory: which slots have some that may be used,
 * and what becomes of it when somebody leaves who may still see or write it.
 */

#include <linux/bitops.h>

#include "loopback-pool-mem.h"
#include "loopback-pool.h"

/* What there is may not be used any more: the next use gets new memory. */
void loopback_slot_stale(struct loopback_pool *pool, u64 slots)
{
	pool->stale |= pool->warm & slots;
	pool->warm &= ~slots;
}

/*
 * The slot has got memory, and keeps it. Returns what it had before, for the
 * caller to put after unlock, or NULL. Only who has the slot to itself may do
 * that: it fills the slot, or has bound it.
 */
struct loopback_mem *loopback_slot_warm(struct loopback_pool *pool,
					unsigned int slot,
					struct loopback_mem *mem)
{
	struct loopback_mem *old = pool->slot[slot].mem;

	WRITE_ONCE(pool->slot[slot].mem, mem);
	pool->stale &= ~BIT_ULL(slot);
	pool->warm |= BIT_ULL(slot);
	return old;
}

/*
 * Somebody has left who may still see or write the slot's memory. Returns the
 * memory, for the caller to put after unlock: the slot is cold then. NULL: it
 * has none, or the frame in it is needed still; then it is stale.
 */
struct loopback_mem *loopback_slot_part(struct loopback_pool *pool,
					unsigned int slot)
{
	u64 bit = BIT_ULL(slot);
	struct loopback_mem *mem;

	loopback_slot_stale(pool, bit);
	if (loopback_slot_needed(pool, slot))
		return NULL;
	mem = pool->slot[slot].mem;
	pool->slot[slot].mem = NULL;
	pool->stale &= ~bit;
	return mem;
}

/*
 * Choose a slot for an OUTPUT buffer: any that nobody reads and that is not the
 * kept frame, so that a new producer does not overwrite what consumers hold.
 * One free slot stays unbound, for the frame to keep. What memory the slot has
 * is stale: somebody else may have seen it, or see it still. So a slot without
 * memory goes first. -1: none is left.
 */
int loopback_producer_bind(struct loopback_producer *producer,
			   struct loopback_pool *pool)
{
	u64 free = pool->all & ~producer->bound & ~pool->pinned &
		   ~pool->filling & ~loopback_latest_bit(pool);
	int i;

	if (hweight64(free) < 2 || hweight64(producer->bound) >= pool->nout)
		return -1;
	i = __ffs64(free & ~pool->warm ? free & ~pool->warm : free);
	producer->bound |= BIT_ULL(i);
	loopback_slot_stale(pool, BIT_ULL(i));
	return i;
}

/* The OUTPUT buffer is no more. As loopback_slot_part(). */
struct loopback_mem *
loopback_producer_unbind(struct loopback_producer *producer,
			 struct loopback_pool *pool, unsigned int slot)
{
	producer->bound &= ~BIT_ULL(slot);
	return loopback_slot_part(pool, slot);
}

/*
 * Choose a slot as loopback_producer_bind() does. Its memory is going to be the
 * producer's own, so nobody else fills it. -1: none is left, or windows could
 * not show it.
 */
int loopback_producer_borrow(struct loopback_producer *producer,
			     struct loopback_pool *pool)
{
	int i = pool->whole ? -1 : loopback_producer_bind(producer, pool);

	if (i >= 0)
		pool->borrowed |= BIT_ULL(i);
	return i;
}

/*
 * The producer wants its memory back. Who reads the frame in the slot has copy
 * for it from now on; without one it is lost. Returns what the slot had, for
 * the caller to revoke and put after unlock, or NULL.
 */
struct loopback_mem *
loopback_producer_reclaim(struct loopback_producer *producer,
			  struct loopback_pool *pool, unsigned int slot,
			  struct loopback_mem *copy)
{
	struct loopback_mem *mem = pool->slot[slot].mem;
	u64 bit = BIT_ULL(slot);

	producer->bound &= ~bit;
	pool->borrowed &= ~bit;
	if (copy) {
		loopback_slot_warm(pool, slot, copy);
		return mem;
	}
	if (loopback_latest_bit(pool) & bit)
		pool->latest = -1;
	WRITE_ONCE(pool->slot[slot].mem, NULL);
	pool->warm &= ~bit;
	pool->stale &= ~bit;
	return mem;
}
