/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The frame pool: which slot the producer fills and which the consumers read.
 *
 *   hub	where the producer of a device meets its consumers
 *   pool	the slots of one format; a change of format begins another one
 *   slot	memory for one frame, and the frame in it
 *   entry	the pool's part of a buffer of either queue
 *   bound	a slot that is an OUTPUT buffer of the producer's
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
 *   stale	it has memory that somebody may see or write who has left
 *   ready	buffers given back that the producer has not dequeued yet
 *   hungry	it waits for a buffer, asleep or by poll()
 *   late	the consumer let patience run out: it is not waited for
 *
 * Pure logic: no videobuf2, no sleeping, no memory. All functions but the
 * initialisers want hub->lock held by the caller, and none of them takes it,
 * unless it says so. The same files are compiled for user space, where a model
 * check drives them (src/test/c).
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

#include "loopback-frame.h"

#define LOOPBACK_BUFFERS_MAX	32	/* slots that a producer maps, at most */
#define LOOPBACK_SPARES		3	/* slots on top that it never maps */
#define LOOPBACK_SLOTS_MAX	(LOOPBACK_BUFFERS_MAX + LOOPBACK_SPARES)
#define LOOPBACK_PINS_MAX	2	/* slots one consumer may hold */

struct loopback_alias;
struct loopback_mem;

/**
 * struct loopback_entry - what the pool knows of one buffer of a queue
 * @link: on the consumer's queue while it waits for a frame
 * @next: the next one that is done, until it is complete
 * @slot: OUTPUT: the slot whose memory it is; CAPTURE: the one it shows; or -1
 * @pin: CAPTURE: the slot it holds for its consumer, or -1
 * @vote: CAPTURE: the slot for which it is counted as a vote, plus 1; or 0
 * @window: CAPTURE: may be turned to any slot without a copy
 * @queued: CAPTURE: on the consumer's queue
 * @token: CAPTURE: done without a frame, it gets the newest when dequeued
 * @brief: CAPTURE: its pin is over the limit, and ends with the copy that is made
 * @error: done, and that without a frame
 * @turn: CAPTURE: number of the frame that it waits for
 * @seq: CAPTURE: number of the frame that it got
 * @shown: CAPTURE: when that was published, if anybody asks for times
 * @pinned: CAPTURE: when @pin began, if anybody asks
 */
struct loopback_entry {
	struct list_head link;
	struct loopback_entry *next;
	int slot;
	int pin;
	u8 vote;
	bool window;
	bool queued;
	bool token;
	bool brief;
	bool error;
	u64 turn;
	u64 seq;
	u64 shown;
	u64 pinned;
};

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
 * @shown: slots that any queued window shows
 * @shows: how many these are
 *
 * A consumer that misses frames is counted for the wrong ones until it takes
 * one: votes are no more than advice.
 */
struct loopback_votes {
	u64 voted[LOOPBACK_AHEAD];
	u16 count[LOOPBACK_SLOTS_MAX][LOOPBACK_AHEAD];
	u64 shown;
	u16 shows[LOOPBACK_SLOTS_MAX];
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
	u8 backlog[LOOPBACK_SLOTS_MAX];
	unsigned int first;
	unsigned int waiting;
	struct loopback_votes votes;
	struct loopback_slot slot[];
};

/**
 * struct loopback_producer - an opener in its OUTPUT role
 * @who: whose role it is
 * @bound: slots that its MMAP buffers are; 0 when it hands over by copies
 * @hands: buffers dequeued and not queued again; its own calls write it
 * @given: buffers given back so far
 * @taken: those of them that it has dequeued; its own calls write it
 * @sleepers: threads that sleep for a buffer
 * @polled: poll() found none; ends when a buffer is given back
 * @frames: published
 */
struct loopback_producer {
	const struct loopback_who *who;
	u64 bound;
	unsigned int hands;
	unsigned int given;
	unsigned int taken;
	unsigned int sleepers;
	bool polled;
	u64 frames;
};

/**
 * struct loopback_consumer - an opener in its CAPTURE role
 * @who: whose role it is
 * @link: on hub->consumers while it streams on the current pool, or on
 *	hub->reading
 * @streaming: on the first of these lists
 * @late: the producer does not wait for it
 * @pool: whose slots its entries pin
 * @queue: entries that wait for a frame, first in first out
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
	struct list_head link;
	bool streaming;
	bool late;
	struct loopback_pool *pool;
	struct list_head queue;
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
 *	interrupt context. Rank: see loopback.h. What is above it is read
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
	u32 video_nr;
	spinlock_t done_lock ____cacheline_aligned_in_smp; /* see kernel-doc */
};

#define LOOPBACK_WAKE_READERS	1	/* those in read() */
#define LOOPBACK_WAKE_WRITER	2	/* the producer in write() or QBUF */

