/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory of frames: ordinary pages, zeroed, charged and counted.
 */

#ifndef LOOPBACK_MEM_H
#define LOOPBACK_MEM_H

#include <linux/atomic.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/types.h>

#include "loopback-budget.h"

/*
 * Frames of that size and more are made of whole blocks, where they can be had.
 */
#define LOOPBACK_BLOCKS_FROM	SZ_1M
#define LOOPBACK_BLOCK_SIZE	SZ_2M
#define LOOPBACK_BLOCK_ORDER	(ilog2(LOOPBACK_BLOCK_SIZE) - PAGE_SHIFT)
#define LOOPBACK_BLOCK_PAGES	(LOOPBACK_BLOCK_SIZE >> PAGE_SHIFT)

/**
 * struct loopback_mem - memory of one frame
 * @kref: the slot's, that of every alias that shows it, and of every dma-buf
 * @vaddr: where the kernel sees it
 * @size: a multiple of PAGE_SIZE
 * @pages: all of them, also those inside a block
 * @blocks: they are blocks of LOOPBACK_BLOCK_SIZE
 * @exports: how many dma-bufs of it there are
 * @budget: what it is charged to
 * @lingering: nobody has it, but somebody pins pages of it
 */
struct loopback_mem {
	struct kref kref;
	void *vaddr;
	unsigned long size;
	struct page **pages;
	bool blocks;
	atomic_t exports;
	struct loopback_budget *budget;
	struct list_head lingering;
};

int loopback_mem_init(void);
void loopback_mem_exit(void);

struct loopback_mem *loopback_mem_new(struct loopback_budget *budget,
				      unsigned long size);
void loopback_mem_put(struct loopback_mem *mem);
unsigned long loopback_mem_round(unsigned long size);
bool loopback_mem_pinned(const struct loopback_mem *mem);
struct page *loopback_mem_nothing(unsigned long index);
void loopback_mem_copy(void *to, const void *from, size_t size);

static inline struct loopback_mem *loopback_mem_get(struct loopback_mem *mem)
{
	kref_get(&mem->kref);
	return mem;
}

/* Pages from one that is locked or counted as a whole to the next such. */
static inline unsigned long loopback_mem_step(const struct loopback_mem *mem)
{
	return mem->blocks ? LOOPBACK_BLOCK_PAGES : 1;
}

#endif /* LOOPBACK_MEM_H */
