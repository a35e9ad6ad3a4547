// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of frames: ordinary pages, in blocks of 2 MiB where they fit, that the
 * kernel sees in one piece. They are charged to the cgroup of who asks for them
 * and counted against a budget of the device and one of all devices, so that a
 * program that asks for too much gets ENOMEM and nobody is shot for it.
 *
 * Pages may be pinned by direct I/O when the last of us lets go of them. Such
 * memory lingers: it is never used again, and counts until it is really free.
 */

#include <linux/highmem.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#include "compat.h"
#include "loopback-budget.h"
#include "loopback-mem.h"

/* It fails rather than that the OOM killer runs, and without a stack trace. */
#define LOOPBACK_GFP	(GFP_KERNEL | __GFP_NOWARN | LOOPBACK_GFP_ACCOUNT)
#define LOOPBACK_GFP_PAGE	(LOOPBACK_GFP | __GFP_HIGHMEM | __GFP_ZERO | \
				 __GFP_RETRY_MAYFAIL)
#define LOOPBACK_GFP_BLOCK	(LOOPBACK_GFP | __GFP_HIGHMEM | __GFP_ZERO | \
				 __GFP_COMP | __GFP_NORETRY)

#define LOOPBACK_LINGER_CHECK	HZ

static DEFINE_MUTEX(loopback_linger_lock);	/* guards the next */
static LIST_HEAD(loopback_lingering);

static struct page *loopback_nothing;	/* a block of zeros, or a page */

static void loopback_linger_work(struct work_struct *work);
static DECLARE_DELAYED_WORK(loopback_linger, loopback_linger_work);

static bool loopback_blocks_possible(void)
{
	return IS_ENABLED(CONFIG_TRANSPARENT_HUGEPAGE) &&
	       PMD_SIZE == LOOPBACK_BLOCK_SIZE;
}

/* What a frame of that size takes. */
unsigned long loopback_mem_round(unsigned long size)
{
	if (loopback_blocks_possible() && size >= LOOPBACK_BLOCKS_FROM)
		return round_up(size, LOOPBACK_BLOCK_SIZE);
	return PAGE_ALIGN(size);
}

static unsigned long loopback_mem_count(const struct loopback_mem *mem)
{
	return mem->size >> PAGE_SHIFT;
}

/* The first count pages go, or lose our reference where somebody pins them. */
static void loopback_pages_put(struct loopback_mem *mem, unsigned long count)
{
	unsigned long i;

	for (i = 0; i < count; i += loopback_mem_step(mem)) {
		put_page(mem->pages[i]);
		cond_resched();
	}
}

/* A REQBUFS is many of these: a dying process may go in between. */
static bool loopback_pages_get(struct loopback_mem *mem)
{
	gfp_t gfp = mem->blocks ? LOOPBACK_GFP_BLOCK : LOOPBACK_GFP_PAGE;
	unsigned int order = mem->blocks ? LOOPBACK_BLOCK_ORDER : 0;
	unsigned long i, j, step = loopback_mem_step(mem);

	for (i = 0; i < loopback_mem_count(mem); i += step) {
		struct page *page = NULL;

		if (!fatal_signal_pending(current))
			page = alloc_pages(gfp, order);
		if (!page) {
			loopback_pages_put(mem, i);
			return false;
		}
		for (j = 0; j < step; j++)
			mem->pages[i + j] = page + j;
	}
	return true;
}

static bool loopback_blocks_get(struct loopback_mem *mem)
{
	if (!loopback_blocks_possible() ||
	    !IS_ALIGNED(mem->size, LOOPBACK_BLOCK_SIZE))
		return false;
	mem->blocks = true;
	if (loopback_pages_get(mem)) {
		atomic_long_add(mem->size / LOOPBACK_BLOCK_SIZE,
				&loopback_mem_totals.blocks);
		return true;
	}
	mem->blocks = false;
	atomic_long_inc(&loopback_mem_totals.refused);
	return false;
}

