// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rules of the world: what must hold at any time.
 */

#include <linux/bitops.h>

#include "world-parts.h"

/* It holds the slot: what it shows may not change. */
static void check_sight(const struct world *world, unsigned int v,
			const struct buffer *buffer)
{
	const struct memory *memory = slot_memory(world->pool,
						  buffer->entry.pin);

	CHECK(memory, "a held slot has no memory");
	CHECK(buffer->state != MINE || memory == buffer->memory,
	      "the memory of a held slot was replaced");
	CHECK(memory->content == buffer->content,
	      "consumer %u holds frame %u, which became %u", v,
	      buffer->content, memory->content);
}

static void check_consumers(const struct world *world, unsigned int *pins)
{
	unsigned int v, b, tokens = 0, idle = 0;

	for (v = 0; v < WORLD_CONSUMERS; v++) {
		const struct viewer *viewer = &world->viewer[v];
		unsigned int held = 0, copying = 0;

		for (b = 0; b <= WORLD_BUFFERS; b++) {
			const struct buffer *buffer = &viewer->buffer[b];

			/* one that is cut off takes no frame any more */
			tokens += buffer->entry.token &&
				  viewer->consumer.streaming;
			if (buffer->entry.pin < 0)
				continue;
			held++;
			copying += buffer->state == COPYING;
			pins[buffer->entry.pin]++;
			check_sight(world, v, buffer);
		}
		CHECK(held == viewer->consumer.pins,
		      "pins of consumer %u: %u, not %u", v,
		      viewer->consumer.pins, held);
		CHECK(held - copying <= LOOPBACK_PINS_MAX,
		      "consumer %u holds %u slots", v, held);
		CHECK(viewer->consumer.late == viewer->excused,
		      "consumer %u %s", v, viewer->excused ?
		      "was late, and is waited for" :
		      "is in time, and not waited for");
		idle += viewer->consumer.streaming && !held;
	}
	CHECK(tokens == world->hub.tokens, "%u tokens, not %u",
	      world->hub.tokens, tokens);
	CHECK(idle == world->hub.idle, "%u idle, not %u", world->hub.idle,
	      idle);
}

bool copies_running(const struct world *world)
{
	unsigned int v, b;

	for (v = 0; v < WORLD_CONSUMERS; v++)
		for (b = 0; b <= WORLD_BUFFERS; b++)
			if (world->viewer[v].buffer[b].state == COPYING)
				return true;
	return false;
}

/* Who asks finds a buffer if one can be had; who has queued all must. */
static void check_producer(const struct world *world)
{
	const struct loopback_pool *pool = world->pool;
	const struct loopback_producer *producer = &world->producer;

	if (!world->active || !world->maps ||
	    loopback_producer_ready(producer) ||
	    !loopback_producer_hungry(producer))
		return;
	CHECK(!(pool->held & ~pool->pinned & ~pool->filling &
		~loopback_latest_bit(pool)),
	      "the producer waits beside a free slot");
	/* in the backlog, or kept until all have it */
	if (world->hub.patience)
		return;
	if (producer->bound == pool->held &&
	    hweight64(pool->held) == pool->nout && pool->nout > 1 &&
	    !copies_running(world))
		fail("the producer starves");
}

static void check_flow(const struct world *world)
{
	const struct loopback_pool *pool = world->pool;
	bool served = loopback_hub_served(&world->hub);

	CHECK(served || world->limited, "the producer waits without a limit");
	CHECK(!(pool->filling & loopback_latest_bit(pool)),
	      "the newest slot is filled");
	CHECK(!world->active || !pool->waiting || !served,
	      "a frame waits for nobody");
	CHECK(world->active || !pool->waiting,
	      "a frame waits that nobody publishes");
	CHECK(pool->waiting <= hweight64(pool->filling),
	      "a slot of the backlog is free");
	CHECK(world->producer.unserved_count <= pool->waiting + !served,
	      "a buffer that was copied waits for nobody");
}

