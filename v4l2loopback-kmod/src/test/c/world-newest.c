// SPDX-License-Identifier: GPL-2.0-only
/*
 * The newest frame of the world: it is kept for who comes late, repeated, or
 * replaced by an image that is no producer's.
 */

#include <linux/bitops.h>

#include "world-parts.h"

void newest_keep(struct world *world, bool stopping)
{
	struct loopback_pool *pool = world->pool;
	const u64 bound = world->producer.bound;
	int from = pool->latest, to;
	struct memory *memory;

	world_lock(world);
	to = loopback_keep_begin(&world->hub);
	if (to < 0) {
		if (stopping && from >= 0 && (bound & BIT_ULL(from)))
			CHECK(copies_running(world) ||
			      hweight64(bound) < pool->nout,
			      "no spare for the kept frame");
		world->lost |= stopping;
	} else {
		memory = slot_warm(world, to);
		memory->content = slot_memory(pool, from)->content;
		loopback_keep_end(&world->hub, pool, from, to, true);
	}
	world_unlock(world);
}

void newest_keep_if_wanted(struct world *world)
{
	bool wanted;

	world_lock(world);
	wanted = loopback_keep_wanted(&world->hub);
	world_unlock(world);
	if (wanted)
		newest_keep(world, false);
}

bool newest_insert(struct world *world)
{
	struct loopback_frame frame = { .image = true };
	int slot;

	world_lock(world);
	slot = loopback_insert_begin(&world->hub);
	world_unlock(world);
	if (slot < 0)
		return false;
	slot_warm(world, slot)->content = 0;
	world_check(world);
	slot_memory(world->pool, slot)->content = ++world->frames;
	frame.bytesused = world->frames;
	world_lock(world);
	loopback_hub_insert(&world->hub, slot, &frame);
	world_unlock(world);
	return true;
}

bool newest_repeat(struct world *world)
{
	bool done;

	world_lock(world);
	done = loopback_hub_repeat(&world->hub, 1, 1);
	world_unlock(world);
	return done;
}

void newest_sustain(struct world *world, bool repeats)
{
	world->hub.repeats = repeats;
}
