/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A small world around the frame pool: one producer, some consumers, and memory
 * whose content is a number. It checks after every step that nobody sees what
 * must not be seen: who has stopped goes on looking at what it had dequeued,
 * and goes on writing to what it had mapped. Shared by the tables of cases and
 * the random walk.
 */

#ifndef LOOPBACK_TEST_WORLD_H
#define LOOPBACK_TEST_WORLD_H

#include "loopback-pool-back.h"
#include "loopback-pool-cap.h"
#include "loopback-pool-copy.h"
#include "loopback-pool-flow.h"
#include "loopback-pool-hub.h"
#include "loopback-pool-mem.h"
#include "loopback-pool-out.h"
#include "loopback-pool-patience.h"
#include "loopback-pool.h"
#include "loopback-wake.h"

#define WORLD_CONSUMERS	6
#define WORLD_BUFFERS	8
#define WORLD_LEFT	64

/**
 * struct memory - of a slot or a buffer's own, until the end of the world
 * @next: all of it
 * @content: a frame's number, 0: zeros
 * @brought: it is the producer's own, which nobody else writes to
 */
struct memory {
	struct memory *next;
	unsigned int content;
	bool brought;
};

/**
 * struct sight - what somebody still sees who has left
 * @memory: where
 * @content: what it must be for ever
 */
struct sight {
	struct memory *memory;
	unsigned int content;
};

/**
 * struct buffer - a buffer of a queue, seen from its owner
 * @entry: the pool's part
 * @owner: index of the consumer, -1: the producer
 * @state: who has it
 * @order: when it was queued
 * @memory: what its mapping shows
 * @content: CAPTURE: the number it must show while it is its owner's
 */
struct buffer {
	struct loopback_entry entry;
	int owner;
	enum { MINE, QUEUED, DONE, FAILED, COPYING } state;
	unsigned long order;
	struct memory *memory;
	unsigned int content;
};

/**
 * struct viewer - a consumer and its buffers
 * @consumer: the pool's part
 * @buffer: its buffers; the last one is what read() pins
 * @buffers: how many of them it uses
 * @done_order: @order of the last buffer that was done
 * @last: number of the last frame that it got
 * @reads: it uses read()
 * @owed: it must be told that a stream has ended
 * @end: number of the last frame of that
 * @excused: it was late, and may have missed frames
 * @waits: it found nothing to read
 * @woken: since then
 */
struct viewer {
	struct loopback_consumer consumer;
	struct buffer buffer[WORLD_BUFFERS + 1];
	unsigned int buffers;
	unsigned long done_order;
	u64 last;
	bool reads;
	bool owed;
	u64 end;
	bool excused;
	bool waits;
	bool woken;
};

/**
 * struct world - all of it
 * @hub: the hub under test
 * @pool: its pool, or the one that stale consumers hold
 * @producer: the producer
 * @out: its buffers
 * @maps: it has buffers, rather than copying into slots
 * @brings: they are in memory of its own, rather than that of slots
 * @active: there is a producer, and it streams
 * @memory: all there is
 * @written: what producers that have left go on writing to
 * @left: how many these are, the oldest are forgotten
 * @seen: what consumers that have left go on looking at
 * @looking: how many these are, the oldest are forgotten
 * @frames: numbers given to frames so far
 * @clock: counts buffers that were queued
 * @waits: the producer found that it must not publish
 * @woken: since then
 * @arrived: the hub's @published when a frame arrived last
 * @limited: patience runs out in the end
 * @lossless: only who is late misses a frame
 * @cut: the format has changed: the hub has no pool any more
 * @lags: what is done is not complete at once
 * @lost: a token may come out empty: the kept frame had no free spare
 */
struct world {
	struct loopback_hub hub;
	struct loopback_pool *pool;
	struct loopback_producer producer;
	struct buffer out[LOOPBACK_BUFFERS_MAX];
	bool maps;
	bool brings;
	bool active;
	struct memory *memory;
	struct memory *written[WORLD_LEFT];
	unsigned int left;
	struct sight seen[WORLD_LEFT];
	unsigned int looking;
	unsigned int frames;
	unsigned long clock;
	bool waits;
	bool woken;
	u64 arrived;
	bool limited;
	bool lossless;
	bool cut;
	bool lags;
	bool lost;
	struct viewer viewer[WORLD_CONSUMERS];
};

void world_init(struct world *world, unsigned int nout);
void world_exit(struct world *world);
void world_check(const struct world *world);

bool producer_start(struct world *world, bool maps, unsigned int buffers);
void producer_brings(struct world *world, unsigned int buffers);
bool producer_publish(struct world *world, int index);
int producer_dequeue(struct world *world, bool slept);
void producer_hungry(struct world *world, bool sleeps);
void producer_woken(struct world *world);
void producer_waits(struct world *world);
void producer_off(struct world *world, bool mapped);
void producer_on(struct world *world);
void producer_leave(struct world *world, bool mapped);
void producer_stop(struct world *world);
void producer_patience(struct world *world, unsigned int patience);
void producer_impatient(struct world *world);
void producer_end(struct world *world);
void format_changes(struct world *world);
void producer_scribble(struct world *world, unsigned int number);

bool newest_insert(struct world *world);
bool newest_repeat(struct world *world);
void newest_sustain(struct world *world, bool repeats);

void viewer_start(struct world *world, unsigned int v, unsigned int buffers);
bool viewer_queue(struct world *world, unsigned int v, unsigned int index);
int viewer_dequeue(struct world *world, unsigned int v);
void viewer_copied(struct world *world, unsigned int v);
int viewer_read(struct world *world, unsigned int v);
void viewer_stop(struct world *world, unsigned int v, bool lent);
void world_complete(struct world *world);

void __noreturn __printf(1, 2) fail(const char *format, ...);

#define CHECK(condition, ...) \
	do { \
		if (!(condition)) \
			fail(__VA_ARGS__); \
	} while (0)

#endif /* LOOPBACK_TEST_WORLD_H */
