/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory of frames: ordinary pages, zeroed, charged and counted; or a
 * program's own, see loopback-import.h.
 */

#ifndef LOOPBACK_MEM_H
#define LOOPBACK_MEM_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/spinlock.h>
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
 * @used: as much of it may be seen
 * @pages: all of them, also those inside a block
 * @blocks: they are blocks of LOOPBACK_BLOCK_SIZE
 * @exports: how many dma-bufs of it there are
 * @budget: what it is charged to
 * @lingering: nobody has it, but somebody pins pages of it
 * @release: it is a program's own: gives it back; NULL: it is ours
 * @lock: guards what follows. Rank: see LAYERS
 * @revoked: it is its owner's again: nobody may show it any more
 * @windows: of memory that is not ours: those that show it
 */
struct loopback_mem {
	struct kref kref;
	void *vaddr;
	unsigned long size;
	unsigned long used;
	struct page **pages;
	bool blocks;
	atomic_t exports;
	struct loopback_budget *budget;
	struct list_head lingering;
	void (*release)(struct loopback_mem *mem);
	spinlock_t lock;	/* see kernel-doc */
	bool revoked;
	struct list_head windows;
};

int loopback_mem_init(void);
void loopback_mem_exit(void);

void loopback_mem_prepare(struct loopback_mem *mem, unsigned long size,
			  unsigned long used);
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

/* It is a program's own: it can be taken back, and nobody may write to it. */
static inline bool loopback_mem_imported(const struct loopback_mem *mem)
{
	return mem->release;
}

/*
 * Who has copied from it may have seen what its owner wrote afterwards. Pairs
 * with the locks that are taken and released until the owner knows.
 */
static inline bool loopback_mem_revoked(const struct loopback_mem *mem)
{
	smp_rmb();	/* after the copy */
	return READ_ONCE(mem->revoked);
}

/* Pages from one that is locked or counted as a whole to the next such. */
static inline unsigned long loopback_mem_step(const struct loopback_mem *mem)
{
	return mem->blocks ? LOOPBACK_BLOCK_PAGES : 1;
}

#endif /* LOOPBACK_MEM_H */
