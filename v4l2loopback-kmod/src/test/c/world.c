// SPDX-License-Identifier: GPL-2.0-only
/*
 * The world around the pool, its beginning and end; its memory and its lock.
 */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <linux/bitops.h>
#include <linux/string.h>

#include "world-parts.h"

struct world *current_world;

static void dump(const struct world *world)
{
	const struct loopback_pool *pool = world->pool;
	const struct loopback_producer *producer = &world->producer;
	unsigned int v;

	fprintf(stderr, "slots %u+%u latest %d seq %llu\n", pool->nout,
		LOOPBACK_SPARES, pool->latest, pool->seq);
	fprintf(stderr, "held %#llx pinned %#llx filling %#llx\n", pool->held,
		pool->pinned, pool->filling);
	fprintf(stderr, "warm %#llx stale %#llx\n", pool->warm, pool->stale);
	fprintf(stderr, "producer: bound %#llx hands %u ready %u\n",
		producer->bound, producer->hands,
		loopback_producer_ready(producer));
	fprintf(stderr, "sleepers %u polled %d tokens %u\n",
		producer->sleepers, producer->polled, world->hub.tokens);
	for (v = 0; v < WORLD_CONSUMERS; v++) {
		const struct viewer *viewer = &world->viewer[v];

		fprintf(stderr,
			"consumer %u: buffers %u pins %u token %d last %llu\n",
			v, viewer->buffers, viewer->consumer.pins,
			!!viewer->consumer.token, viewer->consumer.last);
	}
}

void fail(const char *format, ...)
{
	va_list args;

	if (current_world)
		dump(current_world);

	va_start(args, format);
	fprintf(stderr, "FAIL: ");
	vfprintf(stderr, format, args);
	fprintf(stderr, "\n");
	va_end(args);
	abort();
}

/* Memory. */

struct memory *memory_new(struct world *world, unsigned int content)
{
	struct memory *memory = calloc(1, sizeof(*memory));

	CHECK(memory, "no memory");
	memory->content = content;
	memory->next = world->memory;
	world->memory = memory;
	return memory;
}

struct memory *slot_memory(const struct loopback_pool *pool, int slot)
{
	return (struct memory *)pool->slot[slot].mem;
}

struct memory *slot_warm(struct world *world, int slot)
{
	struct loopback_pool *pool = world->pool;

	if (!(pool->warm & BIT_ULL(slot)))
		loopback_slot_warm(pool, slot, (struct loopback_mem *)
				   memory_new(world, 0));
	return slot_memory(pool, slot);
}

void world_lock(struct world *world)
{
	spin_lock(&world->hub.lock);
}

void world_unlock(struct world *world)
{
	if (world->lags)
		spin_unlock(&world->hub.lock);
	else
		loopback_hub_unlock(&world->hub);
}

void world_complete(struct world *world)
{
	spin_lock(&world->hub.lock);
	loopback_hub_unlock(&world->hub);
	loopback_hub_settle(&world->hub);
}

/* Births and ends. */

void world_init(struct world *world, unsigned int nout)
{
	const size_t slots = nout + LOOPBACK_SPARES;
	unsigned int v, b;

	memset(world, 0, sizeof(*world));
	loopback_hub_init(&world->hub);
	loopback_producer_init(&world->producer);
	world->pool = calloc(1, sizeof(*world->pool) +
			     slots * sizeof(world->pool->slot[0]));
	CHECK(world->pool, "no memory");
	loopback_pool_init(world->pool, nout, 100);
	world_lock(world);
	loopback_hub_attach(&world->hub, world->pool);
	world_unlock(world);
	for (v = 0; v < WORLD_CONSUMERS; v++) {
		struct viewer *viewer = &world->viewer[v];

		loopback_consumer_init(&viewer->consumer);
		viewer->consumer.pool = world->pool;
		for (b = 0; b <= WORLD_BUFFERS; b++) {
			viewer->buffer[b].owner = v;
			viewer->buffer[b].entry.slot = -1;
			viewer->buffer[b].entry.pin = -1;
		}
	}
	current_world = world;
}

void world_exit(struct world *world)
{
	struct memory *memory, *next;
	unsigned int v, b;

	producer_stop(world);
	for (v = 0; v < WORLD_CONSUMERS; v++)
		viewer_stop(world, v, false);
	world_check(world);
	CHECK(!world->pool->pinned && !world->pool->held &&
	      !world->pool->filling && !world->pool->borrowed,
	      "the pool leaks slots");
	CHECK(!world->hub.tokens && !world->hub.idle &&
	      list_empty(&world->hub.consumers), "the hub leaks consumers");
	for (b = 0; b < LOOPBACK_AHEAD; b++)
		CHECK(!world->pool->votes.voted[b], "the pool leaks votes");
	world_lock(world);
	CHECK(world->cut || loopback_hub_detach(&world->hub) == world->pool,
	      "the hub lost its pool");
	world_unlock(world);
	free(world->pool);
	for (memory = world->memory; memory; memory = next) {
		next = memory->next;
		free(memory);
	}
}
