/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The memory of slots: gotten when it is needed, replaced when somebody who has
 * left may still see it.
 */

#ifndef LOOPBACK_SLOT_H
#define LOOPBACK_SLOT_H

#include <linux/types.h>

struct loopback_alias;
struct loopback_dev;
struct loopback_mem;
struct loopback_opener;
struct loopback_pool;

struct loopback_pool *loopback_pool_new(unsigned int nout, u32 size);
void loopback_pool_put(struct loopback_pool *pool);
struct loopback_mem *loopback_slot_mem_new(struct loopback_dev *dev,
					   const struct loopback_pool *pool);
struct loopback_mem *loopback_slot_mem(struct loopback_dev *dev,
				       struct loopback_pool *pool,
				       unsigned int slot);
void loopback_slot_renew(struct loopback_dev *dev, struct loopback_pool *pool,
			 unsigned int slot);
void loopback_slots_lend(struct loopback_dev *dev, struct loopback_pool *pool);
struct loopback_mem *loopback_slot_pinned(struct loopback_dev *dev,
					  struct loopback_pool *pool,
					  unsigned int slot);
int loopback_slot_copy(struct loopback_dev *dev, struct loopback_pool *pool,
		       unsigned int slot, void *to, size_t size);
bool loopback_pool_whole(struct loopback_dev *dev, struct loopback_pool *pool);
void loopback_pool_unwhole(struct loopback_dev *dev,
			   struct loopback_pool *pool);
void loopback_keep(struct loopback_dev *dev);

#endif /* LOOPBACK_SLOT_H */
