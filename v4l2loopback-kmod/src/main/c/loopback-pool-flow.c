// SPDX-License-Identifier: GPL-2.0-only
/*
 * The frame pool, backpressure: what waits is published as soon as it may be.
 * Who lets patience run out loses frames from then on, until it takes one
 * again: the producer waits for it once.
 */

#include <linux/bitops.h>

#include <loopback-trace.h>
#include "loopback-frame.h"
#include "loopback-pool-back.h"
#include "loopback-pool-flow.h"
#include "loopback-pool-out.h"
#include "loopback-pool-patience.h"
#include "loopback-pool.h"

/*
 * A consumer has got a frame, or has gone: publish what may be published now.
 */
void loopback_flow_pump(struct loopback_hub *hub)
{
	struct loopback_pool *pool = hub->pool;
	struct loopback_frame frame;
	unsigned int slot;

	if (!pool || !hub->producer || !loopback_hub_served(hub))
		return;
	while (pool->waiting && loopback_hub_served(hub)) {
		slot = pool->backlog[pool->first];
		pool->first = (pool->first + 1) % LOOPBACK_SLOTS_MAX;
		pool->waiting--;
		frame = pool->slot[slot].frame;
		loopback_producer_show(hub, slot, &frame);
	}
	loopback_producer_reap(hub);
	loopback_flow_served(hub);
}

/* What waits is never published: the slots are free for the frame to keep. */
void loopback_flow_drop(struct loopback_hub *hub,
			const struct loopback_producer *producer)
{
	struct loopback_pool *pool = hub->pool;

	if (hub->producer != producer)
		return;
	if (pool->waiting)
		trace_loopback_drop(producer->who, 0, pool->waiting,
				    LOOPBACK_DROP_STOPPED);
	for (; pool->waiting; pool->waiting--) {
		pool->filling &= ~BIT_ULL(pool->backlog[pool->first]);
		pool->first = (pool->first + 1) % LOOPBACK_SLOTS_MAX;
	}
}

/* How long the producer waits for consumers, in ms; 0: never. */
void loopback_flow_set(struct loopback_hub *hub, unsigned int patience)
{
	bool waited = hub->patience;

	hub->patience = patience;
	if (waited)
		loopback_flow_pump(hub);
	loopback_flow_watch(hub);
}

/* Patience with those who lack the newest frame has run out. */
void loopback_flow_expire(struct loopback_hub *hub)
{
	struct loopback_consumer *consumer;
	u64 seq;

	if (loopback_hub_served(hub))
		return;
	seq = hub->pool->slot[hub->pool->latest].seq;
	list_for_each_entry(consumer, &hub->consumers, link)
		consumer->late |= loopback_unserved(consumer, seq);
	list_for_each_entry(consumer, &hub->reading, link)
		consumer->late |= loopback_unserved(consumer, seq);
	loopback_flow_pump(hub);
}
