// SPDX-License-Identifier: GPL-2.0-only
/*
 * The frame pool: publish, deliver, give back, keep.
 *
 * A slot is the producer's until it is published. Then consumers pin it, each
 * at most LOOPBACK_PINS_MAX slots. It goes back to the producer when it is not
 * the newest any more and the last pin is gone, one slot at a time and late,
 * so that the choice suits what the consumers' next windows show already.
 */

#include <linux/bitops.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "loopback-pool.h"

static inline u64 loopback_latest_bit(const struct loopback_pool *pool)
{
	return pool->latest < 0 ? 0 : BIT_ULL(pool->latest);
}

void loopback_hub_init(struct loopback_hub *hub)
{
	memset(hub, 0, sizeof(*hub));
	spin_lock_init(&hub->lock);
	INIT_LIST_HEAD(&hub->consumers);
}

void loopback_pool_init(struct loopback_pool *pool, unsigned int nout, u32 size)
{
	kref_init(&pool->kref);
	pool->size = size;
	pool->nout = nout;
	pool->nslots = nout + LOOPBACK_SPARES;
	pool->all = GENMASK_ULL(pool->nslots - 1, 0);
	pool->latest = -1;
}

void loopback_consumer_init(struct loopback_consumer *consumer)
{
	INIT_LIST_HEAD(&consumer->link);
	INIT_LIST_HEAD(&consumer->queue);
}

void loopback_hub_attach(struct loopback_hub *hub, struct loopback_pool *pool)
{
	hub->pool = pool;
}

static void loopback_untoken(struct loopback_hub *hub, struct loopback_consumer *consumer)
{
	if (!consumer->token)
		return;
	consumer->token->token = false;
	consumer->token = NULL;
	hub->tokens--;
}

/* Leave the list of those who are served; pins and queue stay. */
static void loopback_unlink(struct loopback_hub *hub, struct loopback_consumer *consumer)
{
	if (!consumer->streaming)
		return;
	loopback_untoken(hub, consumer);
	list_del_init(&consumer->link);
	consumer->streaming = false;
	if (!consumer->pins)
		hub->idle--;
}

/* End a generation: nobody gets another frame of it. The reference is the caller's. */
struct loopback_pool *loopback_hub_detach(struct loopback_hub *hub)
{
	struct loopback_pool *pool = hub->pool;
	struct loopback_consumer *consumer, *next;

	list_for_each_entry_safe(consumer, next, &hub->consumers, link)
		loopback_unlink(hub, consumer);
	hub->pool = NULL;
	return pool;
}

/*
 * May the consumer hold the newest frame? Constants only: a share that depends
 * on the number of consumers cannot be taken back from who came first. The
 * producer must always find free slots, one spare must stay free for the kept
 * frame, and who holds nothing goes before who holds something.
 */
static bool loopback_may_pin(const struct loopback_hub *hub,
			     const struct loopback_consumer *consumer)
{
	const struct loopback_pool *pool = hub->pool;
	u64 latest = BIT_ULL(pool->latest), group = pool->all;
	u64 bound = hub->producer ? hub->producer->bound : 0;
	unsigned int slots, used;

	if (consumer->pins >= LOOPBACK_PINS_MAX)
		return false;
	if (pool->slot[pool->latest].pins > pool->slot[pool->latest].briefs)
		return true;
	if (bound)
		group = bound & latest ? bound : pool->all & ~bound;
	slots = hweight64(group);
	used = hweight64(pool->pinned & group);
	if (bound && !(bound & latest))
		return used + 2 <= slots;
	if (consumer->pins)
		used += hub->idle;
	return used + clamp(slots - 1, 2u, 4u) <= slots;
}

static void loopback_pin(struct loopback_hub *hub, struct loopback_consumer *consumer,
			 struct loopback_entry *entry, bool brief)
{
	struct loopback_pool *pool = hub->pool;
	struct loopback_slot *slot = &pool->slot[pool->latest];

	if (!consumer->base)
		consumer->base = slot->seq;
	if (consumer->last)
		consumer->dropped += slot->seq - consumer->last - 1;
	consumer->last = slot->seq;
	consumer->frames++;
	if (!consumer->pins++ && consumer->streaming)
		hub->idle--;
	if (!slot->pins++)
		pool->pinned |= BIT_ULL(pool->latest);
	slot->briefs += brief;
	entry->brief = brief;
	entry->pin = pool->latest;
}

/* The same for a buffer of a queue, which is told what it got. */
static void loopback_pin_buffer(struct loopback_hub *hub, struct loopback_consumer *consumer,
				struct loopback_entry *entry, bool brief)
{
	loopback_pin(hub, consumer, entry, brief);
	loopback_entry_stamp(entry, &hub->pool->slot[entry->pin].frame,
			     consumer->last - consumer->base);
}

