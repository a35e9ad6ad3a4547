/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Budgets of frame memory: one of each device, and one of all.
 */

#ifndef LOOPBACK_BUDGET_H
#define LOOPBACK_BUDGET_H

#include <linux/atomic.h>
#include <linux/kref.h>
#include <linux/types.h>

/**
 * struct loopback_budget - what a device may have of the memory of frames
 * @kref: the device's, and that of all its memory
 * @pages: in use
 */
struct loopback_budget {
	struct kref kref;
	atomic_long_t pages;
};

/**
 * struct loopback_mem_totals - of all memory of frames
 * @pages: charged
 * @blocks: blocks among them
 * @refused: times that a block could not be had
 * @lingering: pages of memory that nobody has, but somebody pins
 */
struct loopback_mem_totals {
	atomic_long_t pages;
	atomic_long_t blocks;
	atomic_long_t refused;
	atomic_long_t lingering;
};

extern struct loopback_mem_totals loopback_mem_totals;

struct loopback_budget *loopback_budget_new(void);
void loopback_budget_put(struct loopback_budget *budget);
bool loopback_charge(struct loopback_budget *budget, long pages);
void loopback_uncharge(struct loopback_budget *budget, long pages);

#endif /* LOOPBACK_BUDGET_H */
