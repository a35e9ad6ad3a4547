// SPDX-License-Identifier: GPL-2.0-only
/*
 * The world around the pool: see world.h.
 */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <linux/bitops.h>
#include <linux/string.h>

#include "world.h"

static struct world *current_world;

static void dump(const struct world *world)
{
	const struct loopback_pool *pool = world->pool;
	const struct loopback_producer *producer = &world->producer;
	unsigned int v;

	fprintf(stderr, "slots %u+%u latest %d seq %llu held %#llx pinned %#llx filling %#llx\n",
		pool->nout, LOOPBACK_SPARES, pool->latest, (unsigned long long)pool->seq,
		(unsigned long long)pool->held, (unsigned long long)pool->pinned,
		(unsigned long long)pool->filling);
	fprintf(stderr, "producer: bound %#llx hands %u ready %u sleepers %u polled %d tokens %u\n",
		(unsigned long long)producer->bound, producer->hands,
		loopback_producer_ready(producer), producer->sleepers, producer->polled, world->hub.tokens);
	fprintf(stderr, "warm %#llx stale %#llx\n", (unsigned long long)pool->warm,
		(unsigned long long)pool->stale);
	for (v = 0; v < WORLD_CONSUMERS; v++)
		fprintf(stderr, "consumer %u: buffers %u pins %u token %d last %llu\n", v,
			world->viewer[v].buffers, world->viewer[v].consumer.pins,
			!!world->viewer[v].consumer.token,
			(unsigned long long)world->viewer[v].consumer.last);
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

static struct buffer *buffer_of(struct loopback_entry *entry)
{
	return container_of(entry, struct buffer, entry);
}

/* Memory. */

static struct memory *memory_new(struct world *world, unsigned int content)
{
	struct memory *memory = calloc(1, sizeof(*memory));

	CHECK(memory, "no memory");
	memory->content = content;
	memory->next = world->memory;
	world->memory = memory;
	return memory;
}

static struct memory *slot_memory(const struct loopback_pool *pool, int slot)
{
	return (struct memory *)pool->slot[slot].mem;
}

/* The memory of a slot that the caller fills or has bound. */
static struct memory *warm(struct world *world, int slot)
{
	struct loopback_pool *pool = world->pool;

	if (!(pool->warm & BIT_ULL(slot)))
		loopback_slot_warm(pool, slot, (struct loopback_mem *)
				   memory_new(world, 0));
	return slot_memory(pool, slot);
}

static void lock(struct world *world)
{
	spin_lock(&world->hub.lock);
}

/* What is done under the lock is complete soon after, or a little later. */
static void unlock(struct world *world)
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

/* What the pool asks of its surroundings. */

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

static void saw(struct viewer *viewer, const struct loopback_pool *pool, int slot,
		struct buffer *buffer)
{
	const struct loopback_slot *s = &pool->slot[slot];

	/* with patience the next one is published as soon as this one is taken */
	CHECK(s->seq == pool->seq || current_world->hub.patience,
	      "frame %llu of %llu is not the newest", (unsigned long long)s->seq,
	      (unsigned long long)pool->seq);
	CHECK(s->seq > viewer->last, "frame %llu comes after %llu",
	      (unsigned long long)s->seq, (unsigned long long)viewer->last);
	CHECK(!viewer->owed || s->seq <= viewer->end,
	      "frame %llu comes before the end that was at %llu",
	      (unsigned long long)s->seq, (unsigned long long)viewer->end);
	CHECK(!current_world->lossless || !viewer->last || viewer->excused ||
	      current_world->lost || s->seq == viewer->last + 1,
	      "consumer %d loses frame %llu", buffer->owner, (unsigned long long)s->seq - 1);
	viewer->excused = false;
	viewer->last = s->seq;
	buffer->content = slot_memory(pool, slot)->content;
	CHECK(buffer->content == s->frame.bytesused, "slot %d holds %u, not frame %u", slot,
	      buffer->content, s->frame.bytesused);
}

void loopback_entry_stamp(struct loopback_entry *entry, const struct loopback_frame *frame,
			  u32 sequence)
{
	struct buffer *buffer = buffer_of(entry);
	struct viewer *viewer = &current_world->viewer[buffer->owner];

	(void)frame;
	(void)sequence;
	saw(viewer, viewer->consumer.pool, entry->pin, buffer);
}

void loopback_entry_last(struct loopback_entry *entry, u32 sequence)
{
	struct buffer *buffer = buffer_of(entry);
	struct viewer *viewer = &current_world->viewer[buffer->owner];

	(void)sequence;
	CHECK(viewer->owed, "consumer %d is told an end twice, or wrongly", buffer->owner);
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

		CHECK(buffer->order > viewer->done_order, "not first in, first out");
		viewer->done_order = buffer->order;
	} else if (entry->slot >= 0 && !entry->error) {
		CHECK(!pool->slot[entry->slot].pins, "pinned slot given back");
		CHECK(!(pool->filling & BIT_ULL(entry->slot)), "slot given back while filled");
		CHECK(pool->latest != entry->slot, "newest slot given back");
	}
}

