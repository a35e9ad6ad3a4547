// SPDX-License-Identifier: GPL-2.0-only
/*
 * The world as its pool sees it: what the pool asks of its surroundings.
 */

#include <linux/bitops.h>

#include "world-parts.h"

void loopback_consumer_wake(struct loopback_consumer *consumer)
{
	container_of(consumer, struct viewer, consumer)->woken = true;
}

void loopback_producer_wake(struct loopback_producer *producer)
{
	container_of(producer, struct world, producer)->woken = true;
}

void loopback_hub_arrived(struct loopback_hub *hub)
{
	struct world *world = container_of(hub, struct world, hub);

	CHECK(hub->published == world->arrived + 1, "nothing has arrived");
	world->arrived = hub->published;
}

void loopback_hub_limit(struct loopback_hub *hub)
{
	container_of(hub, struct world, hub)->limited = true;
}

static void check_order(const struct viewer *viewer,
			const struct loopback_pool *pool, u64 seq, int owner)
{
	/* with patience the next one comes as soon as this one is taken */
	CHECK(seq == pool->seq || current_world->hub.patience,
	      "frame %llu of %llu is not the newest", seq, pool->seq);
	CHECK(seq > viewer->last, "frame %llu comes after %llu", seq,
	      viewer->last);
	CHECK(!viewer->owed || seq <= viewer->end,
	      "frame %llu comes before the end that was at %llu", seq,
	      viewer->end);
	CHECK(!current_world->lossless || !viewer->last || viewer->excused ||
	      current_world->lost || seq == viewer->last + 1,
	      "consumer %d loses frame %llu", owner, seq - 1);
}

void viewer_saw(struct viewer *viewer, const struct loopback_pool *pool,
		int slot, struct buffer *buffer)
{
	const struct loopback_slot *s = &pool->slot[slot];

	check_order(viewer, pool, s->seq, buffer->owner);
	viewer->excused = false;
	viewer->last = s->seq;
	buffer->content = slot_memory(pool, slot)->content;
	CHECK(buffer->content == s->frame.bytesused,
	      "slot %d holds %u, not frame %u", slot, buffer->content,
	      s->frame.bytesused);
}

static struct buffer *buffer_of(struct loopback_entry *entry)
{
	return container_of(entry, struct buffer, entry);
}

void loopback_entry_stamp(struct loopback_entry *entry,
			  const struct loopback_frame *frame, u32 sequence)
{
	struct buffer *buffer = buffer_of(entry);
	struct viewer *viewer = &current_world->viewer[buffer->owner];

	(void)frame;
	(void)sequence;
	viewer_saw(viewer, viewer->consumer.pool, entry->pin, buffer);
}

void loopback_entry_last(struct loopback_entry *entry, u32 sequence)
{
	struct buffer *buffer = buffer_of(entry);
	struct viewer *viewer = &current_world->viewer[buffer->owner];

	(void)sequence;
	CHECK(viewer->owed, "consumer %d is told an end twice, or wrongly",
	      buffer->owner);
	viewer->owed = false;
	buffer->content = 0;
}

void loopback_entry_complete(struct loopback_entry *entry)
{
	struct world *world = current_world;
	struct buffer *buffer = buffer_of(entry);
	struct loopback_pool *pool = world->pool;

	CHECK(!world->hub.lock.locked, "a buffer is completed under the lock");
	CHECK(buffer->state == QUEUED, "a buffer is done twice");
	buffer->state = entry->error ? FAILED : DONE;
	if (buffer->owner >= 0 && !entry->error) {
		struct viewer *viewer = &world->viewer[buffer->owner];

		CHECK(buffer->order > viewer->done_order,
		      "not first in, first out");
		viewer->done_order = buffer->order;
	} else if (entry->slot >= 0 && !entry->error) {
		CHECK(!pool->slot[entry->slot].pins,
		      "pinned slot given back");
		CHECK(!(pool->filling & BIT_ULL(entry->slot)),
		      "slot given back while filled");
		CHECK(pool->latest != entry->slot, "newest slot given back");
	}
}
