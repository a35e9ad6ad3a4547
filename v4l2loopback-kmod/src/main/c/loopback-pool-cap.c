// SPDX-License-Identifier: GPL-2.0-only
/*
 * The frame pool, its consumers' side: what a consumer does. Whatever it takes
 * or gives back may let a frame that waits be published.
 */

#include "loopback-pool-back.h"
#include "loopback-pool-cap.h"
#include "loopback-pool-deliver.h"
#include "loopback-pool-flow.h"
#include "loopback-pool-hub.h"
#include "loopback-pool-patience.h"
#include "loopback-pool-steer.h"

void loopback_consumer_start(struct loopback_hub *hub,
			     struct loopback_consumer *consumer)
{
	consumer->last = 0;
	consumer->base = 0;
	consumer->ends = hub->ends;
	consumer->streaming = true;
	list_add_tail(&consumer->link, &hub->consumers);
	if (!consumer->pins)
		hub->idle++;
	consumer->late = false;
	loopback_vote_recount(consumer);
	loopback_consumer_deliver(hub, consumer);
	loopback_flow_watch(hub);
}

/* It takes frames by read() from now on. */
void loopback_consumer_read(struct loopback_hub *hub,
			    struct loopback_consumer *consumer)
{
	consumer->late = false;
	loopback_reading_add(hub, consumer);
	loopback_flow_watch(hub);
}

/* The caller drops the entries' pins and takes them off the queue. */
void loopback_consumer_stop(struct loopback_hub *hub,
			    struct loopback_consumer *consumer)
{
	lockdep_assert_held(&hub->lock);
	loopback_deliver_leave(hub, consumer);
	loopback_reading_del(hub, consumer);
	if (hub->patience)
		loopback_flow_pump(hub);
}

void loopback_consumer_queue(struct loopback_hub *hub,
			     struct loopback_consumer *consumer,
			     struct loopback_entry *entry)
{
	bool freed = loopback_consumer_unpin(hub, consumer, entry);

	lockdep_assert_held(&hub->lock);
	if (consumer->streaming)
		loopback_vote_queue(consumer, entry);
	entry->next = NULL;
	*consumer->queue_end = entry;
	consumer->queue_end = &entry->next;
	if (!consumer->streaming) {
		loopback_deliver_cut(hub, consumer);
		return;
	}
	loopback_consumer_deliver(hub, consumer);
	if (freed)
		loopback_producer_reap(hub);
	if (hub->patience)
		loopback_flow_pump(hub);
}

/* A buffer is dequeued. A token takes the newest frame. */
enum loopback_take loopback_consumer_take(struct loopback_hub *hub,
					  struct loopback_consumer *consumer,
					  struct loopback_entry *entry)
{
	enum loopback_take take;

	lockdep_assert_held(&hub->lock);
	if (!entry->token)
		return LOOPBACK_TAKE_NOTHING;
	take = loopback_deliver_token(hub, consumer, entry);
	if (hub->patience)
		loopback_flow_pump(hub);
	return take;
}

/* read() takes the newest frame. */
enum loopback_grab loopback_consumer_grab(struct loopback_hub *hub,
					  struct loopback_consumer *consumer,
					  struct loopback_entry *entry)
{
	enum loopback_grab grab = loopback_deliver_grab(hub, consumer, entry);

	lockdep_assert_held(&hub->lock);
	if (hub->patience && grab <= LOOPBACK_GRAB_LIMITED)
		loopback_flow_pump(hub);
	return grab;
}

/* Unpin after a copy; the slot may go back to the producer. */
void loopback_consumer_release(struct loopback_hub *hub,
			       struct loopback_consumer *consumer,
			       struct loopback_entry *entry)
{
	if (loopback_consumer_unpin(hub, consumer, entry) &&
	    hub->pool == consumer->pool)
		loopback_producer_reap(hub);
}