/**
 * enum loopback_take - what a consumer that dequeues a buffer is to do
 * @LOOPBACK_TAKE_SHARE: show the slot that is pinned
 * @LOOPBACK_TAKE_COPY: copy it and unpin, the consumer holds too many
 * @LOOPBACK_TAKE_END: the stream has ended
 * @LOOPBACK_TAKE_NOTHING: there is no frame
 */
enum loopback_take {
	LOOPBACK_TAKE_SHARE,
	LOOPBACK_TAKE_COPY,
	LOOPBACK_TAKE_END,
	LOOPBACK_TAKE_NOTHING,
};

/**
 * enum loopback_grab - what read() is to do
 * @LOOPBACK_GRAB_FRAME: copy the slot that is pinned, and unpin
 * @LOOPBACK_GRAB_LIMITED: the same, whatever user space does meanwhile
 * @LOOPBACK_GRAB_END: the stream has ended
 * @LOOPBACK_GRAB_NOTHING: there is no frame
 */
enum loopback_grab {
	LOOPBACK_GRAB_FRAME,
	LOOPBACK_GRAB_LIMITED,
	LOOPBACK_GRAB_END,
	LOOPBACK_GRAB_NOTHING,
};

void loopback_hub_hand_over(struct loopback_hub *hub);
void loopback_hub_hand_over_wake(struct loopback_hub *hub);
void loopback_hub_settle(struct loopback_hub *hub);
void loopback_reading_add(struct loopback_hub *hub,
			  struct loopback_consumer *consumer);
void loopback_reading_del(struct loopback_hub *hub,
			  struct loopback_consumer *consumer);

void loopback_hub_init(struct loopback_hub *hub);
void loopback_pool_init(struct loopback_pool *pool, unsigned int nout, u32 size);
void loopback_consumer_init(struct loopback_consumer *consumer);

void loopback_hub_attach(struct loopback_hub *hub, struct loopback_pool *pool);
struct loopback_pool *loopback_hub_detach(struct loopback_hub *hub);
void loopback_hub_end(struct loopback_hub *hub);

void loopback_slot_stale(struct loopback_pool *pool, u64 slots);
struct loopback_mem *loopback_slot_warm(struct loopback_pool *pool,
					unsigned int slot,
					struct loopback_mem *mem);
struct loopback_mem *loopback_slot_part(struct loopback_pool *pool,
					unsigned int slot);
int loopback_producer_bind(struct loopback_producer *producer,
			   struct loopback_pool *pool);
struct loopback_mem *
loopback_producer_unbind(struct loopback_producer *producer,
			 struct loopback_pool *pool, unsigned int slot);
void loopback_producer_publish(struct loopback_hub *hub, unsigned int slot,
			       struct loopback_entry *out,
			       const struct loopback_frame *frame);
void loopback_producer_show(struct loopback_hub *hub, unsigned int slot,
			    const struct loopback_frame *frame);
void loopback_producer_reap(struct loopback_hub *hub);
void loopback_producer_return(struct loopback_hub *hub,
			      struct loopback_producer *producer,
			      struct loopback_entry *out);
void loopback_producer_dequeued(struct loopback_producer *producer);
void loopback_producer_wait(struct loopback_hub *hub, struct loopback_producer *producer,
			    bool sleeps);
void loopback_producer_woken(struct loopback_hub *hub, struct loopback_producer *producer,
			     bool slept);
void loopback_producer_stop(struct loopback_hub *hub, struct loopback_producer *producer,
			    struct loopback_pool *pool);

void loopback_vote_recount(struct loopback_consumer *consumer);
void loopback_vote_withdraw(struct loopback_consumer *consumer);
int loopback_steer_among(const struct loopback_pool *pool, u64 candidates,
			 u64 voted, unsigned int at);

int loopback_fill_begin(struct loopback_hub *hub);
void loopback_fill_abort(struct loopback_pool *pool, unsigned int slot);

int loopback_insert_begin(struct loopback_hub *hub);
void loopback_hub_insert(struct loopback_hub *hub, unsigned int slot,
			 const struct loopback_frame *frame);
bool loopback_hub_repeat(struct loopback_hub *hub, u64 now, u64 later);

int loopback_keep_begin(struct loopback_hub *hub);
void loopback_keep_end(struct loopback_hub *hub, struct loopback_pool *pool,
		       unsigned int from, unsigned int to, bool copied);
bool loopback_keep_wanted(const struct loopback_hub *hub);
void loopback_keep_drop(struct loopback_hub *hub, struct loopback_producer *producer);

bool loopback_hub_served(const struct loopback_hub *hub);
void loopback_flow_hold(struct loopback_pool *pool, unsigned int slot,
			const struct loopback_frame *frame);