/* Births and ends. */

void world_init(struct world *world, unsigned int nout)
{
	unsigned int v, b;

	memset(world, 0, sizeof(*world));
	loopback_hub_init(&world->hub);
	world->pool = calloc(1, sizeof(*world->pool) +
			     (nout + LOOPBACK_SPARES) * sizeof(world->pool->slot[0]));
	CHECK(world->pool, "no memory");
	loopback_pool_init(world->pool, nout, 100);
	lock(world);
	loopback_hub_attach(&world->hub, world->pool);
	unlock(world);
	for (v = 0; v < WORLD_CONSUMERS; v++) {
		struct viewer *viewer = &world->viewer[v];

		loopback_consumer_init(&viewer->consumer);
		viewer->consumer.pool = world->pool;
		for (b = 0; b <= WORLD_BUFFERS; b++) {
			viewer->buffer[b].owner = v;
			viewer->buffer[b].entry.slot = -1;
			viewer->buffer[b].entry.pin = -1;
			INIT_LIST_HEAD(&viewer->buffer[b].entry.link);
		}
	}
	current_world = world;
}

void world_exit(struct world *world)
{
	struct memory *memory, *next;
	unsigned int v;

	producer_stop(world);
	for (v = 0; v < WORLD_CONSUMERS; v++)
		viewer_stop(world, v, false);
	world_check(world);
	CHECK(!world->pool->pinned && !world->pool->held && !world->pool->filling,
	      "the pool leaks slots");
	CHECK(!world->hub.tokens && !world->hub.idle && list_empty(&world->hub.consumers),
	      "the hub leaks consumers");
	CHECK(!world->pool->votes.shown, "the pool leaks votes");
	lock(world);
	CHECK(world->cut || loopback_hub_detach(&world->hub) == world->pool,
	      "the hub lost its pool");
	unlock(world);
	free(world->pool);
	for (memory = world->memory; memory; memory = next) {
		next = memory->next;
		free(memory);
	}
}

/* What must hold at any time. */

static void check_consumers(const struct world *world, unsigned int *pins)
{
	unsigned int v, b, tokens = 0, idle = 0;

	for (v = 0; v < WORLD_CONSUMERS; v++) {
		const struct viewer *viewer = &world->viewer[v];
		unsigned int held = 0, copying = 0;

		for (b = 0; b <= WORLD_BUFFERS; b++) {
			const struct buffer *buffer = &viewer->buffer[b];
			int pin = buffer->entry.pin;

			/* one that is cut off takes no frame any more */
			tokens += buffer->entry.token &&
				  viewer->consumer.streaming;
			if (pin < 0)
				continue;
			held++;
			copying += buffer->state == COPYING;
			pins[pin]++;
			CHECK(slot_memory(world->pool, pin), "a held slot has no memory");
			CHECK(buffer->state != MINE ||
			      slot_memory(world->pool, pin) == buffer->memory,
			      "the memory of a held slot was replaced");
			CHECK(slot_memory(world->pool, pin)->content == buffer->content,
			      "consumer %u holds frame %u, which became %u", v,
			      buffer->content, slot_memory(world->pool, pin)->content);
		}
		CHECK(held == viewer->consumer.pins, "pins of consumer %u: %u, not %u", v,
		      viewer->consumer.pins, held);
		CHECK(held - copying <= LOOPBACK_PINS_MAX, "consumer %u holds %u slots", v,
		      held);
		idle += viewer->consumer.streaming && !held;
	}
	CHECK(tokens == world->hub.tokens, "%u tokens, not %u", world->hub.tokens, tokens);
	CHECK(idle == world->hub.idle, "%u idle, not %u", world->hub.idle, idle);
}

