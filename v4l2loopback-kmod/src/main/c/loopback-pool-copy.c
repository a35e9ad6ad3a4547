// SPDX-License-Identifier: GPL-2.0-only
/*
 * The frame pool, slots for copies: of a frame that comes in, and of the
 * newest.
 */

#include <linux/bitops.h>

#include "loopback-pool-back.h"
#include "loopback-pool-copy.h"
#include "loopback-pool-patience.h"
#include "loopback-pool-steer.h"
#include "loopback-pool.h"

/*
 * Choose a slot for a frame that comes by copy; it is the caller's until it is
 * published or aborted. -1: none is free.
 */
int loopback_fill_begin(struct loopback_hub *hub)
{
	struct loopback_pool *pool = hub->pool;
	u64 bound = hub->producer->bound;
	/* its own buffers, and those whose memory is not what it will map */
	u64 user = bound & (~pool->held | pool->stale | pool->borrowed);
	u64 free = pool->all & ~pool->pinned & ~pool->filling & ~user &
		   ~loopback_latest_bit(pool);
	int i;

	if (!free)
		return -1;
	i = loopback_steer(pool, free, 0, true);
	pool->filling |= BIT_ULL(i);
	return i;
}

void loopback_fill_abort(struct loopback_pool *pool, unsigned int slot)
{
	pool->filling &= ~BIT_ULL(slot);
}

/*
 * A slot that no producer maps and nobody needs, or -1. It is the caller's to
 * fill.
 */
static int loopback_spare_begin(struct loopback_hub *hub)
{
	u64 bound = hub->producer ? hub->producer->bound : 0;
	struct loopback_pool *pool = hub->pool;
	u64 free = pool->all & ~bound & ~pool->pinned & ~pool->filling &
		   ~loopback_latest_bit(pool);
	int i;

	if (!free)
		return -1;
	i = __ffs64(free & pool->warm ? free & pool->warm : free);
	pool->filling |= BIT_ULL(i);
	return i;
}

/*
 * A slot for a frame that is no producer's, or -1: while a producer waits, no
 * frame is late.
 */
int loopback_insert_begin(struct loopback_hub *hub)
{
	return loopback_hub_served(hub) ? loopback_spare_begin(hub) : -1;
}

/*
 * The producer may soon write to the slot of the kept frame: choose a spare for
 * a copy of it. pool->latest is pinned and the result is being filled until
 * loopback_keep_end(). -1: nothing to keep, or no spare.
 */
int loopback_keep_begin(struct loopback_hub *hub)
{
	u64 bound = hub->producer ? hub->producer->bound : 0;
	struct loopback_pool *pool = hub->pool;
	int i;

	if (!pool || !(loopback_latest_bit(pool) & bound))
		return -1;
	i = loopback_spare_begin(hub);
	if (i < 0)
		return -1;
	pool->slot[pool->latest].pins++;
	pool->slot[pool->latest].briefs++;
	pool->pinned |= loopback_latest_bit(pool);
	return i;
}

void loopback_keep_end(struct loopback_hub *hub, struct loopback_pool *pool,
		       unsigned int from, unsigned int to, bool copied)
{
	struct loopback_slot *old = &pool->slot[from], *new = &pool->slot[to];

	pool->filling &= ~BIT_ULL(to);
	old->briefs--;
	if (!--old->pins)
		pool->pinned &= ~BIT_ULL(from);
	if (copied && hub->pool == pool && pool->latest == (int)from) {
		new->seq = old->seq;
		new->shown = old->shown;
		new->frame = old->frame;
		pool->latest = to;
	}
	if (hub->pool == pool)
		loopback_producer_reap(hub);
}

/*
 * No copy could be kept: no frame is better than one that may change. So a
 * token that is out comes back as an error. It takes a spare that has no
 * memory, or a copy that runs in the last one: consumers alone never hold them
 * all.
 */
void loopback_keep_drop(struct loopback_hub *hub,
			struct loopback_producer *producer)
{
	struct loopback_pool *pool = hub->pool;

	if (pool && (loopback_latest_bit(pool) & producer->bound))
		pool->latest = -1;
}
