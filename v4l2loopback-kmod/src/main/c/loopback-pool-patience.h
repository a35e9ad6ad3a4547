/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The frame pool, patience: whether all consumers have the newest frame.
 */

#ifndef LOOPBACK_POOL_PATIENCE_H
#define LOOPBACK_POOL_PATIENCE_H

#include <linux/types.h>

#include "loopback-pool.h"

bool loopback_hub_served(const struct loopback_hub *hub);
void loopback_flow_watch(struct loopback_hub *hub);
void loopback_flow_hold(struct loopback_pool *pool, unsigned int slot,
			const struct loopback_frame *frame);

/* The consumer is waited for, and has not got that frame. */
static inline bool
loopback_unserved(const struct loopback_consumer *consumer, u64 seq)
{
	return !consumer->late && consumer->last < seq;
}

#endif /* LOOPBACK_POOL_PATIENCE_H */
