#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Breaks one rule of the pool after the other: the tests must notice each.
set -eu
cd "$(dirname "$0")"
main=../../main/c
mutant=build/pool
rm -rf "$mutant" build/mutant
mkdir -p "$mutant"
survivors=0

# try NAME: runs the tests with what is in $mutant now
try() {
	if ! make -s MAIN="$mutant" BUILD=build/mutant programs \
		> build/log 2>&1; then
		echo "DOES NOT COMPILE: $1"
		survivors=$((survivors + 1))
	elif timeout 120 make -s MAIN="$mutant" BUILD=build/mutant SECONDS=4 \
		check > build/log 2>&1; then
		echo "SURVIVED: $1"
		survivors=$((survivors + 1))
	else
		echo "killed: $1 ($(grep -m1 -E 'FAIL|ERROR|runtime error' \
			build/log || echo hangs))"
	fi
}

mutate() {
	same=yes
	for file in "$main"/loopback-pool*.c "$main"/loopback-*.h; do
		copy=$mutant/$(basename "$file")
		sed "$2" "$file" > build/new
		cmp -s "$file" build/new || same=no
		# a file that stays the same is not compiled again
		cmp -s build/new "$copy" || cp build/new "$copy"
	done
	if [ "$same" = yes ]; then
		echo "no such line any more: $1"
		survivors=$((survivors + 1))
	else
		try "$1"
	fi
}

mutate "a held slot may go back" \
	's/return pool->held & ~pool->pinned & ~pool->filling/return pool->held \& ~pool->filling/'
mutate "the newest slot may go back" \
	'/loopback_superseded(const/,/^}/s/~loopback_latest_bit(pool);$/~0ull;/'
mutate "a new producer gets the newest slot" \
	'/loopback_producer_bind(struct/,/^}/s/ & ~loopback_latest_bit(pool);$/;/'
mutate "a copy goes into the newest slot" \
	'/loopback_fill_begin(struct/,/^}/s/~loopback_latest_bit(pool);$/~0ull;/'
mutate "a copy goes into memory that is borrowed" \
	'/loopback_fill_begin(struct/,/^}/s/ | pool->borrowed);$/);/'
mutate "what is kept goes into the newest slot" \
	'/loopback_spare_begin(struct/,/^}/s/~loopback_latest_bit(pool);$/~0ull;/'
mutate "a frame is repeated before all have it" \
	'/loopback_hub_repeat(struct/,/^}/s/ || !loopback_hub_served(hub))$/)/'
mutate "the timeout image comes before all have the frame" \
	'/loopback_insert_begin(struct/,/^}/s/return loopback_hub_served(hub) ?/return true ?/'
mutate "no limit of pins" 's/consumer->pins >= LOOPBACK_PINS_MAX/0/'
mutate "the producer's share is not kept free" 's/return used + clamp(.*$/return true;/'
mutate "the last spare may be held" 's/return used + 2 <= slots/return true/'
mutate "a brief pin lets others in" 's/pins > pool->slot\[pool->latest\].briefs/pins/'
mutate "last in, first out" 's/\*consumer->queue_end = entry;/entry->next = consumer->queue; consumer->queue = entry;/'
mutate "the kept frame goes while a token is out" 's/} else if (!hub->tokens \&\& /} else if (/'
mutate "a new producer gets held slots" \
	's/u64 free = pool->all & ~producer->bound & ~pool->pinned &$/u64 free = pool->all \& ~producer->bound \&/'
mutate "a new producer gets the last spare" 's/if (hweight64(free) < 2 ||/if (!free ||/'
mutate "a copy goes into a held slot" \
	's/u64 free = pool->all & ~pool->pinned & ~pool->filling & ~user/u64 free = pool->all \& ~pool->filling \& ~user/'
mutate "a copy goes into the producer's hands" 's/~pool->filling & ~user &/~pool->filling \&/'
mutate "a frame is shown twice" 's/consumer->last < pool->slot\[pool->latest\].seq;/1;/'
mutate "an unpinned slot is not given back" \
	's/^	if (freed)$/	if (0)/'