/* True if the entry held a slot. Giving it back to the producer is loopback_producer_reap(). */
bool loopback_consumer_unpin(struct loopback_hub *hub, struct loopback_consumer *consumer,
			     struct loopback_entry *entry)
{
	struct loopback_pool *pool = consumer->pool;

	if (entry->pin < 0)
		return false;
	pool->slot[entry->pin].briefs -= entry->brief;
	if (!--pool->slot[entry->pin].pins)
		pool->pinned &= ~BIT_ULL(entry->pin);
	if (!--consumer->pins && consumer->streaming)
		hub->idle++;
	entry->pin = -1;
	return true;
}

/* Slots that could go back to the producer at once. */
static u64 loopback_superseded(const struct loopback_pool *pool)
{
	return pool->held & ~pool->pinned & ~pool->filling & ~loopback_latest_bit(pool);
}

/*
 * Give the consumer's oldest buffer the newest frame. When it may not hold one
 * more slot, the buffer is done all the same, as a token.
 */
static void loopback_deliver(struct loopback_hub *hub, struct loopback_consumer *consumer)
{
	struct loopback_pool *pool = hub->pool;
	struct loopback_entry *entry;

	if (pool->latest < 0 || consumer->token ||
	    consumer->last >= pool->slot[pool->latest].seq)
		return;
	if (list_empty(&consumer->queue)) {
		consumer->starved++;
		return;
	}
	entry = list_first_entry(&consumer->queue, struct loopback_entry, link);
	if (loopback_may_pin(hub, consumer)) {
		loopback_pin_buffer(hub, consumer, entry, false);
	} else {
		consumer->denied++;
		consumer->token = entry;
		entry->token = true;
		hub->tokens++;
	}
	list_del_init(&entry->link);
	entry->queued = false;
	loopback_entry_done(entry, false);
}

/*
 * Which of the candidates is best for the frame that the ahead-th queued window
 * of each consumer will get: the one that most of them show already, then one
 * that no queued window shows, then the oldest. *wanted: there is no better
 * one to wait for.
 */
static int loopback_steer(const struct loopback_hub *hub, u64 candidates,
			  unsigned int ahead, bool *wanted)
{
	const struct loopback_pool *pool = hub->pool;
	const struct loopback_consumer *consumer;
	const struct loopback_entry *entry;
	u8 votes[LOOPBACK_SLOTS_MAX] = { };
	bool voted = false;
	u64 shown = 0, best = ~0ULL;
	int found = -1;

	list_for_each_entry(consumer, &hub->consumers, link) {
		unsigned int position = 0;

		list_for_each_entry(entry, &consumer->queue, link) {
			if (!entry->window || entry->slot < 0)
				continue;
			shown |= BIT_ULL(entry->slot);
			if (position++ == ahead) {
				if (votes[entry->slot] < U8_MAX)
					votes[entry->slot]++;
				voted = true;
			}
		}
	}
	for (; candidates; candidates &= candidates - 1) {
		int i = __ffs64(candidates);
		u64 rank = (u64)(U8_MAX - votes[i]) << 56;

		if (shown & BIT_ULL(i))
			rank |= BIT_ULL(55);
		rank |= pool->slot[i].seq;
		if (found < 0 || rank < best) {
			best = rank;
			found = i;
		}
	}
	*wanted = !voted || votes[found];
	return found;
}

static void loopback_give_back(struct loopback_hub *hub, unsigned int i, bool error)
{
	struct loopback_pool *pool = hub->pool;
	struct loopback_entry *out = pool->slot[i].out;

	pool->slot[i].out = NULL;
	pool->held &= ~BIT_ULL(i);
	hub->producer->polled = false;
	hub->producer->ready++;
	loopback_entry_done(out, error);
}

/*
 * Give one slot back to the producer, if it has none to dequeue: at once if a
 * window waits for that slot, else when the producer asks. The kept frame goes
 * last, and not while a token stands for it.
 */
void loopback_producer_reap(struct loopback_hub *hub)
{
	struct loopback_producer *producer = hub->producer;
	struct loopback_pool *pool = hub->pool;
	bool wanted;
	u64 free;

	if (!producer || producer->ready)
		return;
	free = loopback_superseded(pool);
	if (free) {
		int i = loopback_steer(hub, free, producer->hands, &wanted);

		if (wanted || loopback_producer_hungry(producer))
			loopback_give_back(hub, i, false);
	} else if (!hub->tokens && loopback_producer_hungry(producer) &&
		   (pool->held & ~pool->pinned & loopback_latest_bit(pool))) {
		unsigned int i = pool->latest;

		pool->latest = -1;
		loopback_give_back(hub, i, false);
	}
}

