/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The frame pool, the way back: what the producer gets to dequeue, and when.
 */

#ifndef LOOPBACK_POOL_BACK_H
#define LOOPBACK_POOL_BACK_H

#include <linux/compiler.h>
#include <linux/types.h>

#include "loopback-pool.h"

void loopback_producer_reap(struct loopback_hub *hub);
void loopback_producer_return(struct loopback_hub *hub,
			      struct loopback_producer *producer,
			      struct loopback_entry *out);
void loopback_producer_defer(struct loopback_hub *hub,
			     struct loopback_producer *producer,
			     struct loopback_entry *out);
void loopback_producer_undefer(struct loopback_hub *hub,
			       struct loopback_producer *producer);
void loopback_flow_served(struct loopback_hub *hub);

void loopback_producer_dequeued(struct loopback_producer *producer);
void loopback_producer_wait(struct loopback_hub *hub,
			    struct loopback_producer *producer, bool sleeps);
void loopback_producer_woken(struct loopback_hub *hub,
			     struct loopback_producer *producer, bool slept);
void loopback_producer_stop(struct loopback_hub *hub,
			    struct loopback_producer *producer,
			    struct loopback_pool *pool);
bool loopback_keep_wanted(const struct loopback_hub *hub);

/*
 * Buffers given back and not dequeued yet. One that was given back a moment ago
 * may not be complete: look at its queue, too.
 */
static inline unsigned int
loopback_producer_ready(const struct loopback_producer *producer)
{
	return READ_ONCE(producer->given) - READ_ONCE(producer->taken);
}

static inline bool
loopback_producer_hungry(const struct loopback_producer *producer)
{
	return READ_ONCE(producer->sleepers) || READ_ONCE(producer->polled);
}

#endif /* LOOPBACK_POOL_BACK_H */
