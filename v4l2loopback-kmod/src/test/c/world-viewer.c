// SPDX-License-Identifier: GPL-2.0-only
/*
 * The consumers of the world: by buffers or by read(), in time or not.
 */

#include <linux/bitops.h>
#include <linux/list.h>

#include "world-parts.h"

void viewer_start(struct world *world, unsigned int v, unsigned int buffers)
{
	struct viewer *viewer = &world->viewer[v];
	unsigned int b;

	viewer->buffers = buffers;
	viewer->last = 0;
	viewer->owed = false;
	viewer->reads = !buffers;
	viewer->waits = false;
	viewer->excused = false;
	if (viewer->reads) {
		viewer->consumer.ends = world->hub.ends;
		world_lock(world);
		loopback_consumer_read(&world->hub, &viewer->consumer);
		world_unlock(world);
	}
	for (b = 0; b < buffers; b++) {
		viewer->buffer[b].entry.window = (v + b) % 5 != 4;
		viewer->buffer[b].entry.slot = -1;
		viewer->buffer[b].memory = memory_new(world, 0);
		viewer->buffer[b].content = 0;
	}
	/* some queue all buffers before STREAMON */
	for (b = 0; v >= WORLD_CONSUMERS / 2 && b < buffers; b++)
		viewer_queue(world, v, b);
	world_lock(world);
	if (!viewer->reads)
		loopback_consumer_start(&world->hub, &viewer->consumer);
	world_unlock(world);
}

bool viewer_queue(struct world *world, unsigned int v, unsigned int index)
{
	struct viewer *viewer = &world->viewer[v];
	struct buffer *buffer = &viewer->buffer[index];

	if (viewer->reads || index >= viewer->buffers || buffer->state != MINE)
		return false;
	buffer->state = QUEUED;
	buffer->order = ++world->clock;
	world_lock(world);
	loopback_consumer_queue(&world->hub, &viewer->consumer, &buffer->entry);
	world_unlock(world);
	newest_keep_if_wanted(world);
	return true;
}

static struct buffer *oldest_done(struct viewer *viewer)
{
	struct buffer *oldest = NULL;
	unsigned int b;

	for (b = 0; b < viewer->buffers; b++)
		if (viewer->buffer[b].state == DONE &&
		    (!oldest || viewer->buffer[b].order < oldest->order))
			oldest = &viewer->buffer[b];
	return oldest;
}

/* The buffer's index or -1. What is copied is COPYING until viewer_copied(). */
int viewer_dequeue(struct world *world, unsigned int v)
{
	struct viewer *viewer = &world->viewer[v];
	enum loopback_take take = LOOPBACK_TAKE_SHARE;
	struct buffer *buffer = oldest_done(viewer);

	if (!buffer)
		return -1;
	buffer->state = MINE;
	if (buffer->entry.token) {
		world_lock(world);
		take = loopback_consumer_take(&world->hub, &viewer->consumer,
					      &buffer->entry);
		world_unlock(world);
		CHECK(take != LOOPBACK_TAKE_NOTHING || world->lost,
		      "an empty token");
	}
	if (buffer->entry.pin >= 0) {
		buffer->memory = slot_memory(world->pool, buffer->entry.pin);
		if (take == LOOPBACK_TAKE_COPY || !buffer->entry.window)
			buffer->state = COPYING;
		else
			buffer->entry.slot = buffer->entry.pin;
	}
	return buffer - viewer->buffer;
}

void viewer_copied(struct world *world, unsigned int v)
{
	struct viewer *viewer = &world->viewer[v];
	unsigned int b;

	for (b = 0; b <= WORLD_BUFFERS; b++) {
		struct buffer *buffer = &viewer->buffer[b];

		if (buffer->state != COPYING)
			continue;
		buffer->state = MINE;
		buffer->entry.slot = -1;
		buffer->memory = memory_new(world, buffer->content);
		world_lock(world);
		loopback_consumer_release(&world->hub, &viewer->consumer,
					  &buffer->entry);
		world_unlock(world);
		newest_keep_if_wanted(world);
	}
}

/* 0: nothing new, -1: the end. A copy that may last ends in viewer_copied(). */
int viewer_read(struct world *world, unsigned int v)
{
	struct viewer *viewer = &world->viewer[v];
	struct buffer *buffer = &viewer->buffer[WORLD_BUFFERS];
	enum loopback_grab grab;

	if (!viewer->reads || buffer->state != MINE)
		return 0;
	viewer->waits = false;
	world_lock(world);
	grab = loopback_consumer_grab(&world->hub, &viewer->consumer,
				      &buffer->entry);
	if (grab == LOOPBACK_GRAB_FRAME || grab == LOOPBACK_GRAB_LIMITED) {
		viewer_saw(viewer, world->pool, buffer->entry.pin, buffer);
		buffer->state = COPYING;
	}
	world_unlock(world);
	if (grab == LOOPBACK_GRAB_END) {
		CHECK(viewer->owed,
		      "reader %u is told an end twice, or wrongly", v);
		viewer->owed = false;
		return -1;
	}
	if (grab == LOOPBACK_GRAB_NOTHING) {
		viewer->waits = true;
		viewer->woken = false;
		return 0;
	}
	if (grab == LOOPBACK_GRAB_LIMITED)
		viewer_copied(world, v);
	return 1;
}

/* The owner goes on looking at the buffer, which must not change any more. */
static void look(struct world *world, struct memory *memory,
		 unsigned int content)
{
	struct sight sight = { memory, content };

	world->seen[world->looking++ % WORLD_LEFT] = sight;
}

/* The frame moves to memory of the buffer's own. */
static void take_along(struct world *world, struct buffer *buffer, bool lent)
{
	struct memory *slot = slot_memory(world->pool, buffer->entry.pin);

	/* memory of a producer's own is seen in windows alone */
	if (lent && !slot->brought) {
		look(world, slot, buffer->content);
		loopback_slot_stale(world->pool, BIT_ULL(buffer->entry.pin));
	}
	buffer->memory = memory_new(world, slot->content);
	look(world, buffer->memory, buffer->content);
}

/*
 * STREAMOFF. What it had dequeued it looks at still. Lent: by other ways than
 * the buffer it sees the slots themselves.
 */
void viewer_stop(struct world *world, unsigned int v, bool lent)
{
	struct viewer *viewer = &world->viewer[v];
	struct loopback_entry *entry;
	unsigned int b;

	viewer_copied(world, v);
	world_lock(world);
	for (b = 0; b < WORLD_BUFFERS; b++) {
		struct buffer *buffer = &viewer->buffer[b];

		if (buffer->entry.pin >= 0 && buffer->state == MINE)
			take_along(world, buffer, lent);
	}
	loopback_consumer_stop(&world->hub, &viewer->consumer);
	for (b = 0; b < WORLD_BUFFERS; b++)
		loopback_consumer_unpin(&world->hub, &viewer->consumer,
					&viewer->buffer[b].entry);
	while ((entry = loopback_consumer_unqueue(&viewer->consumer)))
		loopback_entry_done(&world->hub, entry, true);
	loopback_producer_reap(&world->hub);
	world_unlock(world);
	world_complete(world);
	for (b = 0; b < WORLD_BUFFERS; b++)
		viewer->buffer[b].state = MINE;
	newest_keep_if_wanted(world);
	viewer->consumer.last = 0;
	viewer->consumer.base = 0;
	viewer->buffers = 0;
	viewer->reads = false;
	viewer->owed = false;
}
