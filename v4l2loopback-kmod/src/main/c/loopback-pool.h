/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The frame pool: which slot the producer fills and which the consumers read.
 *
 * Pure logic: no videobuf2, no sleeping, no memory. All functions but the
 * initialisers want hub->lock held by the caller, and none of them takes it.
 * The same file is compiled for user space, where a model check drives it
 * (src/test/c).
 */

#ifndef LOOPBACK_POOL_H
#define LOOPBACK_POOL_H

#include <linux/bits.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/videodev2.h>

#define LOOPBACK_BUFFERS_MAX	32	/* slots that a producer maps, at most */
#define LOOPBACK_SPARES		3	/* slots on top that it never maps */
#define LOOPBACK_SLOTS_MAX	(LOOPBACK_BUFFERS_MAX + LOOPBACK_SPARES)
#define LOOPBACK_PINS_MAX	2	/* slots one consumer may hold */

struct loopback_alias;
struct loopback_mem;

/**
 * struct loopback_frame - what travels with the pixels of one frame
 * @timestamp: in nanoseconds
 * @bytesused: length of the payload
 * @field: enum v4l2_field
 * @flags: V4L2_BUF_FLAG_* that a producer may set, see LOOPBACK_FRAME_FLAGS
 * @timecode: valid with V4L2_BUF_FLAG_TIMECODE
 * @stamped: the timestamp is the producer's own
 * @image: it is the timeout image
 */
struct loopback_frame {
	u64 timestamp;
	u32 bytesused;
	u32 field;
	u32 flags;
	struct v4l2_timecode timecode;
	bool stamped;
	bool image;
};

#define LOOPBACK_FRAME_FLAGS	(V4L2_BUF_FLAG_TIMECODE | V4L2_BUF_FLAG_KEYFRAME | \
				 V4L2_BUF_FLAG_PFRAME | V4L2_BUF_FLAG_BFRAME)

/**
 * struct loopback_entry - what the pool knows of one buffer of a queue
 * @link: on the consumer's queue while it waits for a frame
 * @slot: OUTPUT: the slot whose memory it is; CAPTURE: the one it shows; or -1
 * @pin: CAPTURE: the slot it holds for its consumer, or -1
 * @window: CAPTURE: may be turned to any slot without a copy
 * @queued: CAPTURE: on the consumer's queue
 * @token: CAPTURE: done without a frame, it gets the newest when dequeued
 * @brief: CAPTURE: its pin is over the limit, and ends with the copy that is made
 * @seq: CAPTURE: number of the frame that it got
 * @shown: CAPTURE: when that was published, if anybody asks for times
 * @pinned: CAPTURE: when @pin began, if anybody asks
 */
struct loopback_entry {
	struct list_head link;
	int slot;
	int pin;
	bool window;
	bool queued;
	bool token;
	bool brief;
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
	struct loopback_slot slot[];
};

/**
 * struct loopback_producer - an opener in its OUTPUT role
 * @bound: slots that its MMAP buffers are; 0 when it hands over by copies
 * @hands: buffers dequeued and not queued again
 * @ready: buffers given back and not dequeued yet
 * @sleepers: threads that sleep for a buffer
 * @polled: poll() found none; ends when a buffer is given back
 * @frames: published
 */
struct loopback_producer {
	u64 bound;
	unsigned int hands;
	unsigned int ready;
	unsigned int sleepers;
	bool polled;
	u64 frames;
};

/**
 * struct loopback_consumer - an opener in its CAPTURE role
 * @link: on hub->consumers while it streams on the current pool, or on
 *	hub->reading
 * @streaming: on the first of these lists
 * @late: the producer does not wait for it
 * @pool: whose slots its entries pin
 * @queue: entries that wait for a frame, first in first out
 * @token: the one entry that is done without a frame
 * @pins: slots it holds
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
	struct list_head link;
	bool streaming;
	bool late;
	struct loopback_pool *pool;
	struct list_head queue;
	struct loopback_entry *token;
	unsigned int pins;
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
 * @lock: guards all of it, and the contents of its pools. Never taken in
 *	interrupt context. Rank: see loopback.h
 * @pool: the current generation, or NULL
 * @producer: the one who may publish, or NULL; implies @pool
 * @consumers: those that stream on @pool
 * @reading: those that read() from it
 * @idle: how many of them hold no slot
 * @tokens: how many of them have a token
 * @repeats: the newest frame may be delivered again: it is kept
 * @ends: ends of streams that consumers are told
 * @patience: how long the producer waits for consumers, in ms; 0: never
 * @published: frames since the device was made
 */
