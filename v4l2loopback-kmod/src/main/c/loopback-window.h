/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Windows: what the mappings of MMAP buffers show.
 */

#ifndef LOOPBACK_WINDOW_H
#define LOOPBACK_WINDOW_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/mm.h>
#include <linux/types.h>

#include "loopback-alias.h"

/* Offset bits of one window: more than any frame has. */
#define LOOPBACK_WINDOW_BITS	31
#define LOOPBACK_WINDOW_SHIFT	(LOOPBACK_WINDOW_BITS - PAGE_SHIFT)

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
int loopback_window_show(struct loopback_alias *alias,
			 struct loopback_mem *mem);
void loopback_windows_revoke(struct loopback_mem *mem,
			     struct loopback_mem *copy);
bool loopback_window_move(struct loopback_alias *alias, struct loopback_mem *to,
			  bool (*accept)(void *context), void *context);
struct page *loopback_window_page(const struct loopback_alias *alias,
				  unsigned long index);
bool loopback_window_privatize(struct loopback_alias *alias,
			       unsigned long part);
bool loopback_window_forget(struct loopback_alias *alias);
struct loopback_mem *loopback_window_own(struct loopback_alias *alias);
int loopback_window_keep(struct loopback_alias *alias);
int loopback_window_fix(struct loopback_alias *alias);

/* Where the window begins in its space, in pages. */
static inline unsigned long
loopback_window_pgoff(const struct loopback_alias *alias)
{
	return (unsigned long)alias->number << LOOPBACK_WINDOW_SHIFT;
}

/* What its program has written at that place, or NULL. */
static inline struct loopback_mem *
loopback_window_patch(const struct loopback_alias *alias, unsigned long index)
{
	const struct loopback_patch *patch;

	if (!alias->patched)
		return NULL;
	patch = &alias->patch[index / LOOPBACK_BLOCK_PAGES];
	return patch->shown ? patch->mem : NULL;
}

/* Does it show just that? */
static inline bool loopback_window_shows(const struct loopback_alias *alias,
					 const struct loopback_mem *mem)
{
	return READ_ONCE(alias->mem) == mem && !READ_ONCE(alias->patched);
}

#endif /* LOOPBACK_WINDOW_H */
