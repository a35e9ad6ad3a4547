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
		(unsigned long long)producer->bound, producer->hands, producer->ready,
		producer->sleepers, producer->polled, world->hub.tokens);
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

/* What the pool asks of its surroundings. */

void loopback_hub_wake(struct loopback_hub *hub)
{
	container_of(hub, struct world, hub)->wakes++;
}

void loopback_hub_arrived(struct loopback_hub *hub)
{
	struct world *world = container_of(hub, struct world, hub);

	CHECK(hub->published == world->arrived + 1, "nothing has arrived");
	world->arrived = hub->published;
	world->wakes++;
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
	buffer->content = current_world->content[slot];
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

void loopback_entry_done(struct loopback_entry *entry, bool error)
{
	struct world *world = current_world;
	struct buffer *buffer = buffer_of(entry);
	struct loopback_pool *pool = world->pool;

	CHECK(buffer->state == QUEUED, "a buffer is done twice");
	buffer->state = error ? FAILED : DONE;
	if (buffer->owner >= 0) {
		struct viewer *viewer = &world->viewer[buffer->owner];

		CHECK(buffer->order > viewer->done_order, "not first in, first out");
		viewer->done_order = buffer->order;
	} else if (entry->slot >= 0 && !error) {
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
	loopback_hub_attach(&world->hub, world->pool);
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
	unsigned int v;

	if (world->active)
		producer_stop(world);
	for (v = 0; v < WORLD_CONSUMERS; v++)
		viewer_stop(world, v);
	world_check(world);
	CHECK(!world->pool->pinned && !world->pool->held && !world->pool->filling,
	      "the pool leaks slots");
	CHECK(!world->hub.tokens && !world->hub.idle && list_empty(&world->hub.consumers),
	      "the hub leaks consumers");
	CHECK(world->cut || loopback_hub_detach(&world->hub) == world->pool,
	      "the hub lost its pool");
	free(world->pool);
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
			CHECK(world->content[pin] == buffer->content,
			      "consumer %u holds frame %u, which became %u", v,
			      buffer->content, world->content[pin]);
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

	if (!world->active || !world->maps || producer->ready ||
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
}

/* The producer. */

static void warm(struct world *world, int slot)
{
	if (slot >= 0)
		loopback_slot_warm(world->pool, slot,
				   (struct loopback_mem *)&world->content[slot]);
}

bool producer_start(struct world *world, bool maps, unsigned int buffers)
{
	unsigned int b;

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
		INIT_LIST_HEAD(&buffer->entry.link);
		if (maps && b < buffers)
			buffer->entry.slot = loopback_producer_bind(&world->producer,
								    world->pool);
		warm(world, buffer->entry.slot);
	}
	return true;
}

static void keep(struct world *world, bool stopping)
{
	struct loopback_pool *pool = world->pool;
	int from = pool->latest, to = loopback_keep_begin(&world->hub);

	if (to < 0) {
		if (stopping && from >= 0 && (world->producer.bound & BIT_ULL(from)))
			CHECK(copies_running(world) || hweight64(world->producer.bound) <
			      pool->nout, "no spare for the kept frame");
		world->lost |= stopping;
		return;
	}
	warm(world, to);
	world->content[to] = world->content[from];
	loopback_keep_end(&world->hub, pool, from, to, true);
}

static void keep_if_wanted(struct world *world)
{
	if (loopback_keep_wanted(&world->hub))
		keep(world, false);
}

static void publish(struct world *world, int slot, struct loopback_entry *out)
{
	struct loopback_frame frame = { .bytesused = ++world->frames };

	world->content[slot] = world->frames;
	loopback_producer_publish(&world->hub, slot, out, &frame);
}

/* Copy a frame in; false: no slot was free. */
static bool publish_copy(struct world *world)
{
	int slot = loopback_fill_begin(&world->hub);

	if (slot < 0)
		return false;
	warm(world, slot);
	world->content[slot] = 0;
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
		publish(world, buffer->entry.slot, &buffer->entry);
	} else {
		publish_copy(world);
		loopback_producer_return(&world->producer, &buffer->entry);
	}
	keep_if_wanted(world);
	return true;
}

int producer_dequeue(struct world *world, bool slept)
{
	int b;

	for (b = 0; b < LOOPBACK_BUFFERS_MAX; b++) {
		if (world->out[b].owner != -1 || world->out[b].state != DONE)
			continue;
		CHECK(world->producer.ready, "a buffer is done that is not counted");
		loopback_producer_dequeued(&world->producer);
		world->out[b].state = MINE;
		loopback_producer_woken(&world->hub, &world->producer, slept);
		keep_if_wanted(world);
		return b;
	}
	CHECK(!world->active || !world->producer.ready, "a buffer is counted but not done");
	return -1;
}

void producer_hungry(struct world *world, bool sleeps)
{
	loopback_producer_wait(&world->hub, &world->producer, sleeps);
	keep_if_wanted(world);
}

void producer_woken(struct world *world)
{
	if (!world->producer.sleepers)
		return;
	loopback_producer_woken(&world->hub, &world->producer, true);
	keep_if_wanted(world);
}

/* STREAMOFF, REQBUFS(0) or death: from then on its memory is not written. */
void producer_stop(struct world *world)
{
	unsigned int b;

	loopback_flow_drop(&world->hub, &world->producer);
	keep(world, true);
	loopback_keep_drop(&world->hub, &world->producer);
	loopback_producer_stop(&world->hub, &world->producer, world->pool);
	while (world->producer.bound)
		loopback_producer_unbind(&world->producer, world->pool,
					 __ffs64(world->producer.bound));
	world->hub.producer = NULL;
	world->active = false;
	for (b = 0; b < LOOPBACK_BUFFERS_MAX; b++) {
		CHECK(world->out[b].state != QUEUED, "a buffer of the producer is lost");
		world->out[b].state = FAILED;
	}
}

void producer_patience(struct world *world, unsigned int patience)
{
	loopback_flow_set(&world->hub, patience);
	keep_if_wanted(world);
}

/* Those who are late lose frames; patience ends for nobody else. */
void producer_impatient(struct world *world)
{
	unsigned int v;

	world->limited = false;
	loopback_flow_expire(&world->hub);
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
	loopback_hub_end(&world->hub);
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
	CHECK(loopback_hub_detach(&world->hub) == world->pool,
	      "the hub lost its pool");
}

/* It may write to whatever it has not queued. */
void producer_scribble(struct world *world, unsigned int number)
{
	unsigned int b;

	for (b = 0; world->maps && b < LOOPBACK_BUFFERS_MAX; b++)
		if ((world->out[b].state == MINE || world->out[b].state == DONE) &&
		    world->out[b].entry.slot >= 0)
			world->content[world->out[b].entry.slot] = 0x80000000u + number;
}

/* What comes without a producer. */

bool pace_insert(struct world *world)
{
	int slot = loopback_insert_begin(&world->hub);
	struct loopback_frame frame = { .image = true };

	if (slot < 0)
		return false;
	warm(world, slot);
	world->content[slot] = 0;
	world_check(world);
	world->content[slot] = ++world->frames;
	frame.bytesused = world->frames;
	loopback_hub_insert(&world->hub, slot, &frame);
	return true;
}

bool pace_repeat(struct world *world)
{
	return loopback_hub_repeat(&world->hub, 1, 1);
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
	viewer->excused = false;
	if (viewer->reads) {
		viewer->consumer.ends = world->hub.ends;
		loopback_consumer_read(&world->hub, &viewer->consumer);
	}
	for (b = 0; b < buffers; b++) {
		viewer->buffer[b].entry.window = (v + b) % 5 != 4;
		viewer->buffer[b].entry.slot = viewer->buffer[b].entry.window ?
					       (int)(b % world->pool->nslots) : -1;
		warm(world, viewer->buffer[b].entry.slot);
	}
	if (!viewer->reads)
		loopback_consumer_start(&world->hub, &viewer->consumer);
}

bool viewer_queue(struct world *world, unsigned int v, unsigned int index)
{
	struct viewer *viewer = &world->viewer[v];
	struct buffer *buffer = &viewer->buffer[index];

	if (viewer->reads || index >= viewer->buffers || buffer->state != MINE)
		return false;
	buffer->state = QUEUED;
	buffer->order = ++world->clock;
	loopback_consumer_queue(&world->hub, &viewer->consumer, &buffer->entry);
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
		take = loopback_consumer_take(&world->hub, &viewer->consumer, &buffer->entry);
		CHECK(take != LOOPBACK_TAKE_NOTHING || world->lost, "an empty token");
	}
	if (buffer->entry.pin >= 0) {
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
		loopback_consumer_release(&world->hub, &viewer->consumer, &buffer->entry);
		keep_if_wanted(world);
	}
}