/* The votes in the queues of all consumers, by slot. */
static void count_votes(const struct world *world, unsigned int *shows)
{
	const struct loopback_consumer *consumer;
	const struct loopback_entry *entry;

	list_for_each_entry(consumer, &world->hub.consumers, link) {
		u64 turn = world->pool->seq + 1;

		for (entry = consumer->queue; entry; entry = entry->next) {
			int vote = entry->window ? entry->slot + 1 : 0;

			CHECK(consumer->token || entry->turn == turn++,
			      "a window votes for the wrong frame");
			CHECK(entry->vote == vote,
			      "a window votes for the wrong slot");
			if (vote)
				shows[vote - 1]++;
		}
	}
}

static void check_votes_for(const struct loopback_votes *votes, unsigned int i,
			    unsigned int shows)
{
	unsigned int at, sum = 0;

	for (at = 0; at < LOOPBACK_AHEAD; at++) {
		bool voted = votes->voted[at] & BIT_ULL(i);

		sum += votes->count[i][at];
		CHECK(voted == !!votes->count[i][at], "voted mask of slot %u",
		      i);
	}
	CHECK(sum == shows, "votes for slot %u in all: %u, not %u", i, sum,
	      shows);
}

/* What was counted is what the queues show. */
static void check_votes(const struct world *world)
{
	unsigned int shows[LOOPBACK_SLOTS_MAX] = { 0 }, i;

	if (world->clock % 8)	/* it takes long */
		return;
	count_votes(world, shows);
	for (i = 0; i < world->pool->nslots; i++)
		check_votes_for(&world->pool->votes, i, shows[i]);
}

/* Who found nothing is woken when there is something. */
static void check_wakes(const struct world *world)
{
	const struct loopback_hub *hub = &world->hub;
	unsigned int v;

	if (hub->wakes)	/* it will be */
		return;
	for (v = 0; v < WORLD_CONSUMERS; v++)
		CHECK(!world->viewer[v].reads || !world->viewer[v].waits ||
		      world->viewer[v].woken ||
		      !loopback_consumer_ready(hub, &world->viewer[v].consumer),
		      "reader %u sleeps beside a frame", v);
	CHECK(!world->active || !world->waits || world->woken ||
	      !loopback_hub_served(hub),
	      "the producer sleeps, but may publish");
}

/* Who has left sees nothing new. */
static void check_left(const struct world *world)
{
	unsigned int i;

	for (i = 0; i < WORLD_LEFT; i++)
		CHECK(!world->seen[i].memory ||
		      world->seen[i].memory->content == world->seen[i].content,
		      "who has left sees %u where frame %u was",
		      world->seen[i].memory->content, world->seen[i].content);
}

/* The producer's buffers show the memory of their slots. */
static void check_memory(const struct world *world)
{
	const struct loopback_pool *pool = world->pool;
	unsigned int i;

	CHECK(!(pool->warm & pool->stale), "memory that is warm and stale");
	CHECK(!(pool->borrowed & pool->stale), "memory is borrowed and stale");
	for (i = 0; i < pool->nslots; i++)
		CHECK(!pool->slot[i].mem ==
		      !((pool->warm | pool->stale) & BIT_ULL(i)),
		      "warm or stale mask of slot %u", i);
	for (i = 0; i < LOOPBACK_BUFFERS_MAX; i++) {
		const struct buffer *buffer = &world->out[i];

		CHECK(buffer->entry.slot < 0 || !buffer->memory ||
		      buffer->memory == slot_memory(pool, buffer->entry.slot),
		      "a buffer of the producer and its slot part");
	}
}

void world_check(const struct world *world)
{
	unsigned int pins[LOOPBACK_SLOTS_MAX] = { 0 }, i;
	const struct loopback_pool *pool = world->pool;

	check_consumers(world, pins);
	for (i = 0; i < pool->nslots; i++) {
		CHECK(pool->slot[i].pins == pins[i],
		      "slot %u has %u pins, not %u", i, pool->slot[i].pins,
		      pins[i]);
		CHECK(!!(pool->pinned & BIT_ULL(i)) == !!pins[i],
		      "pinned mask of slot %u", i);
		CHECK(!!(pool->held & BIT_ULL(i)) == !!pool->slot[i].out,
		      "held mask of slot %u", i);
	}
	check_producer(world);
	check_flow(world);
	check_votes(world);
	check_wakes(world);
	check_memory(world);
	check_left(world);
}
