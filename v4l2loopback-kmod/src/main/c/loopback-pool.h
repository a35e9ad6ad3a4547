/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The frame pool: which slot the producer fills and which the consumers read.
 *
 *   hub	where the producer of a device meets its consumers
 *   pool	the slots of one format; a change of format begins another one
 *   slot	memory for one frame, and the frame in it
 *   entry	the pool's part of a buffer of either queue
 *   bound	a slot that is an OUTPUT buffer of the producer's
 *   borrowed	its memory is the producer's own: nobody else writes to it
 *   held	a slot whose OUTPUT buffer is queued: the pool may give it back
 *   pin	a consumer, or a copy, reads the slot: it must not change
 *   brief	a pin beyond the limit, which ends by itself, with a copy
 *   token	a CAPTURE buffer that is done without a frame: who holds too
 *		many gets the newest one by a copy, when it dequeues the buffer
 *   window	a CAPTURE buffer that shows the slot it has pinned
 *   vote	a queued window: for the slot that it shows already
 *   alias	what videobuf2 takes for a buffer's memory: a window, or not
 *   latest	the slot of the newest frame, kept for who comes late
 *   spare	a slot that the producer has not bound
 *   filling	a frame is copied into the slot, or waits in the backlog
 *   warm	the slot has memory that may be used; else it is cold
 *   backlog	frames that wait until consumers have the one before
 *   stale	it has memory that somebody may see or write who has left
 *   ready	buffers given back that the producer has not dequeued yet
 *   hungry	it waits for a buffer, asleep or by poll()
 *   late	the consumer let patience run out: it is not waited for
 *
 * Pure logic: no videobuf2, no sleeping, no memory. All functions of the files
 * loopback-pool-* but the initialisers want hub->lock held by the caller, and
 * none of them takes it, unless it says so. The same files are compiled for
 * user space, where a model check drives them (src/test/c).
 */

#ifndef LOOPBACK_POOL_H
#define LOOPBACK_POOL_H

#include <linux/bits.h>
#include <linux/cache.h>
#include <linux/compiler.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "loopback-entry.h"
#include "loopback-frame.h"

#define LOOPBACK_BUFFERS_MAX	32	/* slots that a producer may map */
#define LOOPBACK_SPARES		3	/* slots on top that it never maps */
#define LOOPBACK_SLOTS_MAX	(LOOPBACK_BUFFERS_MAX + LOOPBACK_SPARES)
#define LOOPBACK_PINS_MAX	2	/* slots one consumer may hold */

struct delayed_work;
struct loopback_alias;
struct loopback_mem;
struct wait_queue_head;

/**
 * struct loopback_slot - memory for one frame, and the frame in it
 * @mem: the memory, or NULL as long as nobody needed it
 * @out: the producer's buffer to give back, while the pool has it
 * @alias: how the producer's buffer sees @mem, while it is bound
 * @pins: consumers that read it, and copies that are made of it
 * @briefs: those of them that end by themselves
 * @seq: number of the frame in its pool, from 1
 * @shown: when it was published, if anybody asks for times
 * @frame: the rest of what is known of it
 */
struct loopback_slot {
	struct loopback_mem *mem;
	struct loopback_entry *out;
	struct loopback_alias *alias;
	unsigned int pins;
	unsigned int briefs;
	u64 seq;
	u64 shown;
	struct loopback_frame frame;
};

/* Frames that votes look ahead: more than one queue may hold, a power of 2 */
#define LOOPBACK_AHEAD		64

/**
 * struct loopback_votes - what the queued windows of all consumers show
 * @voted: for each of the next frames, by its number modulo LOOPBACK_AHEAD: the
 *	slots that windows show which will get it
 * @count: how many windows these are
 *
 * A consumer that misses frames is counted for the wrong ones until it takes
 * one: votes are no more than advice.
 */
struct loopback_votes {
	u64 voted[LOOPBACK_AHEAD];
	u16 count[LOOPBACK_SLOTS_MAX][LOOPBACK_AHEAD];
};

/**
 * struct loopback_pool - the slots of one format generation
 * @kref: the hub's and that of every opener that uses it
 * @size: bytes of a frame
 * @nout: slots that a producer maps
 * @nslots: all slots
 * @latest: slot of the newest frame, or -1
 * @seq: number of the newest frame
 * @end: number of the last frame of a stream that has ended
 * @all: bits of all slots
 * @held: slots whose @out is set
 * @pinned: slots whose @pins is not 0
 * @filling: slots into which the driver copies a frame
 * @warm: slots whose @mem may be used: shown, and filled
 * @stale: slots whose @mem may be seen or written by somebody who has left: a
 *	frame in it is good as long as it is needed, but the memory is replaced
 *	before the slot is filled again
 * @borrowed: slots whose memory is the producer's own
 * @whole: windows that may be mapped in blocks, which no memory of a producer's
 *	can be: as long as there are any nothing is borrowed
 * @backlog: slots whose frames wait to be published; they count as being filled
 * @first: the oldest of them, in this ring
 * @waiting: how many they are
 * @votes: what steers the choice of slots
 * @slot: the slots
 */