void loopback_flow_watch(struct loopback_hub *hub);
void loopback_flow_pump(struct loopback_hub *hub);
void loopback_flow_served(struct loopback_hub *hub);
void loopback_flow_drop(struct loopback_hub *hub, const struct loopback_producer *producer);
void loopback_flow_set(struct loopback_hub *hub, unsigned int patience);
void loopback_flow_expire(struct loopback_hub *hub);

void loopback_consumer_read(struct loopback_hub *hub, struct loopback_consumer *consumer);
void loopback_consumer_start(struct loopback_hub *hub, struct loopback_consumer *consumer);
void loopback_consumer_stop(struct loopback_hub *hub, struct loopback_consumer *consumer);
void loopback_consumer_deliver(struct loopback_hub *hub,
			       struct loopback_consumer *consumer);
void loopback_consumer_queue(struct loopback_hub *hub, struct loopback_consumer *consumer,
			     struct loopback_entry *entry);
enum loopback_take loopback_consumer_take(struct loopback_hub *hub,
					  struct loopback_consumer *consumer,
					  struct loopback_entry *entry);
bool loopback_consumer_ready(const struct loopback_hub *hub,
			     const struct loopback_consumer *consumer);
enum loopback_grab loopback_consumer_grab(struct loopback_hub *hub,
					  struct loopback_consumer *consumer,
					  struct loopback_entry *entry);
bool loopback_consumer_unpin(struct loopback_hub *hub, struct loopback_consumer *consumer,
			     struct loopback_entry *entry);
void loopback_consumer_release(struct loopback_hub *hub, struct loopback_consumer *consumer,
			       struct loopback_entry *entry);

static inline u64 loopback_latest_bit(const struct loopback_pool *pool)
{
	return pool->latest < 0 ? 0 : BIT_ULL(pool->latest);
}

/*
 * The producer has stopped, but may write to its buffers still: these slots
 * hold frames that consumers read. Their buffers must move to other memory.
 */
static inline u64
loopback_producer_trapped(const struct loopback_producer *producer,
			  const struct loopback_pool *pool)
{
	return producer->bound & pool->pinned;
}

/*
 * Buffers given back and not dequeued yet. One that was given back a moment ago
 * may not be complete: look at its queue, too.
 */
static inline unsigned int
loopback_producer_ready(const struct loopback_producer *producer)
{
	return READ_ONCE(producer->given) - READ_ONCE(producer->taken);
}

static inline bool loopback_producer_hungry(const struct loopback_producer *producer)
{
	return producer->sleepers || producer->polled;
}

/* Each section under hub->lock begins so, and ends in loopback_hub_unlock(). */
static inline void loopback_hub_lock(struct loopback_hub *hub)
	__acquires(&hub->lock)
{
	spin_lock(&hub->lock);
	/* a section that ended with spin_unlock() left its batch */
	if (IS_ENABLED(CONFIG_PROVE_LOCKING))
		WARN_ON_ONCE(hub->done || hub->wakes);
}

/* The buffer goes back to its queue's owner, after unlock. */
static inline void loopback_entry_done(struct loopback_hub *hub,
				       struct loopback_entry *entry, bool error)
{
	entry->error = error;
	entry->next = NULL;
	*hub->done_end = entry;
	hub->done_end = &entry->next;
}

/* What was done in the section is complete when this returns. */
static inline void loopback_hub_unlock(struct loopback_hub *hub)
	__releases(&hub->lock)
{
	if (hub->wakes)
		loopback_hub_hand_over_wake(hub);
	else if (hub->done)
		loopback_hub_hand_over(hub);
	else
		spin_unlock(&hub->lock);
}

/*
 * What the pool asks of its surroundings. Under hub->lock:
 */

/* the consumer's buffer got a frame */
void loopback_entry_stamp(struct loopback_entry *entry,
			  const struct loopback_frame *frame, u32 sequence);
/* the consumer's buffer is the last one: it has no frame */
void loopback_entry_last(struct loopback_entry *entry, u32 sequence);
/* the producer's frame is published */
void loopback_hub_arrived(struct loopback_hub *hub);
/* give back buffers that were copied and waited until their frame is served */
void loopback_hub_served_buffers(struct loopback_hub *hub);
/* call loopback_flow_expire() when patience has run out, from now on */
void loopback_hub_limit(struct loopback_hub *hub);

/*
 * And under hub->done_lock alone:
 */

/* the buffer goes back to its queue's owner */
void loopback_entry_complete(struct loopback_entry *entry);
/* there may be a frame for who waits in read() */
void loopback_consumer_wake(struct loopback_consumer *consumer);
/* a frame may be published: for who waits in write() or QBUF */
void loopback_producer_wake(struct loopback_producer *producer);

#endif /* LOOPBACK_POOL_H */
