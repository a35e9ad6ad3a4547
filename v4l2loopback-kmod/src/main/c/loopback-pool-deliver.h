/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The frame pool, delivery: who gets the newest frame, and who may hold it.
 */

#ifndef LOOPBACK_POOL_DELIVER_H
#define LOOPBACK_POOL_DELIVER_H

#include <linux/types.h>

#include "loopback-pool.h"

/**
 * enum loopback_take - what a consumer that dequeues a buffer is to do
 * @LOOPBACK_TAKE_SHARE: show the slot that is pinned
 * @LOOPBACK_TAKE_COPY: copy it and unpin, the consumer holds too many
 * @LOOPBACK_TAKE_END: the stream has ended
 * @LOOPBACK_TAKE_NOTHING: there is no frame
 */
enum loopback_take {
	LOOPBACK_TAKE_SHARE,
	LOOPBACK_TAKE_COPY,
	LOOPBACK_TAKE_END,
	LOOPBACK_TAKE_NOTHING,
};

/**
 * enum loopback_grab - what read() is to do
 * @LOOPBACK_GRAB_FRAME: copy the slot that is pinned, and unpin
 * @LOOPBACK_GRAB_LIMITED: the same, whatever user space does meanwhile
 * @LOOPBACK_GRAB_END: the stream has ended
 * @LOOPBACK_GRAB_NOTHING: there is no frame
 */
enum loopback_grab {
	LOOPBACK_GRAB_FRAME,
	LOOPBACK_GRAB_LIMITED,
	LOOPBACK_GRAB_END,
	LOOPBACK_GRAB_NOTHING,
};

struct loopback_pool *loopback_hub_detach(struct loopback_hub *hub);
void loopback_hub_end(struct loopback_hub *hub);

void loopback_consumer_deliver(struct loopback_hub *hub,
			       struct loopback_consumer *consumer);
bool loopback_consumer_ready(const struct loopback_hub *hub,
			     const struct loopback_consumer *consumer);
struct loopback_entry *
loopback_consumer_unqueue(struct loopback_consumer *consumer);
bool loopback_consumer_unpin(struct loopback_hub *hub,
			     struct loopback_consumer *consumer,
			     struct loopback_entry *entry);

void loopback_deliver_cut(struct loopback_hub *hub,
			  struct loopback_consumer *consumer);
void loopback_deliver_leave(struct loopback_hub *hub,
			    struct loopback_consumer *consumer);
enum loopback_take loopback_deliver_token(struct loopback_hub *hub,
					  struct loopback_consumer *consumer,
					  struct loopback_entry *entry);
enum loopback_grab loopback_deliver_grab(struct loopback_hub *hub,
					 struct loopback_consumer *consumer,
					 struct loopback_entry *entry);

#endif /* LOOPBACK_POOL_DELIVER_H */