struct loopback_hub {
	spinlock_t lock;	/* see kernel-doc */
	struct loopback_pool *pool;
	struct loopback_producer *producer;
	struct list_head consumers;
	struct list_head reading;
	unsigned int idle;
	unsigned int tokens;
	bool repeats;
	u64 ends;
	unsigned int patience;
	u64 published;
};

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
 * enum loopback_drop - why a frame was lost
 * @LOOPBACK_DROP_QUEUE: the consumer had no buffer queued
 * @LOOPBACK_DROP_PINS: the consumer holds too many, and has not dequeued its token
 * @LOOPBACK_DROP_READ: the consumer was not in time with its read()
 * @LOOPBACK_DROP_GONE: nothing was kept for the consumer's token
 * @LOOPBACK_DROP_SLOT: no slot was free to copy the producer's frame into
 * @LOOPBACK_DROP_MEMORY: there was no memory
 * @LOOPBACK_DROP_STOPPED: the producer stopped while the frame waited for consumers
 */
enum loopback_drop {
	LOOPBACK_DROP_QUEUE,
	LOOPBACK_DROP_PINS,
	LOOPBACK_DROP_READ,
	LOOPBACK_DROP_GONE,
	LOOPBACK_DROP_SLOT,
	LOOPBACK_DROP_MEMORY,
	LOOPBACK_DROP_STOPPED,
};

/* what loopback_consumer_grab() answers, if not a slot */
#define LOOPBACK_GRAB_NOTHING	-1
#define LOOPBACK_GRAB_END	-2

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
struct loopback_mem *loopback_producer_unbind(struct loopback_producer *producer,
					      struct loopback_pool *pool,
					      unsigned int slot);
void loopback_producer_publish(struct loopback_hub *hub, unsigned int slot,
			       struct loopback_entry *out,
			       const struct loopback_frame *frame);
void loopback_producer_show(struct loopback_hub *hub, unsigned int slot,
			    const struct loopback_frame *frame);
void loopback_producer_reap(struct loopback_hub *hub);
void loopback_producer_return(struct loopback_producer *producer,
			      struct loopback_entry *out);
void loopback_producer_dequeued(struct loopback_producer *producer);
void loopback_producer_wait(struct loopback_hub *hub, struct loopback_producer *producer,
			    bool sleeps);
void loopback_producer_woken(struct loopback_hub *hub, struct loopback_producer *producer,
			     bool slept);
void loopback_producer_stop(struct loopback_hub *hub, struct loopback_producer *producer,
			    struct loopback_pool *pool);

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
int loopback_consumer_grab(struct loopback_hub *hub, struct loopback_consumer *consumer,
			   struct loopback_entry *entry, bool *limited);
bool loopback_consumer_unpin(struct loopback_hub *hub, struct loopback_consumer *consumer,
			     struct loopback_entry *entry);
void loopback_consumer_release(struct loopback_hub *hub, struct loopback_consumer *consumer,
			       struct loopback_entry *entry);

static inline u64 loopback_latest_bit(const struct loopback_pool *pool)
{
	return pool->latest < 0 ? 0 : BIT_ULL(pool->latest);
}

/*
 * The producer has stopped, but may write to its buffers still: these slots hold
 * frames that consumers read. Their buffers must move to other memory.
 */
static inline u64 loopback_producer_trapped(const struct loopback_producer *producer,
					    const struct loopback_pool *pool)
{
	return producer->bound & pool->pinned;
}

static inline bool loopback_producer_hungry(const struct loopback_producer *producer)
{
	return producer->sleepers || producer->polled;
}

/*
 * What the pool asks of its surroundings, all of it under hub->lock.
 */

/* the consumer's buffer got a frame */
void loopback_entry_stamp(struct loopback_entry *entry, const struct loopback_frame *frame,
			  u32 sequence);
/* the consumer's buffer is the last one: it has no frame */
void loopback_entry_last(struct loopback_entry *entry, u32 sequence);
/* the buffer goes back to its queue's owner */
void loopback_entry_done(struct loopback_entry *entry, bool error);
/* a frame may be published, or read: wake those who wait in read() and write() */
void loopback_hub_wake(struct loopback_hub *hub);
/* a producer's frame was published: wake them, and note the time */
void loopback_hub_arrived(struct loopback_hub *hub);
/* call loopback_flow_expire() when patience has run out, from now on */
void loopback_hub_limit(struct loopback_hub *hub);

#endif /* LOOPBACK_POOL_H */