/*
 * Choose a slot for an OUTPUT buffer: any that nobody reads and that is not the
 * kept frame, so that a new producer does not overwrite what consumers hold.
 * One free slot stays unbound, for the frame to keep. -1: none is left.
 */
int loopback_producer_bind(struct loopback_producer *producer, struct loopback_pool *pool)
{
	u64 free = pool->all & ~producer->bound & ~pool->pinned & ~pool->filling &
		   ~loopback_latest_bit(pool);
	int i;

	if (hweight64(free) < 2 || hweight64(producer->bound) >= pool->nout)
		return -1;
	i = __ffs64(free);
	producer->bound |= BIT_ULL(i);
	return i;
}

/*
 * The slot holds a new frame. Its memory is either a buffer of the producer
 * (out), or was filled by a copy (out is NULL, the slot may still have one).
 */
void loopback_producer_publish(struct loopback_hub *hub, unsigned int slot,
			       struct loopback_entry *out,
			       const struct loopback_frame *frame)
{
	struct loopback_pool *pool = hub->pool;
	struct loopback_slot *s = &pool->slot[slot];
	struct loopback_consumer *consumer;

	if (out) {
		s->out = out;
		pool->held |= BIT_ULL(slot);
	}
	if (hub->producer->hands)
		hub->producer->hands--;
	pool->filling &= ~BIT_ULL(slot);
	s->seq = ++pool->seq;
	s->frame = *frame;
	pool->latest = slot;
	hub->published++;
	hub->producer->frames++;
	list_for_each_entry(consumer, &hub->consumers, link)
		loopback_deliver(hub, consumer);
	loopback_producer_reap(hub);
	loopback_hub_wake(hub);
}

/* A buffer whose frame was copied goes back to the producer at once. */
void loopback_producer_return(struct loopback_producer *producer,
			      struct loopback_entry *out)
{
	producer->polled = false;
	producer->ready++;
	loopback_entry_done(out, false);
}

void loopback_producer_dequeued(struct loopback_producer *producer)
{
	if (!producer->ready)
		return;
	producer->ready--;
	producer->hands++;
}

/* A thread waits for a buffer, or poll() found none. */
void loopback_producer_wait(struct loopback_hub *hub, struct loopback_producer *producer,
			    bool sleeps)
{
	if (sleeps)
		producer->sleepers++;
	else if (!producer->ready)
		producer->polled = true;
	if (hub->producer == producer)
		loopback_producer_reap(hub);
}

/* A thread has got a buffer, or waits no more. Others may have slept for that buffer. */
void loopback_producer_woken(struct loopback_hub *hub, struct loopback_producer *producer,
			     bool slept)
{
	if (slept)
		producer->sleepers--;
	if (producer->sleepers && hub->producer == producer)
		loopback_producer_reap(hub);
}

/* Hand back, as errors, whatever the producer has queued. */
void loopback_producer_stop(struct loopback_hub *hub, struct loopback_producer *producer,
			    struct loopback_pool *pool)
{
	while (hub->producer == producer && pool->held)
		loopback_give_back(hub, __ffs64(pool->held), true);
	producer->ready = 0;
	producer->hands = 0;
	producer->polled = false;
}

/*
 * Choose a slot for a frame that comes by copy; it is the caller's until it is
 * published or aborted. -1: none is free.
 */
int loopback_fill_begin(struct loopback_hub *hub)
{
	struct loopback_pool *pool = hub->pool;
	u64 user = hub->producer->bound & ~pool->held;
	u64 free = pool->all & ~pool->pinned & ~pool->filling & ~user &
		   ~loopback_latest_bit(pool);
	bool wanted;
	int i;

	if (!free)
		return -1;
	i = loopback_steer(hub, free, 0, &wanted);
	pool->filling |= BIT_ULL(i);
	return i;
}

void loopback_fill_abort(struct loopback_pool *pool, unsigned int slot)
{
	pool->filling &= ~BIT_ULL(slot);
}

/*
 * The producer may soon write to the slot of the kept frame: choose a spare for
 * a copy of it. pool->latest is pinned and the result is being filled until
 * loopback_keep_end(). -1: nothing to keep, or no spare.
 */
