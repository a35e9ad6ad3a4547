// SPDX-License-Identifier: GPL-2.0-only
/*
 * The frame pool, delivery: who gets the newest frame, and who may hold it.
 *
 * A consumer pins the slot of its frame, at most LOOPBACK_PINS_MAX slots. Who
 * holds that many gets its next buffer without a frame, as a token: when it
 * dequeues that, it gets the newest one by a copy.
 */

#include <linux/bitops.h>
#include <linux/minmax.h>

#include <loopback-trace.h>
#include "loopback-entry.h"
#include "loopback-frame.h"
#include "loopback-pool-deliver.h"
#include "loopback-pool-hub.h"
#include "loopback-pool-steer.h"
#include "loopback-pool.h"

static void loopback_untoken(struct loopback_hub *hub,
			     struct loopback_consumer *consumer)
{
	if (!consumer->token)
		return;
	consumer->token->token = false;
	consumer->token = NULL;
	if (consumer->streaming)
		hub->tokens--;
}

/* Leave the list of those who are served; pins and queue stay. */
static void loopback_unlink(struct loopback_hub *hub,
			    struct loopback_consumer *consumer)
{
	if (!consumer->streaming)
		return;
	loopback_untoken(hub, consumer);
	loopback_vote_withdraw(consumer);
	list_del_init(&consumer->link);
	consumer->streaming = false;
	if (!consumer->pins)
		hub->idle--;
}

/* How many slots the producer has, or will have, for its own buffers. */
static unsigned int
loopback_bound_slots(const struct loopback_producer *producer,
		     const struct loopback_pool *pool)
{
	unsigned int bound = hweight64(producer->bound);

	return max(bound, min(producer->brings, pool->nout));
}

/*
 * May the consumer hold the newest frame? Constants only: a share that depends
 * on the number of consumers cannot be taken back from who came first. The
 * producer must always find free slots, one spare must stay free for the kept
 * frame, and who holds nothing goes before who holds something.
 */
static bool loopback_may_pin(const struct loopback_hub *hub,
			     const struct loopback_consumer *consumer)
{
	const struct loopback_pool *pool = hub->pool;
	u64 latest = BIT_ULL(pool->latest), group = pool->all;
	u64 bound = hub->producer ? hub->producer->bound : 0;
	unsigned int slots, used;

	if (consumer->pins >= LOOPBACK_PINS_MAX)
		return false;
	if (pool->slot[pool->latest].pins > pool->slot[pool->latest].briefs)
		return true;
	if (bound)
		group = bound & latest ? bound : pool->all & ~bound;
	slots = group == bound ? loopback_bound_slots(hub->producer, pool) :
				 hweight64(group);
	used = hweight64(pool->pinned & group);
	if (bound && !(bound & latest))
		return used + 2 <= slots;
	if (consumer->pins)
		used += hub->idle;
	return used + clamp(slots - 1, 2u, 4u) <= slots;
}

/* Apart from the rest: it is asked for, or frames were missed. */
static noinline void loopback_pin_note(struct loopback_consumer *consumer,
				       struct loopback_entry *entry,
				       const struct loopback_slot *slot,
				       u64 missed, enum loopback_drop why)
{
	consumer->dropped += missed;
	if (loopback_timed()) {
		entry->shown = slot->shown;
		entry->pinned = ktime_get_ns();
	}
	if (missed)
		trace_loopback_drop(consumer->who, slot->seq - missed, missed,
				    why);
}

static void loopback_pin(struct loopback_hub *hub,
			 struct loopback_consumer *consumer,
			 struct loopback_entry *entry, bool brief,
			 enum loopback_drop why)
{
	struct loopback_pool *pool = hub->pool;
	struct loopback_slot *slot = &pool->slot[pool->latest];
	u64 missed = consumer->last ? slot->seq - consumer->last - 1 : 0;

	if (!consumer->base)
		consumer->base = slot->seq;
	consumer->last = slot->seq;
	consumer->frames++;
	if (!consumer->pins++ && consumer->streaming)
		hub->idle--;
	if (!slot->pins++)
		pool->pinned |= BIT_ULL(pool->latest);
	slot->briefs += brief;
	consumer->late = false;
	entry->brief = brief;
	entry->pin = pool->latest;
	entry->seq = slot->seq;
	if (missed || loopback_timed())
		loopback_pin_note(consumer, entry, slot, missed, why);
}

/* The same for a buffer of a queue, which is told what it got. */
static void loopback_pin_buffer(struct loopback_hub *hub,
				struct loopback_consumer *consumer,
				struct loopback_entry *entry, bool brief,
				enum loopback_drop why)
{
	loopback_pin(hub, consumer, entry, brief, why);
	loopback_entry_stamp(entry, &hub->pool->slot[entry->pin].frame,
			     consumer->last - consumer->base);
}

