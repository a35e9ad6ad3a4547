// SPDX-License-Identifier: GPL-2.0-only
/*
 * The frame pool, publishing: a slot becomes the newest frame. It is the
 * producer's, or whoever's fills it, until then.
 */

#include <linux/bitops.h>

#include <loopback-trace.h>
#include "loopback-pool-back.h"
#include "loopback-pool-deliver.h"
#include "loopback-pool-out.h"
#include "loopback-pool-patience.h"
#include "loopback-pool.h"
#include "loopback-wake.h"

/* The slot is the newest frame from now on. Inline: it carries each frame. */
static __always_inline void loopback_newest(struct loopback_hub *hub,
					    unsigned int slot)
{
	struct loopback_pool *pool = hub->pool;
	struct loopback_consumer *consumer, *next;

	pool->slot[slot].seq = ++pool->seq;
	if (loopback_timed())
		pool->slot[slot].shown = ktime_get_ns();
	pool->latest = slot;
	trace_loopback_publish(hub->video_nr, pool->seq, slot,
			       &pool->slot[slot].frame);
	list_for_each_entry_safe(consumer, next, &hub->consumers, link)
		loopback_consumer_deliver(hub, consumer);
	if (!list_empty(&hub->reading))
		hub->wakes |= LOOPBACK_WAKE_READERS;
	loopback_producer_reap(hub);
	if (hub->patience)
		loopback_flow_watch(hub);
}

static __always_inline void loopback_show(struct loopback_hub *hub,
					  unsigned int slot,
					  const struct loopback_frame *frame)
{
	hub->pool->filling &= ~BIT_ULL(slot);
	hub->pool->slot[slot].frame = *frame;
	hub->published++;
	hub->producer->frames++;
	loopback_newest(hub, slot);
	loopback_hub_arrived(hub);
	if (hub->patience)
		loopback_flow_served(hub);
}

void loopback_producer_show(struct loopback_hub *hub, unsigned int slot,
			    const struct loopback_frame *frame)
{
	loopback_show(hub, slot, frame);
}

/*
 * The slot holds a new frame. Its memory is either a buffer of the producer
 * (out), or was filled by a copy (out is NULL, the slot may still have one).
 */
void loopback_producer_publish(struct loopback_hub *hub, unsigned int slot,
			       struct loopback_entry *out,
			       const struct loopback_frame *frame)
{
	struct loopback_pool *pool = hub->pool;

	lockdep_assert_held(&hub->lock);
	if (out) {
		pool->slot[slot].out = out;
		pool->held |= BIT_ULL(slot);
	}
	if (hub->producer->hands)
		WRITE_ONCE(hub->producer->hands, hub->producer->hands - 1);
	if (hub->patience && !loopback_hub_served(hub))
		loopback_flow_hold(pool, slot, frame);
	else
		loopback_show(hub, slot, frame);
}

/* The slot of loopback_insert_begin() holds the frame. */
void loopback_hub_insert(struct loopback_hub *hub, unsigned int slot,
			 const struct loopback_frame *frame)
{
	lockdep_assert_held(&hub->lock);
	hub->pool->filling &= ~BIT_ULL(slot);
	hub->pool->slot[slot].frame = *frame;
	loopback_newest(hub, slot);
}

/*
 * Deliver the newest frame once more, as a new one. Its timestamp is now, or
 * so much later if the producer stamped it. False: there is none, or the
 * producer waits until everybody has it.
 */
bool loopback_hub_repeat(struct loopback_hub *hub, u64 now, u64 later)
{
	struct loopback_pool *pool = hub->pool;
	struct loopback_frame *frame;

	if (!pool || pool->latest < 0 || !loopback_hub_served(hub))
		return false;
	frame = &pool->slot[pool->latest].frame;
	frame->timestamp = frame->stamped ? frame->timestamp + later : now;
	loopback_newest(hub, pool->latest);
	return true;
}
