// SPDX-License-Identifier: GPL-2.0-only
/*
 * The frame pool, patience: whether all consumers have the newest frame, and
 * what waits until they do. With hub->patience a frame is not published before
 * every consumer has been given the one before; frames that must wait do so in
 * their slots, in the backlog.
 */

#include <linux/bitops.h>

#include "loopback-pool-patience.h"
#include "loopback-pool.h"
#include "loopback-wake.h"

/* Nobody who is waited for lacks the newest frame: another may be published. */
bool loopback_hub_served(const struct loopback_hub *hub)
{
	const struct loopback_pool *pool = hub->pool;
	const struct loopback_consumer *consumer;
	u64 seq;

	if (!hub->patience || !pool || pool->latest < 0)
		return true;
	seq = pool->slot[pool->latest].seq;
	list_for_each_entry(consumer, &hub->consumers, link)
		if (loopback_unserved(consumer, seq))
			return false;
	list_for_each_entry(consumer, &hub->reading, link)
		if (loopback_unserved(consumer, seq))
			return false;
	return true;
}

/*
 * From now on it is known who lacks the newest frame: patience begins to run.
 */
void loopback_flow_watch(struct loopback_hub *hub)
{
	if (!loopback_hub_served(hub))
		loopback_hub_limit(hub);
}

/*
 * The slot holds a frame that must wait. Nobody touches a slot that is being
 * filled.
 */
void loopback_flow_hold(struct loopback_pool *pool, unsigned int slot,
			const struct loopback_frame *frame)
{
	unsigned int i;

	pool->slot[slot].frame = *frame;
	pool->filling |= BIT_ULL(slot);
	i = (pool->first + pool->waiting++) % LOOPBACK_SLOTS_MAX;
	pool->backlog[i] = slot;
}