/* 0: nothing new, -1: the end. A copy that may last is ended by viewer_copied(). */
int viewer_read(struct world *world, unsigned int v)
{
	struct viewer *viewer = &world->viewer[v];
	struct buffer *buffer = &viewer->buffer[WORLD_BUFFERS];
	bool limited;
	int slot;

	if (!viewer->reads || buffer->state != MINE)
		return 0;
	slot = loopback_consumer_grab(&world->hub, &viewer->consumer, &buffer->entry,
				      &limited);
	if (slot == LOOPBACK_GRAB_END) {
		CHECK(viewer->owed, "reader %u is told an end twice, or wrongly", v);
		viewer->owed = false;
		return -1;
	}
	if (slot < 0)
		return 0;
	saw(viewer, world->pool, slot, buffer);
	buffer->state = COPYING;
	if (limited)
		viewer_copied(world, v);
	return 1;
}

void viewer_stop(struct world *world, unsigned int v)
{
	struct viewer *viewer = &world->viewer[v];
	unsigned int b;

	viewer_copied(world, v);
	loopback_consumer_stop(&world->hub, &viewer->consumer);
	for (b = 0; b < WORLD_BUFFERS; b++) {
		struct buffer *buffer = &viewer->buffer[b];

		loopback_consumer_unpin(&world->hub, &viewer->consumer, &buffer->entry);
		if (buffer->entry.queued)
			list_del_init(&buffer->entry.link);
		buffer->entry.queued = false;
		buffer->state = MINE;
	}
	loopback_producer_reap(&world->hub);
	keep_if_wanted(world);
	viewer->consumer.last = 0;
	viewer->consumer.base = 0;
	viewer->buffers = 0;
	viewer->reads = false;
	viewer->owed = false;
}
