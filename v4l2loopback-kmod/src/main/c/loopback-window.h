/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Windows: the mappings of MMAP buffers, and what they show.
 */

#ifndef LOOPBACK_WINDOW_H
#define LOOPBACK_WINDOW_H

#include <linux/atomic.h>
#include <linux/types.h>

#include "loopback-alias.h"

struct vm_area_struct;

/**
 * struct loopback_window_totals - of all windows there ever were
 * @faults: pages, or what lies around them, that were touched first
 * @privatized: parts of frames that consumers have written to
 * @whole: mappings in blocks
 * @single: mappings of single pages
 */
struct loopback_window_totals {
	atomic_long_t faults;
	atomic_long_t privatized;
	atomic_long_t whole;
	atomic_long_t single;
};

/**
 * struct loopback_window_config - what a window is to be
 * @space: where it is mapped
 * @budget: what its own memory is charged to
 * @size: in bytes
 * @shared: CAPTURE: it shows memory that others see
 * @whole: that comes in blocks
 */
struct loopback_window_config {
	struct loopback_space *space;
	struct loopback_budget *budget;
	unsigned long size;
	bool shared;
	bool whole;
};

extern struct loopback_window_totals loopback_window_totals;

int loopback_window_init(struct loopback_alias *alias,
			 const struct loopback_window_config *config,
			 struct loopback_mem *mem);
void loopback_window_exit(struct loopback_alias *alias);
int loopback_window_mmap(struct loopback_alias *alias, struct vm_area_struct *vma);
void loopback_window_show(struct loopback_alias *alias, struct loopback_mem *mem);
bool loopback_window_move(struct loopback_alias *alias, struct loopback_mem *to,
			  bool (*accept)(void *context), void *context);
bool loopback_window_at(unsigned long addr);
struct loopback_mem *loopback_window_own(struct loopback_alias *alias);
int loopback_window_keep(struct loopback_alias *alias);

/* Does it show just that? */
static inline bool loopback_window_shows(const struct loopback_alias *alias,
					 const struct loopback_mem *mem)
{
	return READ_ONCE(alias->mem) == mem && !READ_ONCE(alias->patched);
}

#endif /* LOOPBACK_WINDOW_H */
