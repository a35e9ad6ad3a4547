/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The frame pool, the hub: its lock, and what waits until that is released.
 */

#ifndef LOOPBACK_POOL_HUB_H
#define LOOPBACK_POOL_HUB_H

#include <linux/kernel.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "loopback-pool.h"

void loopback_hub_init(struct loopback_hub *hub);
void loopback_pool_init(struct loopback_pool *pool, unsigned int nout,
			u32 size);
void loopback_consumer_init(struct loopback_consumer *consumer);
void loopback_producer_init(struct loopback_producer *producer);
void loopback_hub_attach(struct loopback_hub *hub, struct loopback_pool *pool);

void loopback_hub_hand_over(struct loopback_hub *hub)
	__releases(&hub->lock);
void loopback_hub_hand_over_wake(struct loopback_hub *hub)
	__releases(&hub->lock);
void loopback_hub_settle(struct loopback_hub *hub);
void loopback_reading_add(struct loopback_hub *hub,
			  struct loopback_consumer *consumer);
void loopback_reading_del(struct loopback_hub *hub,
			  struct loopback_consumer *consumer);

/* Each section under hub->lock begins so, and ends in loopback_hub_unlock(). */
static inline void loopback_hub_lock(struct loopback_hub *hub)
	__acquires(&hub->lock)
{
	spin_lock(&hub->lock);
	/* a section that ended with spin_unlock() left its batch */
	if (IS_ENABLED(CONFIG_PROVE_LOCKING))
		WARN_ON_ONCE(hub->done || hub->wakes);
}

/* The buffer goes back to its queue's owner, after unlock. */
static inline void loopback_entry_done(struct loopback_hub *hub,
				       struct loopback_entry *entry, bool error)
{
	entry->error = error;
	entry->next = NULL;
	*hub->done_end = entry;
	hub->done_end = &entry->next;
}

/* What was done in the section is complete when this returns. */
static inline void loopback_hub_unlock(struct loopback_hub *hub)
	__releases(&hub->lock)
{
	if (hub->wakes)
		loopback_hub_hand_over_wake(hub);
	else if (hub->done)
		loopback_hub_hand_over(hub);
	else
		spin_unlock(&hub->lock);
}

#endif /* LOOPBACK_POOL_HUB_H */
