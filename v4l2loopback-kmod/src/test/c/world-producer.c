// SPDX-License-Identifier: GPL-2.0-only
/*
 * The producer of the world: what it may do, and what it may write to.
 */

#include <linux/bitops.h>
#include <linux/string.h>

#include "world-parts.h"

/* Its mapping shows zeros, or what it showed before. */
static void bind(struct world *world, struct buffer *buffer,
		 unsigned int content)
{
	int slot;

	world_lock(world);
	slot = loopback_producer_bind(&world->producer, world->pool);
	buffer->entry.slot = slot;
	buffer->memory = slot < 0 ? memory_new(world, 0) :
				    slot_warm(world, slot);
	world_unlock(world);
	CHECK(!buffer->memory->content, "a new buffer shows frame %u",
	      buffer->memory->content);
	buffer->memory->content = content;
}

static struct memory *brought(struct world *world)
{
	struct memory *memory = memory_new(world, 0);

	memory->brought = true;
	return memory;
}

static void start(struct world *world, bool maps, bool brings,
		  unsigned int buffers)
{
	unsigned int b;

	CHECK(!world->producer.bound, "slots are bound to nobody");
	memset(&world->producer, 0, sizeof(world->producer));
	loopback_producer_init(&world->producer);
	world->hub.producer = &world->producer;
	world->maps = maps;
	world->brings = brings;
	world->producer.brings = brings ? buffers : 0;
	world->active = true;
	for (b = 0; b < LOOPBACK_BUFFERS_MAX; b++) {
		struct buffer *buffer = &world->out[b];

		buffer->owner = -1;
		buffer->state = b < buffers ? MINE : FAILED;
		buffer->entry.pin = -1;
		buffer->entry.slot = -1;
		buffer->memory = NULL;
		INIT_LIST_HEAD(&buffer->entry.link);
		if (b >= buffers)
			continue;
		if (brings)
			buffer->memory = brought(world);
		else if (maps)
			bind(world, buffer, 0);
	}
}

bool producer_start(struct world *world, bool maps, unsigned int buffers)
{
	start(world, maps, false, buffers);
	return true;
}

/* Its buffers are in memory of its own, and become slots when they can. */
void producer_brings(struct world *world, unsigned int buffers)
{
	start(world, true, true, buffers);
}

static void borrow(struct world *world, struct buffer *buffer)
{
	struct loopback_pool *pool = world->pool;
	int slot;

	world_lock(world);
	slot = loopback_producer_borrow(&world->producer, pool);
	if (slot >= 0)
		loopback_slot_warm(pool, slot,
				   (struct loopback_mem *)buffer->memory);
	buffer->entry.slot = slot;
	world_unlock(world);
}

/* Windows that show the memory show copy, if they hold the frame, or zeros. */
static void revoke(struct world *world, const struct memory *memory,
		   struct memory *copy)
{
	unsigned int v, b;

	for (v = 0; v < WORLD_CONSUMERS; v++)
		for (b = 0; b <= WORLD_BUFFERS; b++) {
			struct buffer *buffer = &world->viewer[v].buffer[b];

			if (buffer->memory == memory)
				buffer->memory = copy ?: memory_new(world, 0);
		}
}

/* It has the memory back, to write to. */
static void reclaim(struct world *world, struct buffer *buffer)
{
	struct memory *copy = NULL;
	struct loopback_mem *old;

	if (buffer->entry.slot < 0)
		return;
	world_lock(world);
	if (loopback_slot_needed(world->pool, buffer->entry.slot))
		copy = memory_new(world, buffer->memory->content);
	old = loopback_producer_reclaim(&world->producer, world->pool,
					buffer->entry.slot,
					(struct loopback_mem *)copy);
	CHECK(old == (struct loopback_mem *)buffer->memory,
	      "the slot has lost the producer's memory");
	buffer->entry.slot = -1;
	world_unlock(world);
	revoke(world, buffer->memory, copy);
}

static void publish(struct world *world, int slot, struct buffer *buffer)
{
	struct loopback_frame frame = { .bytesused = ++world->frames };
	struct loopback_pool *pool = world->pool;

	CHECK(pool->warm & BIT_ULL(slot) || buffer,
	      "a slot is filled that is stale");
	CHECK(!buffer || buffer->memory == slot_memory(pool, slot),
	      "the buffer's memory is not its slot's");
	CHECK(!pool->slot[slot].pins, "a held slot is published");
	slot_memory(pool, slot)->content = world->frames;
	world_lock(world);
	world->waits = !loopback_hub_served(&world->hub);
	world->woken = false;
	loopback_producer_publish(&world->hub, slot,
				  buffer ? &buffer->entry : NULL, &frame);
	world_unlock(world);
}