struct loopback_pool {
	struct kref kref;
	u32 size;
	unsigned int nout;
	unsigned int nslots;
	int latest;
	u64 seq;
	u64 end;
	u64 all;
	u64 held;
	u64 pinned;
	u64 filling;
	u64 warm;
	u64 stale;
	u64 borrowed;
	unsigned int whole;
	u8 backlog[LOOPBACK_SLOTS_MAX];
	unsigned int first;
	unsigned int waiting;
	struct loopback_votes votes;
	struct loopback_slot slot[];
};

/**
 * struct loopback_producer - an opener in its OUTPUT role
 * @who: whose role it is
 * @sleeps: where its threads sleep in write() or QBUF
 * @other: who waits there is woken, too; or NULL
 * @bound: slots that its buffers are; 0 when it hands over by copies
 * @brings: how many buffers it has in memory of its own, which come to be slots
 *	when they are first queued; 0: none, or they cannot
 * @hands: buffers dequeued and not queued again; its own calls write it
 * @given: buffers given back so far
 * @taken: those of them that it has dequeued; its own calls write it
 * @sleepers: threads that sleep for a buffer
 * @polled: poll() found none; ends when a buffer is given back
 * @unserved: buffers that were copied while consumers were waited for: they go
 *	back when their frames are served
 * @unserved_count: how many of them
 * @frames: published
 */
struct loopback_producer {
	const struct loopback_who *who;
	struct wait_queue_head *sleeps;
	struct wait_queue_head *other;
	u64 bound;
	unsigned int brings;
	unsigned int hands;
	unsigned int given;
	unsigned int taken;
	unsigned int sleepers;
	bool polled;
	struct list_head unserved;
	unsigned int unserved_count;
	u64 frames;
};

/**
 * struct loopback_consumer - an opener in its CAPTURE role
 * @who: whose role it is
 * @sleeps: where its threads sleep in read()
 * @other: who waits there is woken, too; or NULL
 * @link: on hub->consumers while it streams on the current pool, or on
 *	hub->reading
 * @streaming: on the first of these lists
 * @late: the producer does not wait for it
 * @pool: whose slots its entries pin
 * @queue: entries that wait for a frame, first in first out
 * @queue_end: where the next one is put
 * @token: the one entry that is done without a frame
 * @pins: slots it holds
 * @turn: number of the frame after those that @queue waits for
 * @last: number of the last frame it got
 * @base: number of the first one since STREAMON
 * @ends: ends of streams that it knows of, or need not know
 * @cut: its generation has ended while it streamed, and no buffer told it yet
 * @frames: got
 * @dropped: missed in between
 * @denied: got as a token because it held too many slots
 * @starved: published while it had no buffer queued
 */
struct loopback_consumer {
	const struct loopback_who *who;
	struct wait_queue_head *sleeps;
	struct wait_queue_head *other;
	struct list_head link;
	bool streaming;
	bool late;
	struct loopback_pool *pool;
	struct loopback_entry *queue;
	struct loopback_entry **queue_end;
	struct loopback_entry *token;
	unsigned int pins;
	u64 turn;
	u64 last;
	u64 base;
	u64 ends;
	bool cut;
	u64 frames;
	u64 dropped;
	u64 denied;
	u64 starved;
};

/**
 * struct loopback_hub - where the producer of a device meets its consumers
 * @pool: the current generation, or NULL
 * @producer: the one who may publish, or NULL; implies @pool
 * @patience: how long the producer waits for consumers, in ms; 0: never
 * @repeats: the newest frame may be delivered again: it is kept
 * @lock: guards all of it, and the contents of its pools. Never taken in
 *	interrupt context. Rank: see LAYERS. What is above it is read
 *	without it, and has a cache line of its own
 * @wakes: LOOPBACK_WAKE_*, whom to wake after unlock
 * @done: entries to complete after unlock, in this order
 * @done_end: where the next one is put
 * @consumers: those that stream on @pool
 * @reading: those that read() from it; changes under both locks
 * @idle: how many of @consumers hold no slot
 * @tokens: how many of them have a token
 * @ends: ends of streams that consumers are told
 * @published: frames since the device was made
 * @paced: @arrived is to be told; written under dev->lock
 * @arrived: when the last frame of a producer came
 * @limit: when @patience runs out, in jiffies
 * @limit_work: calls loopback_flow_expire() then
 * @video_nr: number of the device, for trace events
 * @done_lock: held while a batch of what was done under @lock is completed.
 *	Taken before @lock is released: batches keep their order
 */
struct loopback_hub {
	struct loopback_pool *pool;
	struct loopback_producer *producer;
	unsigned int patience;
	bool repeats;
	spinlock_t lock ____cacheline_aligned_in_smp;	/* see kernel-doc */
	unsigned int wakes;
	struct loopback_entry *done;
	struct loopback_entry **done_end;
	struct list_head consumers;
	struct list_head reading;
	unsigned int idle;
	unsigned int tokens;
	u64 ends;
	u64 published;
	bool paced;
	u64 arrived;
	unsigned long limit;
	struct delayed_work *limit_work;
	u32 video_nr;
	spinlock_t done_lock ____cacheline_aligned_in_smp; /* see kernel-doc */
};

#define LOOPBACK_WAKE_READERS	1	/* those in read() */
#define LOOPBACK_WAKE_WRITER	2	/* the producer in write() or QBUF */

static inline u64 loopback_latest_bit(const struct loopback_pool *pool)
{
	return pool->latest < 0 ? 0 : BIT_ULL(pool->latest);
}

#endif /* LOOPBACK_POOL_H */