/*
 * True if the entry held a slot. To give that back to the producer is the
 * business of loopback_producer_reap().
 */
bool loopback_consumer_unpin(struct loopback_hub *hub,
			     struct loopback_consumer *consumer,
			     struct loopback_entry *entry)
{
	struct loopback_pool *pool = consumer->pool;
	int slot = entry->pin;

	if (slot < 0)
		return false;
	pool->slot[slot].briefs -= entry->brief;
	if (!--pool->slot[slot].pins)
		pool->pinned &= ~BIT_ULL(slot);
	if (!--consumer->pins && consumer->streaming)
		hub->idle++;
	entry->pin = -1;
	trace_loopback_release(consumer->who, entry->seq, slot,
			       entry->pinned);
	return true;
}

/* There is a frame that the consumer has not got. */
static bool loopback_unseen(const struct loopback_pool *pool,
			    const struct loopback_consumer *consumer)
{
	return pool->latest >= 0 &&
	       consumer->last < pool->slot[pool->latest].seq;
}

/* It has got all of a stream that has ended, and was not told that it has. */
static bool loopback_end_due(const struct loopback_hub *hub,
			     const struct loopback_consumer *consumer)
{
	const struct loopback_pool *pool = hub->pool;

	return consumer->ends != hub->ends &&
	       !(loopback_unseen(pool, consumer) &&
		 pool->slot[pool->latest].seq <= pool->end);
}

/* For who reads or polls: a frame, or the end. */
bool loopback_consumer_ready(const struct loopback_hub *hub,
			     const struct loopback_consumer *consumer)
{
	return loopback_unseen(hub->pool, consumer) ||
	       loopback_end_due(hub, consumer);
}

static struct loopback_entry *
loopback_next_entry(struct loopback_consumer *consumer)
{
	struct loopback_entry *entry = consumer->queue;

	consumer->queue = entry->next;
	if (!consumer->queue)
		consumer->queue_end = &consumer->queue;
	loopback_vote_del(consumer->pool, entry);
	return entry;
}

/* Take the first entry off the queue, or NULL. Nobody else gives it a frame. */
struct loopback_entry *
loopback_consumer_unqueue(struct loopback_consumer *consumer)
{
	return consumer->queue ? loopback_next_entry(consumer) : NULL;
}

/* This buffer tells the end of the stream, and nothing follows. */
static void loopback_end(struct loopback_hub *hub,
			 struct loopback_consumer *consumer,
			 struct loopback_entry *entry)
{
	loopback_unlink(hub, consumer);
	loopback_entry_last(entry, consumer->base ?
			    consumer->last - consumer->base + 1 : 0);
}

/* Its generation is over: a buffer says so, as soon as there is one. */
void loopback_deliver_cut(struct loopback_hub *hub,
			  struct loopback_consumer *consumer)
{
	struct loopback_entry *entry;

	if (!consumer->cut || consumer->token || !consumer->queue)
		return;
	entry = loopback_next_entry(consumer);
	consumer->cut = false;
	loopback_end(hub, consumer, entry);
	loopback_entry_done(hub, entry, false);
}

/* A token that is out becomes the buffer that says so: it is the last one. */
static void loopback_cut(struct loopback_hub *hub,
			 struct loopback_consumer *consumer)
{
	struct loopback_entry *token = consumer->token;

	loopback_unlink(hub, consumer);
	consumer->cut = true;
	consumer->token = token;
	if (token)
		token->token = true;
	loopback_deliver_cut(hub, consumer);
}

/*
 * End a generation: nobody gets another frame of it, and who streams is told.
 * The reference is the caller's.
 */
struct loopback_pool *loopback_hub_detach(struct loopback_hub *hub)
{
	struct loopback_pool *pool = hub->pool;
	struct loopback_consumer *consumer, *next;

	list_for_each_entry_safe(consumer, next, &hub->consumers, link)
		loopback_cut(hub, consumer);
	list_for_each_entry_safe(consumer, next, &hub->reading, link)
		list_del_init(&consumer->link);
	hub->pool = NULL;
	return pool;
}

/* It has got all there is, or will with its token. */
static void loopback_deliver_end(struct loopback_hub *hub,
				 struct loopback_consumer *consumer)
{
	struct loopback_entry *entry;

	if (consumer->token || !consumer->queue)
		return;
	entry = loopback_next_entry(consumer);
	loopback_end(hub, consumer, entry);
	loopback_entry_done(hub, entry, false);
}

