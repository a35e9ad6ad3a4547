/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of the world share, and those that use it need not know. */

#ifndef LOOPBACK_TEST_WORLD_PARTS_H
#define LOOPBACK_TEST_WORLD_PARTS_H

#include "world.h"

/* whose pool asks: the callbacks of a pool have no other way to find it */
extern struct world *current_world;

/* what is done under the lock is complete soon after, or a little later */
void world_lock(struct world *world);
void world_unlock(struct world *world);

struct memory *memory_new(struct world *world, unsigned int content);
struct memory *slot_memory(const struct loopback_pool *pool, int slot);
/* the memory of a slot that the caller fills or has bound */
struct memory *slot_warm(struct world *world, int slot);

/* world-pool.c: the buffer of a consumer gets the frame in the slot */
void viewer_saw(struct viewer *viewer, const struct loopback_pool *pool,
		int slot, struct buffer *buffer);

/* world-newest.c: a copy of the newest frame goes into a spare */
void newest_keep(struct world *world, bool stopping);
void newest_keep_if_wanted(struct world *world);

bool copies_running(const struct world *world);

#endif /* LOOPBACK_TEST_WORLD_PARTS_H */
