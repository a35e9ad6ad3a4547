// SPDX-License-Identifier: GPL-2.0-only
/*
 * The frame pool, the hub: its lock, and what waits until that is released.
 *
 * To complete a buffer and to wake its owner takes long, and there may be many.
 * So a section under hub->lock only collects what is done. It takes
 * hub->done_lock before it releases hub->lock: the batches are completed in the
 * order of the sections, and so each queue stays first in, first out.
 */

#include <linux/string.h>

#include "loopback-entry.h"
#include "loopback-pool-hub.h"
#include "loopback-pool.h"
#include "loopback-wake.h"

void loopback_hub_init(struct loopback_hub *hub)
{
	memset(hub, 0, sizeof(*hub));
	spin_lock_init(&hub->lock);
	spin_lock_init(&hub->done_lock);
	INIT_LIST_HEAD(&hub->consumers);
	INIT_LIST_HEAD(&hub->reading);
	hub->done_end = &hub->done;
}

void loopback_pool_init(struct loopback_pool *pool, unsigned int nout,
			u32 size)
{
	kref_init(&pool->kref);
	pool->size = size;
	pool->nout = nout;
	pool->nslots = nout + LOOPBACK_SPARES;
	pool->all = GENMASK_ULL(pool->nslots - 1, 0);
	pool->latest = -1;
}

void loopback_consumer_init(struct loopback_consumer *consumer)
{
	INIT_LIST_HEAD(&consumer->link);
	consumer->queue_end = &consumer->queue;
}

void loopback_producer_init(struct loopback_producer *producer)
{
	INIT_LIST_HEAD(&producer->unserved);
}

void loopback_hub_attach(struct loopback_hub *hub, struct loopback_pool *pool)
{
	lockdep_assert_held(&hub->lock);
	hub->pool = pool;
}

static void loopback_hub_wake(struct loopback_hub *hub,
			      struct loopback_producer *producer,
			      unsigned int wakes)
{
	struct loopback_consumer *consumer;

	if (wakes & LOOPBACK_WAKE_READERS)
		list_for_each_entry(consumer, &hub->reading, link)
			loopback_consumer_wake(consumer);
	if (wakes & LOOPBACK_WAKE_WRITER && producer)
		loopback_producer_wake(producer);
}

/*
 * Release hub->lock, and complete what was done; leaves hub->done_lock taken.
 */
static __always_inline void loopback_hub_complete(struct loopback_hub *hub)
	__releases(&hub->lock)
	__acquires(&hub->done_lock)
{
	struct loopback_entry *entry = hub->done, *next;

	hub->done = NULL;
	hub->done_end = &hub->done;
	spin_lock(&hub->done_lock);
	spin_unlock(&hub->lock);
	for (; entry; entry = next) {
		/* once it is complete, its owner may queue it again */
		next = entry->next;
		loopback_entry_complete(entry);
	}
}

void loopback_hub_hand_over(struct loopback_hub *hub)
	__releases(&hub->lock)
{
	loopback_hub_complete(hub);
	spin_unlock(&hub->done_lock);
}

/* The same if somebody is to be woken, which is not so for each frame. */
void loopback_hub_hand_over_wake(struct loopback_hub *hub)
	__releases(&hub->lock)
{
	struct loopback_producer *producer = hub->producer;
	unsigned int wakes = hub->wakes;

	hub->wakes = 0;
	loopback_hub_complete(hub);
	loopback_hub_wake(hub, producer, wakes);
	spin_unlock(&hub->done_lock);
}

/*
 * Wait until what was done before is complete. Who has left the hub calls that,
 * without hub->lock, before its queue or itself goes.
 */
void loopback_hub_settle(struct loopback_hub *hub)
{
	spin_lock(&hub->done_lock);
	spin_unlock(&hub->done_lock);
}

/* hub->reading is walked under either lock, so it changes under both. */
void loopback_reading_add(struct loopback_hub *hub,
			  struct loopback_consumer *consumer)
{
	spin_lock(&hub->done_lock);
	list_add_tail(&consumer->link, &hub->reading);
	spin_unlock(&hub->done_lock);
}

void loopback_reading_del(struct loopback_hub *hub,
			  struct loopback_consumer *consumer)
{
	if (list_empty(&consumer->link))
		return;
	spin_lock(&hub->done_lock);
	list_del_init(&consumer->link);
	spin_unlock(&hub->done_lock);
}