int loopback_keep_begin(struct loopback_hub *hub)
{
	u64 bound = hub->producer ? hub->producer->bound : 0;
	struct loopback_pool *pool = hub->pool;
	u64 free, warm = 0;
	unsigned int i;

	if (!pool || !(loopback_latest_bit(pool) & bound))
		return -1;
	free = pool->all & ~bound & ~pool->pinned & ~pool->filling;
	if (!free)
		return -1;
	for (i = 0; i < pool->nslots; i++)
		if (pool->slot[i].mem)
			warm |= BIT_ULL(i);
	i = __ffs64(free & warm ? free & warm : free);
	pool->filling |= BIT_ULL(i);
	pool->slot[pool->latest].pins++;
	pool->slot[pool->latest].briefs++;
	pool->pinned |= loopback_latest_bit(pool);
	return i;
}

void loopback_keep_end(struct loopback_hub *hub, struct loopback_pool *pool,
		       unsigned int from, unsigned int to, bool copied)
{
	struct loopback_slot *old = &pool->slot[from], *new = &pool->slot[to];

	pool->filling &= ~BIT_ULL(to);
	old->briefs--;
	if (!--old->pins)
		pool->pinned &= ~BIT_ULL(from);
	if (copied && hub->pool == pool && pool->latest == (int)from) {
		new->seq = old->seq;
		new->frame = old->frame;
		pool->latest = to;
	}
	if (hub->pool == pool)
		loopback_producer_reap(hub);
}

/* The producer wants a buffer, and only a token stands between it and the kept frame. */
bool loopback_keep_wanted(const struct loopback_hub *hub)
{
	const struct loopback_producer *producer = hub->producer;
	const struct loopback_pool *pool = hub->pool;

	return hub->tokens && producer && !producer->ready &&
	       loopback_producer_hungry(producer) && !loopback_superseded(pool) &&
	       (pool->held & loopback_latest_bit(pool));
}

/* No copy could be kept: no frame is better than one that may change. */
void loopback_keep_drop(struct loopback_hub *hub, struct loopback_producer *producer)
{
	struct loopback_pool *pool = hub->pool;

	if (pool && (loopback_latest_bit(pool) & producer->bound))
		pool->latest = -1;
}

void loopback_consumer_start(struct loopback_hub *hub, struct loopback_consumer *consumer)
{
	consumer->last = 0;
	consumer->base = 0;
	consumer->streaming = true;
	list_add_tail(&consumer->link, &hub->consumers);
	if (!consumer->pins)
		hub->idle++;
	loopback_deliver(hub, consumer);
}

/* The caller drops the entries' pins and takes them off the queue. */
void loopback_consumer_stop(struct loopback_hub *hub, struct loopback_consumer *consumer)
{
	loopback_untoken(hub, consumer);
	loopback_unlink(hub, consumer);
}

void loopback_consumer_queue(struct loopback_hub *hub, struct loopback_consumer *consumer,
			     struct loopback_entry *entry)
{
	bool freed = loopback_consumer_unpin(hub, consumer, entry);

	entry->queued = true;
	list_add_tail(&entry->link, &consumer->queue);
	if (!consumer->streaming)
		return;
	loopback_deliver(hub, consumer);
	if (freed)
		loopback_producer_reap(hub);
}

/* A token is dequeued: it takes the newest frame, whatever the consumer holds. */
enum loopback_take loopback_consumer_take(struct loopback_hub *hub,
					  struct loopback_consumer *consumer,
					  struct loopback_entry *entry)
{
	struct loopback_pool *pool = consumer->pool;
	bool limited;

	if (!entry->token)
		return LOOPBACK_TAKE_NOTHING;
	loopback_untoken(hub, consumer);
	if (hub->pool != pool || pool->latest < 0)
		return LOOPBACK_TAKE_NOTHING;
	limited = !loopback_may_pin(hub, consumer);
	loopback_pin_buffer(hub, consumer, entry, limited);
	return limited ? LOOPBACK_TAKE_COPY : LOOPBACK_TAKE_SHARE;
}

/*
 * read(): pin the newest frame if it was not seen yet. *limited: the slot must
 * be free again soon, whatever user space does.
 */
int loopback_consumer_grab(struct loopback_hub *hub, struct loopback_consumer *consumer,
			   struct loopback_entry *entry, bool *limited)
{
	struct loopback_pool *pool = hub->pool;

	if (pool->latest < 0 || consumer->last >= pool->slot[pool->latest].seq)
		return -1;
	*limited = !loopback_may_pin(hub, consumer);
	loopback_pin(hub, consumer, entry, *limited);
	return entry->pin;
}

/* Unpin after a copy; the slot may go back to the producer. */
void loopback_consumer_release(struct loopback_hub *hub, struct loopback_consumer *consumer,
			       struct loopback_entry *entry)
{
	if (loopback_consumer_unpin(hub, consumer, entry) && hub->pool == consumer->pool)
		loopback_producer_reap(hub);
}