static void loopback_mem_discard(struct loopback_mem *mem)
{
	if (mem->blocks)
		atomic_long_sub(mem->size / LOOPBACK_BLOCK_SIZE,
				&loopback_mem_totals.blocks);
	loopback_pages_put(mem, loopback_mem_count(mem));
	loopback_uncharge(mem->budget, loopback_mem_count(mem));
	kvfree(mem->pages);
	kfree(mem);
}

/* What all memory has, ours and other: one reference, the caller's. */
void loopback_mem_prepare(struct loopback_mem *mem, unsigned long size,
			  unsigned long used)
{
	mem->size = size;
	mem->used = used;
	kref_init(&mem->kref);
	INIT_LIST_HEAD(&mem->lingering);
	spin_lock_init(&mem->lock);
	INIT_LIST_HEAD(&mem->windows);
}

static struct loopback_mem *loopback_mem_alloc(struct loopback_budget *budget,
					       unsigned long size)
{
	struct loopback_mem *mem = kzalloc(sizeof(*mem), GFP_KERNEL_ACCOUNT);

	if (!mem)
		return NULL;
	loopback_mem_prepare(mem, size, size);
	mem->budget = budget;
	mem->pages = kvmalloc_array(loopback_mem_count(mem),
				    sizeof(*mem->pages), LOOPBACK_GFP);
	if (!mem->pages)
		goto free_mem;
	if (!loopback_blocks_get(mem) && !loopback_pages_get(mem))
		goto free_array;
	return mem;

free_array:
	kvfree(mem->pages);
free_mem:
	kfree(mem);
	return NULL;
}

/* Does somebody pin a page that nobody else has any more? */
static bool loopback_mem_lingers(const struct loopback_mem *mem)
{
	unsigned long i;

	for (i = 0; i < loopback_mem_count(mem); i += loopback_mem_step(mem))
		if (page_count(mem->pages[i]) > 1)
			return true;
	return false;
}

/*
 * What nobody pins any more is free; does anything linger still? Under the lock
 * to the end: who waits for it finds the budget relieved.
 */
static bool loopback_linger_end(void)
{
	struct loopback_mem *mem, *next;
	bool more;

	mutex_lock(&loopback_linger_lock);
	list_for_each_entry_safe(mem, next, &loopback_lingering, lingering) {
		if (loopback_mem_lingers(mem))
			continue;
		list_del(&mem->lingering);
		atomic_long_sub(loopback_mem_count(mem),
				&loopback_mem_totals.lingering);
		loopback_mem_discard(mem);
	}
	more = !list_empty(&loopback_lingering);
	mutex_unlock(&loopback_linger_lock);
	return more;
}

static void loopback_linger_work(struct work_struct *work)
{
	if (loopback_linger_end())
		queue_delayed_work(system_unbound_wq, &loopback_linger,
				   LOOPBACK_LINGER_CHECK);
}

/* A budget is not spent by memory that only waits for the next look. */
static bool loopback_mem_charge(struct loopback_budget *budget, long pages)
{
	if (loopback_charge(budget, pages))
		return true;
	if (!atomic_long_read(&loopback_mem_totals.lingering))
		return false;
	loopback_linger_end();
	return loopback_charge(budget, pages);
}

/**
 * loopback_mem_new() - zeroed memory for one frame
 * @budget: what it is charged to
 * @size: in bytes, a multiple of PAGE_SIZE
 *
 * Sleeps, and may take long. Returns NULL if there is none, if the budget is
 * spent or if the caller is being killed.
 */
struct loopback_mem *loopback_mem_new(struct loopback_budget *budget,
				      unsigned long size)
{
	struct loopback_mem *mem;

	if (fatal_signal_pending(current) ||
	    !loopback_mem_charge(budget, size >> PAGE_SHIFT))
		return NULL;
	mem = loopback_mem_alloc(budget, size);
	if (!mem) {
		loopback_uncharge(budget, size >> PAGE_SHIFT);
		return NULL;
	}
	mem->vaddr = vmap(mem->pages, loopback_mem_count(mem), VM_MAP,
			  PAGE_KERNEL);
	if (mem->vaddr)
		return mem;
	loopback_mem_discard(mem);
	return NULL;
}