/* Copy a frame in; false: no slot was free. */
static bool publish_copy(struct world *world)
{
	int slot;

	world_lock(world);
	slot = loopback_fill_begin(&world->hub);
	world_unlock(world);
	if (slot < 0)
		return false;
	CHECK(!slot_warm(world, slot)->brought,
	      "a copy goes to memory of the producer's own");
	slot_warm(world, slot)->content = 0;
	world_check(world);
	publish(world, slot, NULL);
	return true;
}

/* The buffer's memory is no slot. It comes back when its copy is served. */
static void publish_from(struct world *world, struct buffer *buffer)
{
	bool published = publish_copy(world);

	world_lock(world);
	if (published && !loopback_hub_served(&world->hub))
		loopback_producer_defer(&world->hub, &world->producer,
					&buffer->entry);
	else
		loopback_producer_return(&world->hub, &world->producer,
					 &buffer->entry);
	world_unlock(world);
}

bool producer_publish(struct world *world, int index)
{
	struct buffer *buffer = &world->out[index];

	if (!world->maps)
		return publish_copy(world);
	if (buffer->state != MINE)
		return false;
	buffer->state = QUEUED;
	if (world->brings && buffer->entry.slot < 0)
		borrow(world, buffer);
	if (buffer->entry.slot >= 0)
		publish(world, buffer->entry.slot, buffer);
	else
		publish_from(world, buffer);
	newest_keep_if_wanted(world);
	return true;
}

/* It gets other memory when it dequeues the buffer. */
static bool is_stale(const struct world *world, const struct buffer *buffer)
{
	int slot = buffer->entry.slot;

	return slot >= 0 && (world->pool->stale & BIT_ULL(slot));
}

/* Somebody who has left may see the memory: the buffer gets a copy of it. */
static void refresh(struct world *world, struct buffer *buffer)
{
	if (!is_stale(world, buffer))
		return;
	buffer->memory = memory_new(world, buffer->memory->content);
	loopback_slot_warm(world->pool, buffer->entry.slot,
			   (struct loopback_mem *)buffer->memory);
}

int producer_dequeue(struct world *world, bool slept)
{
	int b;

	for (b = 0; b < LOOPBACK_BUFFERS_MAX; b++) {
		if (world->out[b].owner != -1 || world->out[b].state != DONE)
			continue;
		CHECK(loopback_producer_ready(&world->producer),
		      "a buffer is done that is not counted");
		loopback_producer_dequeued(&world->producer);
		world->out[b].state = MINE;
		refresh(world, &world->out[b]);
		world_lock(world);
		loopback_producer_woken(&world->hub, &world->producer, slept);
		world_unlock(world);
		newest_keep_if_wanted(world);
		return b;
	}
	CHECK(!world->active || !loopback_producer_ready(&world->producer) ||
	      world->hub.done, "a buffer is counted but not done");
	return -1;
}

void producer_hungry(struct world *world, bool sleeps)
{
	world_lock(world);
	loopback_producer_wait(&world->hub, &world->producer, sleeps);
	world_unlock(world);
	newest_keep_if_wanted(world);
}

void producer_woken(struct world *world)
{
	if (!world->producer.sleepers)
		return;
	world_lock(world);
	loopback_producer_woken(&world->hub, &world->producer, true);
	world_unlock(world);
	newest_keep_if_wanted(world);
}

/* write() waits until it may publish: it goes to sleep, or need not. */
void producer_waits(struct world *world)
{
	world_lock(world);
	world->waits = !loopback_hub_served(&world->hub);
	world->woken = false;
	world_unlock(world);
}

/* Consumers read the buffer's slot, and its owner may write: it moves. */
static void move(struct world *world, struct buffer *buffer)
{
	world_lock(world);
	CHECK(!loopback_producer_unbind(&world->producer, world->pool,
					buffer->entry.slot),
	      "memory that consumers read is let go");
	world_unlock(world);
	bind(world, buffer, buffer->memory->content);
}

