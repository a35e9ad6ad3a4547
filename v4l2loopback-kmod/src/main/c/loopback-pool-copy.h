/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The frame pool, slots for copies: of a frame that comes in, and of the
 * newest.
 */

#ifndef LOOPBACK_POOL_COPY_H
#define LOOPBACK_POOL_COPY_H

#include <linux/types.h>

#include "loopback-pool.h"

int loopback_fill_begin(struct loopback_hub *hub);
void loopback_fill_abort(struct loopback_pool *pool, unsigned int slot);

int loopback_insert_begin(struct loopback_hub *hub);

int loopback_keep_begin(struct loopback_hub *hub);
void loopback_keep_end(struct loopback_hub *hub, struct loopback_pool *pool,
		       unsigned int from, unsigned int to, bool copied);
void loopback_keep_drop(struct loopback_hub *hub,
			struct loopback_producer *producer);

#endif /* LOOPBACK_POOL_COPY_H */