mutate "other sleepers are forgotten" \
	's/if (loopback_producer_hungry(producer) && hub->producer == producer)/if (0)/'
mutate "who polled beside a sleeper is forgotten" \
	'/loopback_producer_woken(struct/,/^}/s/loopback_producer_hungry(producer)/producer->sleepers/'
mutate "the token outlives its consumer" 's/^		hub->tokens--;$/		;/'
mutate "a change of format is not told" 's/consumer->cut = true;/;/'
mutate "a buffer after the token is told it, too" 's/!consumer->cut || consumer->token ||/!consumer->cut ||/'
mutate "a change of format is told twice" \
	'/^	entry = loopback_next_entry(consumer);$/{n;s/consumer->cut = false;/;/}'
mutate "a vote for another slot is not waited for" 's/if (voted \&\& !(voted \& candidates) \&\& !now)/if (0)/'
mutate "the frame is not kept" 's/^		pool->latest = to;$/		;/'
mutate "a copy goes into memory that must be made" 's/if (candidates & pool->warm)$/if (0)/'
mutate "the end comes before the last frame" 's/^	if (!loopback_end_due(hub, consumer))$/	if (0)/'
mutate "the end is forgotten when a producer comes" 's/^		 pool->slot\[pool->latest\].seq <= pool->end);/		 1);/'
mutate "the end is told again and again" 's/^		consumer->ends = hub->ends;$/		;/'
mutate "an old end is told to who comes late" 's/^	consumer->ends = hub->ends;$/	;/'
mutate "a token hides the end" 's/^	if (consumer->ends != hub->ends)$/	if (0)/'
mutate "a token whose frame is gone fails" 's/if (hub->pool == pool \&\& loopback_end_due(hub, consumer)) {/if (0) {/'
mutate "nobody is waited for" 's/^	if (!hub->patience || !pool || pool->latest < 0)$/	if (1)/'
mutate "readers are not waited for" \
	'/loopback_hub_served(const/,/^}/s/list_for_each_entry(consumer, &hub->reading, link)/for (; 0;)/'
mutate "readers are never late" \
	'/loopback_flow_expire(struct/,/^}/s/list_for_each_entry(consumer, &hub->reading, link)/for (; 0;)/'
mutate "who waits in read() is not woken" \
	'/loopback_hub_wake(struct/,/^}/s/list_for_each_entry(consumer, &hub->reading, link)/for (; 0;)/'
mutate "a token hides that it has no frame" 's/consumer->last < seq;/!consumer->token \&\& consumer->last < seq;/'
mutate "the backlog runs backwards" 's/(pool->first + pool->waiting++)/(pool->first - pool->waiting++ + LOOPBACK_SLOTS_MAX)/'
mutate "the backlog may be written to" 's/^	pool->filling |= BIT_ULL(slot);$/	;/'
mutate "the backlog leaks slots" 's/^		pool->filling &= ~BIT_ULL(pool->backlog\[pool->first\]);/		;/'
mutate "the kept frame goes before all have it" 's/(!hub->patience || loopback_hub_served(hub))) {/1) {/'
mutate "who was late is never waited for again" \
	'/loopback_pin(struct/,/^}/s/^	consumer->late = false;$/	;/'
mutate "who was late and streams anew is not waited for" \
	'/loopback_consumer_start(struct/,/^}/s/^	consumer->late = false;$/	;/'
mutate "who was late and reads now is not waited for" \
	'/loopback_consumer_read(struct/,/^}/s/^	consumer->late = false;$/	;/'
mutate "who is late is waited for again and again" \
	'/&hub->consumers/{n;s/consumer->late |= loopback_unserved(consumer, seq);/;/}'
mutate "who waits is not told a limit" '/loopback_newest(struct/,/^}/s/^	if (hub->patience)$/	if (0)/'
mutate "who queues a buffer lets nothing go on" \
	'/loopback_consumer_queue(struct/,/^}/s/^	if (hub->patience)$/	if (0)/'
mutate "who stops lets nothing go on" \
	'/loopback_consumer_stop(struct/,/^}/s/^	if (hub->patience)$/	if (0)/'