/* STREAMOFF: all buffers are its own from then on, if they are mapped still. */
void producer_off(struct world *world, bool mapped)
{
	struct loopback_producer *producer = &world->producer;
	bool keeps = mapped && !world->brings;
	unsigned int b;
	u64 trapped;

	world_lock(world);
	loopback_flow_drop(&world->hub, producer);
	world_unlock(world);
	if (keeps)
		newest_keep(world, true);
	world_lock(world);
	if (keeps)
		loopback_keep_drop(&world->hub, producer);
	loopback_producer_undefer(&world->hub, producer);
	loopback_producer_stop(&world->hub, producer, world->pool);
	trapped = loopback_producer_trapped(producer, world->pool);
	world_unlock(world);
	world_complete(world);
	world->active = false;
	world->waits = false;
	for (b = 0; b < LOOPBACK_BUFFERS_MAX; b++) {
		struct buffer *buffer = &world->out[b];

		CHECK(buffer->state != QUEUED,
		      "a buffer of the producer is lost");
		if (!buffer->memory)
			continue;
		buffer->state = MINE;
		if (world->brings)
			reclaim(world, buffer);
		if (!keeps || buffer->entry.slot < 0)
			continue;
		if (trapped & BIT_ULL(buffer->entry.slot))
			move(world, buffer);
		else
			refresh(world, buffer);
	}
}

/* STREAMON again, with the same buffers. */
void producer_on(struct world *world)
{
	world->active = true;
}

/* REQBUFS(0), or death: what is mapped still is written to for ever. */
void producer_leave(struct world *world, bool mapped)
{
	unsigned int b;

	for (b = 0; b < LOOPBACK_BUFFERS_MAX; b++) {
		struct buffer *buffer = &world->out[b];

		if (mapped && buffer->memory) {
			world->written[world->left % WORLD_LEFT] =
				buffer->memory;
			world->left++;
		}
		world_lock(world);
		if (buffer->memory && buffer->entry.slot >= 0)
			loopback_producer_unbind(&world->producer, world->pool,
						 buffer->entry.slot);
		world_unlock(world);
		buffer->memory = NULL;
		buffer->entry.slot = -1;
		buffer->state = FAILED;
	}
	CHECK(!world->producer.bound, "a buffer that is no more is bound");
	world->hub.producer = NULL;
}

void producer_stop(struct world *world)
{
	if (world->active)
		producer_off(world, true);
	if (world->hub.producer)
		producer_leave(world, true);
}

void producer_patience(struct world *world, unsigned int patience)
{
	world_lock(world);
	loopback_flow_set(&world->hub, patience);
	world_unlock(world);
	newest_keep_if_wanted(world);
}

/* Those who are late lose frames; patience ends for nobody else. */
void producer_impatient(struct world *world)
{
	unsigned int v;

	world->limited = false;
	world_lock(world);
	loopback_flow_expire(&world->hub);
	world_unlock(world);
	for (v = 0; v < WORLD_CONSUMERS; v++)
		world->viewer[v].excused |= world->viewer[v].consumer.late;
	newest_keep_if_wanted(world);
}

/* The consumers that stream are to be told an end, or those that read, too. */
static void owe_end(struct world *world, bool readers)
{
	unsigned int v;

	for (v = 0; v < WORLD_CONSUMERS; v++) {
		struct viewer *viewer = &world->viewer[v];

		if (!viewer->consumer.streaming && !(readers && viewer->reads))
			continue;
		viewer->owed = true;
		viewer->end = world->pool->seq;
	}
}

/* Tell the consumers that are there that the stream has ended. */
void producer_end(struct world *world)
{
	owe_end(world, true);
	world_lock(world);
	loopback_hub_end(&world->hub);
	world_unlock(world);
}

/* There is no producer: the generation ends, by a last buffer for each. */
void format_changes(struct world *world)
{
	owe_end(world, false);
	world->cut = true;
	world_lock(world);
	CHECK(loopback_hub_detach(&world->hub) == world->pool,
	      "the hub lost its pool");
	world_unlock(world);
}

/*
 * It may write to whatever it has not queued, and so may who has left. What is
 * not dequeued yet it may not; but does, unless it would get other memory then.
 */
void producer_scribble(struct world *world, unsigned int number)
{
	unsigned int b;

	for (b = 0; b < LOOPBACK_BUFFERS_MAX; b++) {
		struct buffer *buffer = &world->out[b];

		if (!buffer->memory)
			continue;
		if (buffer->state == MINE ||
		    (buffer->state == DONE && !is_stale(world, buffer)))
			buffer->memory->content = 0x80000000u + number;
	}
	for (b = 0; b < WORLD_LEFT; b++)
		if (world->written[b])
			world->written[b]->content = 0xc0000000u + number;
}
