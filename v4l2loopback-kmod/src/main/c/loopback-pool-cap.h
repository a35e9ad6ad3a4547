/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The frame pool, its consumers' side: what a consumer does.
 */

#ifndef LOOPBACK_POOL_CAP_H
#define LOOPBACK_POOL_CAP_H

#include "loopback-pool-deliver.h"
#include "loopback-pool.h"

void loopback_consumer_start(struct loopback_hub *hub,
			     struct loopback_consumer *consumer);
void loopback_consumer_read(struct loopback_hub *hub,
			    struct loopback_consumer *consumer);
void loopback_consumer_stop(struct loopback_hub *hub,
			    struct loopback_consumer *consumer);
void loopback_consumer_queue(struct loopback_hub *hub,
			     struct loopback_consumer *consumer,
			     struct loopback_entry *entry);
enum loopback_take loopback_consumer_take(struct loopback_hub *hub,
					  struct loopback_consumer *consumer,
					  struct loopback_entry *entry);
enum loopback_grab loopback_consumer_grab(struct loopback_hub *hub,
					  struct loopback_consumer *consumer,
					  struct loopback_entry *entry);
void loopback_consumer_release(struct loopback_hub *hub,
			       struct loopback_consumer *consumer,
			       struct loopback_entry *entry);

#endif /* LOOPBACK_POOL_CAP_H */
