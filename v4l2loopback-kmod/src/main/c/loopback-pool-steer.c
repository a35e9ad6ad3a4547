// SPDX-License-Identifier: GPL-2.0-only
/*
 * The frame pool, steering: which slot the next frames should be in, so that
 * windows need not be turned.
 */

#include <linux/bitops.h>

#include "loopback-pool-steer.h"
#include "loopback-pool.h"

/* The queue begins to be served, or has missed frames: it gets the next one. */
void loopback_vote_recount(struct loopback_consumer *consumer)
{
	u64 turn = consumer->pool->seq + 1;
	struct loopback_entry *entry;

	for (entry = consumer->queue; entry; entry = entry->next) {
		loopback_vote_del(consumer->pool, entry);
		loopback_vote_add(consumer, entry, turn++);
	}
}

void loopback_vote_withdraw(struct loopback_consumer *consumer)
{
	struct loopback_entry *entry;

	for (entry = consumer->queue; entry; entry = entry->next)
		loopback_vote_del(consumer->pool, entry);
}

static int loopback_most_votes(const struct loopback_pool *pool, u64 candidates,
			       unsigned int at)
{
	const u16 (*count)[LOOPBACK_AHEAD] = pool->votes.count;
	int i, found = __ffs64(candidates);

	for (candidates &= candidates - 1; candidates;
	     candidates &= candidates - 1) {
		i = __ffs64(candidates);
		if (count[i][at] > count[found][at])
			found = i;
	}
	return found;
}

/* Slots that any queued window shows. */
static u64 loopback_shown(const struct loopback_votes *votes)
{
	unsigned int at;
	u64 shown = 0;

	for (at = 0; at < LOOPBACK_AHEAD; at++)
		shown |= votes->voted[at];
	return shown;
}

/*
 * A slot that no queued window shows if there is one. Of these one that has
 * memory, for to get it and to zero it costs more than a copy, then the oldest.
 */
static int loopback_least_shown(const struct loopback_pool *pool,
				u64 candidates)
{
	const struct loopback_slot *slot = pool->slot;
	u64 hidden = candidates & ~loopback_shown(&pool->votes);
	int i, found;

	if (hidden)
		candidates = hidden;
	if (candidates & pool->warm)
		candidates &= pool->warm;
	found = __ffs64(candidates);
	for (candidates &= candidates - 1; candidates;
	     candidates &= candidates - 1) {
		i = __ffs64(candidates);
		if (slot[i].seq < slot[found].seq)
			found = i;
	}
	return found;
}

/* The rest of loopback_steer(): nobody votes for a candidate, or several do. */
int loopback_steer_among(const struct loopback_pool *pool, u64 candidates,
			 u64 voted, unsigned int at)
{
	return voted ? loopback_most_votes(pool, voted, at) :
		       loopback_least_shown(pool, candidates);
}