static bool copies_running(const struct world *world)
{
	unsigned int v, b;

	for (v = 0; v < WORLD_CONSUMERS; v++)
		for (b = 0; b <= WORLD_BUFFERS; b++)
			if (world->viewer[v].buffer[b].state == COPYING)
				return true;
	return false;
}

/* Who asks finds a buffer if one can be had; who has queued all of them must. */
static void check_producer(const struct world *world)
{
	const struct loopback_pool *pool = world->pool;
	const struct loopback_producer *producer = &world->producer;
	u64 latest = pool->latest < 0 ? 0 : BIT_ULL(pool->latest);

	if (!world->active || !world->maps || loopback_producer_ready(producer) ||
	    !loopback_producer_hungry(producer))
		return;
	CHECK(!(pool->held & ~pool->pinned & ~pool->filling & ~latest),
	      "the producer waits beside a free slot");
	/* in the backlog, or kept until all have it */
	if (world->hub.patience)
		return;
	if (producer->bound == pool->held && hweight64(pool->held) == pool->nout &&
	    pool->nout > 1 && !copies_running(world))
		fail("the producer starves");
}

static void check_flow(const struct world *world)
{
	const struct loopback_pool *pool = world->pool;
	bool served = loopback_hub_served(&world->hub);

	CHECK(served || world->limited, "the producer waits without a limit");
	CHECK(!world->active || !pool->waiting || !served, "a frame waits for nobody");
	CHECK(world->active || !pool->waiting, "a frame waits that nobody publishes");
	CHECK(pool->waiting <= hweight64(pool->filling), "a slot of the backlog is free");
}