mutate "who takes a token's frame lets nothing go on" \
	'/loopback_consumer_take(struct/,/^}/s/^	if (hub->patience)$/	if (0)/'
mutate "who reads lets nothing go on" \
	'/loopback_consumer_grab(struct/,/^}/s/if (hub->patience && /if (0 \&\& /'
mutate "whoever takes a frame makes one arrive" \
	'/loopback_flow_pump(struct/,/^}/s/^	loopback_flow_served(hub);$/&	loopback_hub_arrived(hub);/'
mutate "who waits for consumers before it writes sleeps on" \
	'/loopback_flow_pump(struct/,/^}/s/^	loopback_flow_served(hub);$/	;/'
mutate "who copied its frames gets no buffer back" \
	's/^	loopback_producer_served(hub);$/	;/'
mutate "who copied its frames gets buffers back early" \
	's/unserved_count > due/unserved_count/'
mutate "buffers that were copied are lost at the end" \
	'/loopback_producer_undefer(struct/,/^}/s/loopback_entry_done(hub, entry, true);/;/'
mutate "a frame that may be repeated is taken from it" 's/!hub->tokens && !hub->repeats &&/!hub->tokens \&\&/'
mutate "a repeated frame is not new" 's/pool->slot\[slot\].seq = ++pool->seq;/pool->slot[slot].seq = pool->seq;/'
mutate "the timeout image gets a slot of the producer's" 's/u64 free = pool->all & ~bound & ~pool->pinned & ~pool->filling &$/u64 free = pool->all \& ~pool->pinned \& ~pool->filling \&/'
mutate "a window votes for the wrong slot" 's/entry->vote = slot + 1;/entry->vote = slot + 2;/'
mutate "a vote is never taken back" 's/^	if (!entry->vote)$/	if (1)/'
mutate "who has missed frames votes for old ones" 's/^	if (entry->turn != hub->pool->seq)$/	if (0)/'
mutate "who has had a token votes for old frames" \
	's/^		loopback_vote_recount(consumer);	.*$/		;/'
mutate "who stops goes on voting" 's/^	loopback_vote_withdraw(consumer);$/	;/'
mutate "buffers are completed last in, first out" \
	's/^	entry->next = NULL;$/	entry->next = hub->done;/; s/^	\*hub->done_end = entry;$/	hub->done = entry;/'
mutate "batches are completed under the lock" 's/^	spin_unlock(&hub->lock);$/	;/'
mutate "readers are not woken for a frame" \
	's/^		hub->wakes |= LOOPBACK_WAKE_READERS;/		hub->wakes |= 0;/'
mutate "readers are not woken at the end" \
	's/^	hub->wakes |= LOOPBACK_WAKE_READERS;/	hub->wakes |= 0;/'
mutate "who waits to write is not woken" 's/wakes |= LOOPBACK_WAKE_WRITER;/wakes |= 0;/'
mutate "a new producer gets memory that others saw" \
	's/^	loopback_slot_stale(pool, BIT_ULL(i));$/	;/'
mutate "memory of who has left is used again" 's/^	loopback_slot_stale(pool, bit);$/	;/'
mutate "memory that consumers read is let go" 's/^	if ((pool->pinned | pool->filling/	if ((pool->filling/'
mutate "the newest frame is let go" 's/ | loopback_latest_bit(pool)) & bit)$/) \& bit)/'
mutate "memory that is let go is used on" 's/^	pool->slot\[slot\].mem = NULL;$/	;/'
mutate "new memory is stale" 's/^	pool->stale &= ~BIT_ULL(slot);$/	;/'
mutate "a lent slot is filled again" 's/^	pool->warm &= ~slots;$/	;/'
mutate "a copy goes into memory that a mapping has lost" \
	's/u64 user = bound & (~pool->held | pool->stale);/u64 user = bound \& ~pool->held;/'
mutate "who stops keeps the slots that consumers read" 's/^	return producer->bound & pool->pinned;$/	return 0;/'

echo "$survivors survived"
[ "$survivors" -eq 0 ]
