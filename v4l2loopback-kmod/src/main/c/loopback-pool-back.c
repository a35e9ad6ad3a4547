// SPDX-License-Identifier: GPL-2.0-only
/*
 * The frame pool, the way back: what the producer gets to dequeue, and when.
 *
 * A slot goes back when it is not the newest any more and the last pin is gone:
 * one slot at a time and late, so that the choice suits what the consumers'
 * next windows show already.
 */

#include <linux/bitops.h>

#include "loopback-pool-back.h"
#include "loopback-pool-hub.h"
#include "loopback-pool-patience.h"
#include "loopback-pool-steer.h"
#include "loopback-pool.h"

/* Slots that could go back to the producer at once. */
static u64 loopback_superseded(const struct loopback_pool *pool)
{
	return pool->held & ~pool->pinned & ~pool->filling &
	       ~loopback_latest_bit(pool);
}

static void loopback_producer_given(struct loopback_producer *producer)
{
	WRITE_ONCE(producer->polled, false);
	WRITE_ONCE(producer->given, producer->given + 1);
}

static void loopback_give_back(struct loopback_hub *hub, unsigned int i,
			       bool error)
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
	} else if (!hub->tokens && !hub->repeats &&
		   loopback_producer_hungry(producer) &&
		   (pool->held & ~pool->pinned & loopback_latest_bit(pool)) &&
		   (!hub->patience || loopback_hub_served(hub))) {
		unsigned int i = pool->latest;

		pool->latest = -1;
		loopback_give_back(hub, i, false);
	}
}

/* A buffer whose frame was copied goes back to the producer. */
void loopback_producer_return(struct loopback_hub *hub,
			      struct loopback_producer *producer,
			      struct loopback_entry *out)
{
	loopback_producer_given(producer);
	loopback_entry_done(hub, out, false);
}

/* It is to wait until the frame that was copied from it is served. */
void loopback_producer_defer(struct loopback_hub *hub,
			     struct loopback_producer *producer,
			     struct loopback_entry *out)
{
	lockdep_assert_held(&hub->lock);
	list_add_tail(&out->link, &producer->unserved);
	producer->unserved_count++;
}

/*
 * Give back what was copied and is served. Frames go out in the order of their
 * buffers: the last ones are those that wait, and the newest one if somebody
 * lacks it.
 */
static void loopback_producer_served(struct loopback_hub *hub)
{
	struct loopback_producer *producer = hub->producer;
	struct loopback_entry *entry;
	unsigned int due;

	if (!producer->unserved_count)
		return;
	due = hub->pool->waiting + !loopback_hub_served(hub);
	while (producer->unserved_count > due) {
		entry = list_first_entry(&producer->unserved,
					 struct loopback_entry, link);
		list_del_init(&entry->link);
		producer->unserved_count--;
		loopback_producer_return(hub, producer, entry);
	}
}

/* A frame was published, or may be: for who waits until that is so. */
void loopback_flow_served(struct loopback_hub *hub)
{
	lockdep_assert_held(&hub->lock);
	hub->wakes |= LOOPBACK_WAKE_WRITER;
	loopback_producer_served(hub);
}

/* Nobody waits any more: they come back as errors. */
void loopback_producer_undefer(struct loopback_hub *hub,
			       struct loopback_producer *producer)
{
	struct loopback_entry *entry, *next;

	lockdep_assert_held(&hub->lock);
	list_for_each_entry_safe(entry, next, &producer->unserved, link) {
		list_del_init(&entry->link);
		loopback_entry_done(hub, entry, true);
	}
	producer->unserved_count = 0;
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
void loopback_producer_wait(struct loopback_hub *hub,
			    struct loopback_producer *producer, bool sleeps)
{
	if (sleeps)
		producer->sleepers++;
	else
		WRITE_ONCE(producer->polled, true);
	if (hub->producer == producer)
		loopback_producer_reap(hub);
}

/*
 * A thread has got a buffer, or waits no more. Others may have slept for that
 * buffer.
 */
void loopback_producer_woken(struct loopback_hub *hub,
			     struct loopback_producer *producer, bool slept)
{
	if (slept)
		producer->sleepers--;
	if (loopback_producer_hungry(producer) && hub->producer == producer)
		loopback_producer_reap(hub);
}

/* Hand back, as errors, whatever the producer has queued. */
void loopback_producer_stop(struct loopback_hub *hub,
			    struct loopback_producer *producer,
			    struct loopback_pool *pool)
{
	while (hub->producer == producer && pool->held)
		loopback_give_back(hub, __ffs64(pool->held), true);
	WRITE_ONCE(producer->taken, producer->given);
	WRITE_ONCE(producer->hands, 0);
	producer->polled = false;
}

/*
 * The producer wants a buffer, and only the need for the kept frame stands
 * between.
 */
bool loopback_keep_wanted(const struct loopback_hub *hub)
{
	const struct loopback_producer *producer = hub->producer;
	const struct loopback_pool *pool = hub->pool;

	return (hub->tokens || hub->repeats) && producer &&
	       !loopback_producer_ready(producer) &&
	       loopback_producer_hungry(producer) &&
	       !loopback_superseded(pool) &&
	       (pool->held & loopback_latest_bit(pool));
}
