// SPDX-License-Identifier: GPL-2.0-only
/*
 * The frame pool, its producer's side: publish, give back, keep.
 *
 * A slot is the producer's until it is published. It goes back when it is not
 * the newest any more and the last pin is gone: one slot at a time and late, so
 * that the choice suits what the consumers' next windows show already.
 */

#include <linux/bitops.h>

#include <loopback-trace.h>
#include "loopback-pool-votes.h"

/* Slots that could go back to the producer at once. */
static u64 loopback_superseded(const struct loopback_pool *pool)
{
	return pool->held & ~pool->pinned & ~pool->filling & ~loopback_latest_bit(pool);
}

static void loopback_producer_given(struct loopback_producer *producer)
{
	producer->polled = false;
	WRITE_ONCE(producer->given, producer->given + 1);
}

static void loopback_give_back(struct loopback_hub *hub, unsigned int i, bool error)
{
	struct loopback_pool *pool = hub->pool;
	struct loopback_entry *out = pool->slot[i].out;

	pool->slot[i].out = NULL;
	pool->held &= ~BIT_ULL(i);
	loopback_producer_given(hub->producer);
	loopback_entry_done(hub, out, error);
}

/*
 * Give one slot back to the producer, if it has none to dequeue: at once if a
 * window waits for that slot, else when the producer asks. The kept frame goes
 * last, and not while a token stands for it or it may be delivered again.
 */
void loopback_producer_reap(struct loopback_hub *hub)
{
	struct loopback_producer *producer = hub->producer;
	struct loopback_pool *pool = hub->pool;
	u64 free;

	lockdep_assert_held(&hub->lock);
	if (!producer || loopback_producer_ready(producer))
		return;
	free = loopback_superseded(pool);
	if (free) {
		int i = loopback_steer(pool, free, READ_ONCE(producer->hands),
				       loopback_producer_hungry(producer));

		if (i >= 0)
			loopback_give_back(hub, i, false);
	} else if (!hub->tokens && !hub->repeats && loopback_producer_hungry(producer) &&
		   (pool->held & ~pool->pinned & loopback_latest_bit(pool)) &&
		   (!hub->patience || loopback_hub_served(hub))) {
		unsigned int i = pool->latest;

		pool->latest = -1;
		loopback_give_back(hub, i, false);
	}
}

/* The slot is the newest frame from now on. Inline: it carries each frame. */
static __always_inline void loopback_newest(struct loopback_hub *hub, unsigned int slot)
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

static __always_inline void loopback_show(struct loopback_hub *hub, unsigned int slot,
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

/* A slot that no producer maps and nobody needs, or -1. It is the caller's to fill. */
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

/* A slot for a frame that is no producer's, or -1: while a producer waits, no frame is late. */
int loopback_insert_begin(struct loopback_hub *hub)
{
	return loopback_hub_served(hub) ? loopback_spare_begin(hub) : -1;
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

/* A buffer whose frame was copied goes back to the producer at once. */
void loopback_producer_return(struct loopback_hub *hub,
			      struct loopback_producer *producer,
			      struct loopback_entry *out)
{
	loopback_producer_given(producer);
	loopback_entry_done(hub, out, false);
}

/* It dequeues a buffer. Needs no hub->lock: only its own calls write these. */
void loopback_producer_dequeued(struct loopback_producer *producer)
{
	if (!loopback_producer_ready(producer))
		return;
	WRITE_ONCE(producer->taken, producer->taken + 1);
	WRITE_ONCE(producer->hands, producer->hands + 1);
}

/* A thread waits for a buffer, or poll() found none. */
void loopback_producer_wait(struct loopback_hub *hub, struct loopback_producer *producer,
			    bool sleeps)
{
	if (sleeps)
		producer->sleepers++;
	else if (!loopback_producer_ready(producer))
		producer->polled = true;
	if (hub->producer == producer)
		loopback_producer_reap(hub);
}

/* A thread has got a buffer, or waits no more. Others may have slept for that buffer. */
void loopback_producer_woken(struct loopback_hub *hub, struct loopback_producer *producer,
			     bool slept)
{
	if (slept)
		producer->sleepers--;
	if (producer->sleepers && hub->producer == producer)
		loopback_producer_reap(hub);
}

/* Hand back, as errors, whatever the producer has queued. */
void loopback_producer_stop(struct loopback_hub *hub, struct loopback_producer *producer,
			    struct loopback_pool *pool)
{
	while (hub->producer == producer && pool->held)
		loopback_give_back(hub, __ffs64(pool->held), true);
	WRITE_ONCE(producer->taken, producer->given);
	WRITE_ONCE(producer->hands, 0);
	producer->polled = false;
}

/*
 * Choose a slot for a frame that comes by copy; it is the caller's until it is
 * published or aborted. -1: none is free.
 */
int loopback_fill_begin(struct loopback_hub *hub)
{
	struct loopback_pool *pool = hub->pool;
	u64 bound = hub->producer->bound;
	/* its own buffers, and those whose memory is not what it will map */
	u64 user = bound & (~pool->held | pool->stale);
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

/* The producer wants a buffer, and only the need for the kept frame stands between. */
bool loopback_keep_wanted(const struct loopback_hub *hub)
{
	const struct loopback_producer *producer = hub->producer;
	const struct loopback_pool *pool = hub->pool;

	return (hub->tokens || hub->repeats) && producer &&
	       !loopback_producer_ready(producer) &&
	       loopback_producer_hungry(producer) && !loopback_superseded(pool) &&
	       (pool->held & loopback_latest_bit(pool));
}

/*
 * No copy could be kept: no frame is better than one that may change. So a token
 * that is out comes back as an error. It takes a spare that has no memory, or a
 * copy that runs in the last one: consumers alone never hold them all.
 */
void loopback_keep_drop(struct loopback_hub *hub, struct loopback_producer *producer)
{
	struct loopback_pool *pool = hub->pool;

	if (pool && (loopback_latest_bit(pool) & producer->bound))
		pool->latest = -1;
}