/* What was counted is what the queues show. */
static void check_votes(const struct world *world)
{
	const struct loopback_votes *votes = &world->pool->votes;
	unsigned int shows[LOOPBACK_SLOTS_MAX] = { 0 }, i, at, sum;
	const struct loopback_consumer *consumer;
	const struct loopback_entry *entry;
	u64 turn;

	if (world->clock % 8)	/* it takes long */
		return;
	list_for_each_entry(consumer, &world->hub.consumers, link) {
		turn = world->pool->seq + 1;
		list_for_each_entry(entry, &consumer->queue, link) {
			CHECK(consumer->token || entry->turn == turn++,
			      "a window votes for the wrong frame");
			CHECK(entry->vote == (entry->window ? entry->slot + 1 : 0),
			      "a window votes for the wrong slot");
			if (entry->vote)
				shows[entry->vote - 1]++;
		}
	}
	for (i = 0; i < world->pool->nslots; i++) {
		CHECK(votes->shows[i] == shows[i], "slot %u has %u votes, not %u", i,
		      votes->shows[i], shows[i]);
		CHECK(!!(votes->shown & BIT_ULL(i)) == !!shows[i], "shown mask of slot %u", i);
		for (at = 0, sum = 0; at < LOOPBACK_AHEAD; at++) {
			sum += votes->count[i][at];
			CHECK(!!(votes->voted[at] & BIT_ULL(i)) == !!votes->count[i][at],
			      "voted mask of slot %u", i);
		}
		CHECK(sum == shows[i], "votes for slot %u in all: %u, not %u", i, sum, shows[i]);
	}
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
	CHECK(!world->active || !world->waits || world->woken || !loopback_hub_served(hub),
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

/* A buffer of the producer's shows its slot's memory, unless that waits for a new one. */
static void check_memory(const struct world *world)
{
	const struct loopback_pool *pool = world->pool;
	unsigned int i;

	CHECK(!(pool->warm & pool->stale), "memory that is warm and stale");
	for (i = 0; i < pool->nslots; i++)
		CHECK(!pool->slot[i].mem == !((pool->warm | pool->stale) & BIT_ULL(i)),
		      "warm or stale mask of slot %u", i);
	for (i = 0; i < LOOPBACK_BUFFERS_MAX; i++)
		CHECK(world->out[i].entry.slot < 0 || !world->out[i].memory ||
		      world->out[i].memory == slot_memory(pool, world->out[i].entry.slot),
		      "a buffer of the producer and its slot part");
}

void world_check(const struct world *world)
{
	unsigned int pins[LOOPBACK_SLOTS_MAX] = { 0 }, i;
	const struct loopback_pool *pool = world->pool;

	check_consumers(world, pins);
	for (i = 0; i < pool->nslots; i++) {
		CHECK(pool->slot[i].pins == pins[i], "slot %u has %u pins, not %u", i,
		      pool->slot[i].pins, pins[i]);
		CHECK(!!(pool->pinned & BIT_ULL(i)) == !!pins[i], "pinned mask of slot %u", i);
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

/* The producer. */

/* Its mapping shows zeros, or what it showed before. */
static void bind(struct world *world, struct buffer *buffer, unsigned int content)
{
	lock(world);
	buffer->entry.slot = loopback_producer_bind(&world->producer, world->pool);
	buffer->memory = buffer->entry.slot < 0 ? memory_new(world, 0) :
						  warm(world, buffer->entry.slot);
	unlock(world);
	CHECK(!buffer->memory->content, "a new buffer shows frame %u",
	      buffer->memory->content);
	buffer->memory->content = content;
}

bool producer_start(struct world *world, bool maps, unsigned int buffers)
{
	unsigned int b;

	CHECK(!world->producer.bound, "slots are bound to nobody");
	memset(&world->producer, 0, sizeof(world->producer));
	world->hub.producer = &world->producer;
	world->maps = maps;
	world->active = true;
	for (b = 0; b < LOOPBACK_BUFFERS_MAX; b++) {
		struct buffer *buffer = &world->out[b];

		buffer->owner = -1;
		buffer->state = b < buffers ? MINE : FAILED;
		buffer->entry.pin = -1;
		buffer->entry.slot = -1;
		buffer->memory = NULL;
		INIT_LIST_HEAD(&buffer->entry.link);
		if (maps && b < buffers)
			bind(world, buffer, 0);
	}
	return true;
}

static void keep(struct world *world, bool stopping)
{
	struct loopback_pool *pool = world->pool;
	int from = pool->latest, to;

	lock(world);
	to = loopback_keep_begin(&world->hub);
	if (to < 0) {
		if (stopping && from >= 0 && (world->producer.bound & BIT_ULL(from)))
			CHECK(copies_running(world) || hweight64(world->producer.bound) <
			      pool->nout, "no spare for the kept frame");
		world->lost |= stopping;
	} else {
		warm(world, to)->content = slot_memory(pool, from)->content;
		loopback_keep_end(&world->hub, pool, from, to, true);
	}
	unlock(world);
}

static void keep_if_wanted(struct world *world)
{
	bool wanted;

	lock(world);
	wanted = loopback_keep_wanted(&world->hub);
	unlock(world);
	if (wanted)
		keep(world, false);
}

static void publish(struct world *world, int slot, struct buffer *buffer)
{
	struct loopback_frame frame = { .bytesused = ++world->frames };

	CHECK(world->pool->warm & BIT_ULL(slot) || buffer, "a slot is filled that is stale");
	CHECK(!buffer || buffer->memory == slot_memory(world->pool, slot),
	      "the buffer's memory is not its slot's");
	CHECK(!world->pool->slot[slot].pins, "a held slot is published");
	slot_memory(world->pool, slot)->content = world->frames;
	lock(world);
	world->waits = !loopback_hub_served(&world->hub);
	world->woken = false;
	loopback_producer_publish(&world->hub, slot, buffer ? &buffer->entry : NULL,
				  &frame);
	unlock(world);
}

/* Copy a frame in; false: no slot was free. */
static bool publish_copy(struct world *world)
{
	int slot;

	lock(world);
	slot = loopback_fill_begin(&world->hub);
	unlock(world);
	if (slot < 0)
		return false;
	warm(world, slot)->content = 0;
	world_check(world);
	publish(world, slot, NULL);
	return true;
}

bool producer_publish(struct world *world, int index)
{
	struct buffer *buffer = &world->out[index];

	if (!world->maps)
		return publish_copy(world);
	if (buffer->state != MINE)
		return false;
	buffer->state = QUEUED;
	if (buffer->entry.slot >= 0) {
		publish(world, buffer->entry.slot, buffer);
	} else {
		publish_copy(world);
		lock(world);
		loopback_producer_return(&world->hub, &world->producer, &buffer->entry);
		unlock(world);
	}
	keep_if_wanted(world);
	return true;
}

/* Somebody who has left may see the memory: the buffer gets a copy of it. */
static void refresh(struct world *world, struct buffer *buffer)
{
	struct loopback_pool *pool = world->pool;
	int slot = buffer->entry.slot;

	if (slot < 0 || !(pool->stale & BIT_ULL(slot)))
		return;
	buffer->memory = memory_new(world, buffer->memory->content);
	loopback_slot_warm(pool, slot, (struct loopback_mem *)buffer->memory);
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
		lock(world);
		loopback_producer_woken(&world->hub, &world->producer, slept);
		unlock(world);
		keep_if_wanted(world);
		return b;
	}
	CHECK(!world->active || !loopback_producer_ready(&world->producer) ||
	      world->hub.done, "a buffer is counted but not done");
	return -1;
}

void producer_hungry(struct world *world, bool sleeps)
{
	lock(world);
	loopback_producer_wait(&world->hub, &world->producer, sleeps);
	unlock(world);
	keep_if_wanted(world);
}

void producer_woken(struct world *world)
{
	if (!world->producer.sleepers)
		return;
	lock(world);
	loopback_producer_woken(&world->hub, &world->producer, true);
	unlock(world);
	keep_if_wanted(world);
}

/* Consumers read the slot of a buffer that its owner may write to now: it gets another. */
static void move(struct world *world, struct buffer *buffer)
{
	lock(world);
	CHECK(!loopback_producer_unbind(&world->producer, world->pool,
					buffer->entry.slot),
	      "memory that consumers read is let go");
	unlock(world);
	bind(world, buffer, buffer->memory->content);
}

/* STREAMOFF: from then on all buffers are its own; unless nothing is mapped any more. */
void producer_off(struct world *world, bool mapped)
{
	unsigned int b;
	u64 trapped;

	lock(world);
	loopback_flow_drop(&world->hub, &world->producer);
	unlock(world);
	if (mapped)
		keep(world, true);
	lock(world);
	if (mapped)
		loopback_keep_drop(&world->hub, &world->producer);
	loopback_producer_stop(&world->hub, &world->producer, world->pool);
	trapped = loopback_producer_trapped(&world->producer, world->pool);
	unlock(world);
	world_complete(world);
	world->active = false;
	world->waits = false;
	for (b = 0; b < LOOPBACK_BUFFERS_MAX; b++) {
		struct buffer *buffer = &world->out[b];

		CHECK(buffer->state != QUEUED, "a buffer of the producer is lost");
		if (!buffer->memory)
			continue;
		buffer->state = MINE;
		if (!mapped || buffer->entry.slot < 0)
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

		if (mapped && buffer->memory)
			world->written[world->left++ % WORLD_LEFT] = buffer->memory;
		lock(world);
		if (buffer->memory && buffer->entry.slot >= 0)
			loopback_producer_unbind(&world->producer, world->pool,
						 buffer->entry.slot);
		unlock(world);
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
	lock(world);
	loopback_flow_set(&world->hub, patience);
	unlock(world);
	keep_if_wanted(world);
}

/* Those who are late lose frames; patience ends for nobody else. */
void producer_impatient(struct world *world)
{
	unsigned int v;

	world->limited = false;
	lock(world);
	loopback_flow_expire(&world->hub);
	unlock(world);
	for (v = 0; v < WORLD_CONSUMERS; v++)
		world->viewer[v].excused |= world->viewer[v].consumer.late;
	keep_if_wanted(world);
}

/* Tell the consumers that are there that the stream has ended. */
void producer_end(struct world *world)
{
	unsigned int v;

	for (v = 0; v < WORLD_CONSUMERS; v++) {
		struct viewer *viewer = &world->viewer[v];

		if (!viewer->reads && !viewer->consumer.streaming)
			continue;
		viewer->owed = true;
		viewer->end = world->pool->seq;
	}
	lock(world);
	loopback_hub_end(&world->hub);
	unlock(world);
}

/* There is no producer: the generation ends, and who streams is owed a last buffer. */
void format_changes(struct world *world)
{
	unsigned int v;

	for (v = 0; v < WORLD_CONSUMERS; v++) {
		struct viewer *viewer = &world->viewer[v];

		if (!viewer->consumer.streaming)
			continue;
		viewer->owed = true;
		viewer->end = world->pool->seq;
	}
	world->cut = true;
	lock(world);
	CHECK(loopback_hub_detach(&world->hub) == world->pool,
	      "the hub lost its pool");
	unlock(world);
}

/*
 * It may write to whatever it has not queued, and so may who has left. What is
 * not dequeued yet it may not; but does, unless it would get other memory then.
 */
void producer_scribble(struct world *world, unsigned int number)
{
	const u64 stale = world->pool->stale;
	unsigned int b;

	for (b = 0; b < LOOPBACK_BUFFERS_MAX; b++) {
		struct buffer *buffer = &world->out[b];

		if (buffer->memory && (buffer->state == MINE || (buffer->state == DONE &&
		    (buffer->entry.slot < 0 || !(stale & BIT_ULL(buffer->entry.slot))))))
			buffer->memory->content = 0x80000000u + number;
	}
	for (b = 0; b < WORLD_LEFT; b++)
		if (world->written[b])
			world->written[b]->content = 0xc0000000u + number;
}

/* What comes without a producer. */

bool pace_insert(struct world *world)
{
	struct loopback_frame frame = { .image = true };
	int slot;

	lock(world);
	slot = loopback_insert_begin(&world->hub);
	unlock(world);
	if (slot < 0)
		return false;
	warm(world, slot)->content = 0;
	world_check(world);
	slot_memory(world->pool, slot)->content = ++world->frames;
	frame.bytesused = world->frames;
	lock(world);
	loopback_hub_insert(&world->hub, slot, &frame);
	unlock(world);
	return true;
}

bool pace_repeat(struct world *world)
{
	bool done;

	lock(world);
	done = loopback_hub_repeat(&world->hub, 1, 1);
	unlock(world);
	return done;
}

void pace_sustain(struct world *world, bool repeats)
{
	world->hub.repeats = repeats;
}

/* The consumers. */

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
		lock(world);
		loopback_consumer_read(&world->hub, &viewer->consumer);
		unlock(world);
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
	lock(world);
	if (!viewer->reads)
		loopback_consumer_start(&world->hub, &viewer->consumer);
	unlock(world);
}

bool viewer_queue(struct world *world, unsigned int v, unsigned int index)
{
	struct viewer *viewer = &world->viewer[v];
	struct buffer *buffer = &viewer->buffer[index];

	if (viewer->reads || index >= viewer->buffers || buffer->state != MINE)
		return false;
	buffer->state = QUEUED;
	buffer->order = ++world->clock;
	lock(world);
	loopback_consumer_queue(&world->hub, &viewer->consumer, &buffer->entry);
	unlock(world);
	keep_if_wanted(world);
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

/* The index of the buffer, or -1. What is copied is COPYING until viewer_copied(). */
int viewer_dequeue(struct world *world, unsigned int v)
{
	struct viewer *viewer = &world->viewer[v];
	enum loopback_take take = LOOPBACK_TAKE_SHARE;
	struct buffer *buffer = oldest_done(viewer);

	if (!buffer)
		return -1;
	buffer->state = MINE;
	if (buffer->entry.token) {
		lock(world);
		take = loopback_consumer_take(&world->hub, &viewer->consumer, &buffer->entry);
		unlock(world);
		CHECK(take != LOOPBACK_TAKE_NOTHING || world->lost, "an empty token");
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
		lock(world);
		loopback_consumer_release(&world->hub, &viewer->consumer, &buffer->entry);
		unlock(world);
		keep_if_wanted(world);
	}
}

/* 0: nothing new, -1: the end. A copy that may last is ended by viewer_copied(). */
int viewer_read(struct world *world, unsigned int v)
{
	struct viewer *viewer = &world->viewer[v];
	struct buffer *buffer = &viewer->buffer[WORLD_BUFFERS];
	enum loopback_grab grab;

	if (!viewer->reads || buffer->state != MINE)
		return 0;
	viewer->waits = false;
	lock(world);
	grab = loopback_consumer_grab(&world->hub, &viewer->consumer, &buffer->entry);
	if (grab == LOOPBACK_GRAB_FRAME || grab == LOOPBACK_GRAB_LIMITED) {
		saw(viewer, world->pool, buffer->entry.pin, buffer);
		buffer->state = COPYING;
	}
	unlock(world);
	if (grab == LOOPBACK_GRAB_END) {
		CHECK(viewer->owed, "reader %u is told an end twice, or wrongly", v);
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
static void look(struct world *world, struct memory *memory, unsigned int content)
{
	world->seen[world->looking++ % WORLD_LEFT] = (struct sight){ memory, content };
}

/*
 * STREAMOFF. What it had dequeued it looks at still: that moves to memory of the
 * buffer's own. Lent: by other ways than the buffer it sees the slots themselves.
 */
void viewer_stop(struct world *world, unsigned int v, bool lent)
{
	struct viewer *viewer = &world->viewer[v];
	struct loopback_pool *pool = world->pool;
	unsigned int b;

	viewer_copied(world, v);
	lock(world);
	for (b = 0; b < WORLD_BUFFERS; b++) {
		struct buffer *buffer = &viewer->buffer[b];

		if (buffer->entry.pin < 0 || buffer->state != MINE)
			continue;
		if (lent) {
			look(world, slot_memory(pool, buffer->entry.pin), buffer->content);
			loopback_slot_stale(pool, BIT_ULL(buffer->entry.pin));
		}
		buffer->memory = memory_new(world, slot_memory(pool,
							       buffer->entry.pin)->content);
		look(world, buffer->memory, buffer->content);
	}
	loopback_consumer_stop(&world->hub, &viewer->consumer);
	for (b = 0; b < WORLD_BUFFERS; b++) {
		struct buffer *buffer = &viewer->buffer[b];

		loopback_consumer_unpin(&world->hub, &viewer->consumer, &buffer->entry);
		if (!buffer->entry.queued)
			continue;
		list_del_init(&buffer->entry.link);
		buffer->entry.queued = false;
		loopback_entry_done(&world->hub, &buffer->entry, true);
	}
	loopback_producer_reap(&world->hub);
	unlock(world);
	world_complete(world);
	for (b = 0; b < WORLD_BUFFERS; b++)
		viewer->buffer[b].state = MINE;
	keep_if_wanted(world);
	viewer->consumer.last = 0;
	viewer->consumer.base = 0;
	viewer->buffers = 0;
	viewer->reads = false;
	viewer->owed = false;
}
