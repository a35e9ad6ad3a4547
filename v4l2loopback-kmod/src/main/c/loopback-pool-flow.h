/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The frame pool, backpressure: what waits is published as soon as it may be.
 */

#ifndef LOOPBACK_POOL_FLOW_H
#define LOOPBACK_POOL_FLOW_H

#include "loopback-pool.h"

void loopback_flow_pump(struct loopback_hub *hub);
void loopback_flow_drop(struct loopback_hub *hub,
			const struct loopback_producer *producer);
void loopback_flow_set(struct loopback_hub *hub, unsigned int patience);
void loopback_flow_expire(struct loopback_hub *hub);

#endif /* LOOPBACK_POOL_FLOW_H */
