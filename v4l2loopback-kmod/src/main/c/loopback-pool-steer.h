/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Votes: a queued window is one for the slot that it shows, for the frame that
 * it will get. Frames are numbered, so a vote stays where it is while others
 * come and go: what a publish or a choice costs does not grow with the queues.
 *
 * Inline, for each frame moves some.
 */

#ifndef LOOPBACK_POOL_STEER_H
#define LOOPBACK_POOL_STEER_H

#include <linux/bitops.h>

#include "loopback-pool.h"

void loopback_vote_recount(struct loopback_consumer *consumer);
void loopback_vote_withdraw(struct loopback_consumer *consumer);
int loopback_steer_among(const struct loopback_pool *pool, u64 candidates,
			 u64 voted, unsigned int at);

static inline void loopback_vote_add(struct loopback_consumer *consumer,
				     struct loopback_entry *entry, u64 turn)
{
	struct loopback_votes *votes = &consumer->pool->votes;
	unsigned int slot = entry->slot, at = turn % LOOPBACK_AHEAD;

	entry->turn = turn;
	consumer->turn = turn + 1;
	if (!entry->window || entry->slot < 0)
		return;
	entry->vote = slot + 1;
	votes->count[slot][at]++;
	votes->voted[at] |= BIT_ULL(slot);
}

/* The entry leaves its queue, or the queue is not served any more. */
static inline void loopback_vote_del(struct loopback_pool *pool,
				     struct loopback_entry *entry)
{
	unsigned int slot = entry->vote - 1, at = entry->turn % LOOPBACK_AHEAD;
	struct loopback_votes *votes = &pool->votes;

	if (!entry->vote)
		return;
	entry->vote = 0;
	if (!--votes->count[slot][at])
		votes->voted[at] &= ~BIT_ULL(slot);
}

/* The entry is about to join the queue, at its end. */
static inline void loopback_vote_queue(struct loopback_consumer *consumer,
				       struct loopback_entry *entry)
{
	loopback_vote_add(consumer, entry, consumer->queue ?
			  consumer->turn : consumer->pool->seq + 1);
}

/*
 * Which of the candidates is best for the frame after the next ahead ones: the
 * one that most of the windows show which will get it, else the one that is
 * missed least. -1: better wait for another one, unless now.
 */
static inline int loopback_steer(const struct loopback_pool *pool,
				 u64 candidates, unsigned int ahead, bool now)
{
	unsigned int at = (pool->seq + 1 + ahead) % LOOPBACK_AHEAD;
	u64 voted = pool->votes.voted[at];

	if (voted && !(voted & candidates) && !now)
		return -1;
	voted &= candidates;
	if (!voted || (voted & (voted - 1)))
		return loopback_steer_among(pool, candidates, voted, at);
	return __ffs64(voted);
}

#endif /* LOOPBACK_POOL_STEER_H */