/*
 * Give the consumer's oldest buffer the newest frame. When it may not hold one
 * more slot, the buffer is done all the same, as a token.
 */
static inline void loopback_deliver_frame(struct loopback_hub *hub,
					  struct loopback_consumer *consumer)
{
	struct loopback_entry *entry;

	if (!loopback_unseen(hub->pool, consumer) || consumer->token)
		return;
	if (!consumer->queue) {
		consumer->starved++;
		return;
	}
	entry = loopback_next_entry(consumer);
	if (entry->turn != hub->pool->seq)
		loopback_vote_recount(consumer);
	if (loopback_may_pin(hub, consumer)) {
		loopback_pin_buffer(hub, consumer, entry, false,
				    LOOPBACK_DROP_QUEUE);
	} else {
		consumer->denied++;
		consumer->token = entry;
		entry->token = true;
		hub->tokens++;
	}
	loopback_entry_done(hub, entry, false);
}

/* The last frame of a stream if there is time for it, then the end. */
static void loopback_deliver_rest(struct loopback_hub *hub,
				  struct loopback_consumer *consumer)
{
	if (!loopback_end_due(hub, consumer))
		loopback_deliver_frame(hub, consumer);
	loopback_deliver_end(hub, consumer);
}

void loopback_consumer_deliver(struct loopback_hub *hub,
			       struct loopback_consumer *consumer)
{
	if (consumer->ends == hub->ends)
		loopback_deliver_frame(hub, consumer);
	else
		loopback_deliver_rest(hub, consumer);
}

/*
 * The stream has ended: tell it to those who are there, after its last frame.
 */
void loopback_hub_end(struct loopback_hub *hub)
{
	struct loopback_consumer *consumer, *next;

	hub->ends++;
	if (!hub->pool)
		return;
	hub->pool->end = hub->pool->seq;
	list_for_each_entry_safe(consumer, next, &hub->consumers, link)
		loopback_consumer_deliver(hub, consumer);
	hub->wakes |= LOOPBACK_WAKE_READERS;
}

/* It is served no more; its pins stay. */
void loopback_deliver_leave(struct loopback_hub *hub,
			    struct loopback_consumer *consumer)
{
	loopback_untoken(hub, consumer);
	loopback_unlink(hub, consumer);
	consumer->cut = false;
}

static enum loopback_take
loopback_take_newest(struct loopback_hub *hub,
		     struct loopback_consumer *consumer,
		     struct loopback_entry *entry)
{
	struct loopback_pool *pool = consumer->pool;
	bool limited;

	if (hub->pool == pool && loopback_end_due(hub, consumer)) {
		loopback_end(hub, consumer, entry);
		return LOOPBACK_TAKE_END;
	}
	if (hub->pool != pool || pool->latest < 0)
		return LOOPBACK_TAKE_NOTHING;
	limited = !loopback_may_pin(hub, consumer);
	loopback_pin_buffer(hub, consumer, entry, limited, LOOPBACK_DROP_PINS);
	if (consumer->ends != hub->ends)
		loopback_deliver_end(hub, consumer);
	return limited ? LOOPBACK_TAKE_COPY : LOOPBACK_TAKE_SHARE;
}

/*
 * A token is dequeued: it takes the newest frame, whatever the consumer holds.
 */
enum loopback_take loopback_deliver_token(struct loopback_hub *hub,
					  struct loopback_consumer *consumer,
					  struct loopback_entry *entry)
{
	loopback_untoken(hub, consumer);
	if (consumer->streaming)
		loopback_vote_recount(consumer);	/* it has missed some */
	if (consumer->cut) {
		consumer->cut = false;
		loopback_end(hub, consumer, entry);
		return LOOPBACK_TAKE_END;
	}
	return loopback_take_newest(hub, consumer, entry);
}

/* read(): pin the newest frame if it is new to it, or hear of the end, once. */
enum loopback_grab loopback_deliver_grab(struct loopback_hub *hub,
					 struct loopback_consumer *consumer,
					 struct loopback_entry *entry)
{
	bool limited;

	if (loopback_end_due(hub, consumer)) {
		consumer->ends = hub->ends;
		return LOOPBACK_GRAB_END;
	}
	if (!loopback_unseen(hub->pool, consumer))
		return LOOPBACK_GRAB_NOTHING;
	limited = !loopback_may_pin(hub, consumer);
	loopback_pin(hub, consumer, entry, limited, LOOPBACK_DROP_READ);
	return limited ? LOOPBACK_GRAB_LIMITED : LOOPBACK_GRAB_FRAME;
}
