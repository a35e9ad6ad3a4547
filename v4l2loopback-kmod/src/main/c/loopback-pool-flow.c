// SPDX-License-Identifier: GPL-2.0-only
/*
 * The frame pool, backpressure: with hub->patience a frame is not published
 * before every consumer has been given the one before. Frames that must wait do
 * so in their slots, in the backlog. Who lets patience run out loses frames from
 * then on, until it takes one again: the producer waits for it once.
 */

#include <loopback-trace.h>
#include "loopback-pool.h"

static bool loopback_unserved(const struct loopback_consumer *consumer, u64 seq)
{
	return !consumer->late && consumer->last < seq;
}

/* Nobody who is waited for lacks the newest frame: the next one may be published. */
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

/* From now on it is known who lacks the newest frame: patience begins to run. */
void loopback_flow_watch(struct loopback_hub *hub)
{
	if (!loopback_hub_served(hub))
		loopback_hub_limit(hub);
}

/* The slot holds a frame that must wait. Nobody touches a slot that is being filled. */
void loopback_flow_hold(struct loopback_pool *pool, unsigned int slot,
			const struct loopback_frame *frame)
{
	pool->slot[slot].frame = *frame;
	pool->filling |= BIT_ULL(slot);
	pool->backlog[(pool->first + pool->waiting++) % LOOPBACK_SLOTS_MAX] = slot;
}

/* A frame was published, or may be: for who waits until that is so. */
void loopback_flow_served(struct loopback_hub *hub)
{
	hub->wakes |= LOOPBACK_WAKE_WRITER;
	loopback_hub_served_buffers(hub);
}

/* A consumer has got a frame, or has gone: publish what may be published now. */
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
void loopback_flow_drop(struct loopback_hub *hub, const struct loopback_producer *producer)
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
