/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The frame pool, its slots' memory: which of them have some that may be used.
 */

#ifndef LOOPBACK_POOL_MEM_H
#define LOOPBACK_POOL_MEM_H

#include <linux/types.h>

#include "loopback-pool.h"

void loopback_slot_stale(struct loopback_pool *pool, u64 slots);
struct loopback_mem *loopback_slot_warm(struct loopback_pool *pool,
					unsigned int slot,
					struct loopback_mem *mem);
struct loopback_mem *loopback_slot_part(struct loopback_pool *pool,
					unsigned int slot);
int loopback_producer_bind(struct loopback_producer *producer,
			   struct loopback_pool *pool);
struct loopback_mem *
loopback_producer_unbind(struct loopback_producer *producer,
			 struct loopback_pool *pool, unsigned int slot);

int loopback_producer_borrow(struct loopback_producer *producer,
			     struct loopback_pool *pool);
struct loopback_mem *
loopback_producer_reclaim(struct loopback_producer *producer,
			  struct loopback_pool *pool, unsigned int slot,
			  struct loopback_mem *copy);

/* Somebody reads the frame in it, or may come to do so. */
static inline bool loopback_slot_needed(const struct loopback_pool *pool,
					unsigned int slot)
{
	return (pool->pinned | pool->filling | loopback_latest_bit(pool)) &
	       BIT_ULL(slot);
}

/*
 * The producer has stopped, but may write to its buffers still: these slots
 * hold frames that consumers read. Their buffers must move to other memory.
 */
static inline u64
loopback_producer_trapped(const struct loopback_producer *producer,
			  const struct loopback_pool *pool)
{
	return producer->bound & pool->pinned;
}

#endif /* LOOPBACK_POOL_MEM_H */