static void loopback_mem_free(struct kref *kref)
{
	struct loopback_mem *mem = container_of(kref, struct loopback_mem,
						kref);

	if (mem->release) {
		mem->release(mem);
		return;
	}
	vunmap(mem->vaddr);
	if (!loopback_mem_lingers(mem)) {
		loopback_mem_discard(mem);
		return;
	}
	atomic_long_add(loopback_mem_count(mem),
			&loopback_mem_totals.lingering);
	mutex_lock(&loopback_linger_lock);
	list_add_tail(&mem->lingering, &loopback_lingering);
	mutex_unlock(&loopback_linger_lock);
	queue_delayed_work(system_unbound_wq, &loopback_linger,
			   LOOPBACK_LINGER_CHECK);
}

/* May sleep. */
void loopback_mem_put(struct loopback_mem *mem)
{
	if (mem)
		kref_put(&mem->kref, loopback_mem_free);
}

/*
 * Mappings are counted before and after the references, and the lesser number
 * is taken: while one comes or goes, a pin must not hide behind it. So a page
 * may seem to be pinned that is not, but never the other way round.
 */
static bool loopback_page_pinned(struct page *page, bool block)
{
	int before = loopback_compat_mappings(page, block), references, after;

	smp_rmb();	/* in this order */
	references = page_count(page);
	smp_rmb();	/* and this one after that */
	after = loopback_compat_mappings(page, block);
	return references > 1 + min(before, after);
}

/**
 * loopback_mem_pinned() - does somebody have pages of it but by mappings?
 * @mem: the memory of a slot
 *
 * Direct I/O, a pipe, a remote read: whoever pins a page sees all that will be
 * written to it.
 */
bool loopback_mem_pinned(const struct loopback_mem *mem)
{
	unsigned long i;

	for (i = 0; i < loopback_mem_count(mem); i += loopback_mem_step(mem))
		if (loopback_page_pinned(mem->pages[i], mem->blocks))
			return true;
	return false;
}

/*
 * The page of zeros that stands at that place of a window that shows nothing.
 */
struct page *loopback_mem_nothing(unsigned long index)
{
	/* whoever maps it a thousand million times gets no more of it */
	if (page_count(loopback_nothing) > INT_MAX / 2)
		return NULL;
	if (!PageCompound(loopback_nothing))
		return loopback_nothing;
	return loopback_nothing + index % LOOPBACK_BLOCK_PAGES;
}

/* Frames are large, and not every kernel interrupts a copy. */
void loopback_mem_copy(void *to, const void *from, size_t size)
{
	size_t part;

	for (; size; size -= part, to += part, from += part) {
		part = min_t(size_t, size, SZ_1M);
		memcpy(to, from, part);
		cond_resched();
	}
}

int loopback_mem_init(void)
{
	if (loopback_blocks_possible())
		loopback_nothing = alloc_pages(GFP_KERNEL | __GFP_ZERO |
					       __GFP_COMP | __GFP_NORETRY |
					       __GFP_NOWARN,
					       LOOPBACK_BLOCK_ORDER);
	if (!loopback_nothing)
		loopback_nothing = alloc_page(GFP_KERNEL | __GFP_ZERO);
	return loopback_nothing ? 0 : -ENOMEM;
}

/* What lingers still is free when its last pin goes: nothing of it calls us. */
void loopback_mem_exit(void)
{
	struct loopback_mem *mem, *next;

	cancel_delayed_work_sync(&loopback_linger);
	list_for_each_entry_safe(mem, next, &loopback_lingering, lingering)
		loopback_mem_discard(mem);
	put_page(loopback_nothing);
}
