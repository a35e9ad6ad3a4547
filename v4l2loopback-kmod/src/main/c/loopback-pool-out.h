/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The frame pool, publishing: a slot becomes the newest frame.
 */

#ifndef LOOPBACK_POOL_OUT_H
#define LOOPBACK_POOL_OUT_H

#include <linux/types.h>

#include "loopback-pool.h"

void loopback_producer_publish(struct loopback_hub *hub, unsigned int slot,
			       struct loopback_entry *out,
			       const struct loopback_frame *frame);
void loopback_producer_show(struct loopback_hub *hub, unsigned int slot,
			    const struct loopback_frame *frame);
void loopback_hub_insert(struct loopback_hub *hub, unsigned int slot,
			 const struct loopback_frame *frame);
bool loopback_hub_repeat(struct loopback_hub *hub, u64 now, u64 later);

#endif /* LOOPBACK_POOL_OUT_H */
