// SPDX-License-Identifier: GPL-2.0-only
/*
 * Windows: buffers whose memory is whichever frame they show now. A window that
 * is turned to another frame loses all pages of the old one, and finds those of
 * the new one by faults: see loopback-window-map.c. What its program writes to
 * a frame that others see goes to patches of its own.
 */

#include <linux/idr.h>
#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "compat.h"
#include "loopback-alias.h"
#include "loopback-mem.h"
#include "loopback-window.h"

/* Windows that one open file may have: their offsets must differ. */
#define LOOPBACK_SPACE_BITS	(BITS_PER_LONG == 32 ? 32 + PAGE_SHIFT : 62)
#define LOOPBACK_WINDOWS_MAX	\
	((1UL << (LOOPBACK_SPACE_BITS - LOOPBACK_WINDOW_BITS)) - 1)

struct loopback_window_totals loopback_window_totals;

/**
 * loopback_window_init() - make a new alias a window
 * @alias: nobody uses it yet, but mmap() may see it at any time
 * @config: what it is to be
 * @mem: what it shows, NULL: zeros. Takes the caller's reference on success
 */
int loopback_window_init(struct loopback_alias *alias,
			 const struct loopback_window_config *config,
			 struct loopback_mem *mem)
{
	int number = ida_alloc_max(&config->space->numbers,
				   LOOPBACK_WINDOWS_MAX, GFP_KERNEL);

	if (number < 0)
		return -ENOMEM;
	kref_get(&config->budget->kref);
	kref_get(&config->space->kref);
	alias->number = number;
	alias->budget = config->budget;
	alias->pages = PAGE_ALIGN(config->size) >> PAGE_SHIFT;
	alias->shared = config->shared;
	alias->whole = config->whole &&
		       IS_ALIGNED(alias->pages, LOOPBACK_BLOCK_PAGES);
	alias->mem = mem;
	/* pairs with loopback_mem_op_mmap() */
	smp_store_release(&alias->space, config->space);
	return 0;
}

/* The page that stands there, or NULL: there is none. */
struct page *loopback_window_page(const struct loopback_alias *alias,
				  unsigned long index)
{
	struct loopback_mem *patch = loopback_window_patch(alias, index);

	if (patch)
		return patch->pages[index % LOOPBACK_BLOCK_PAGES];
	if (alias->mem && index < alias->mem->size >> PAGE_SHIFT)
		return alias->mem->pages[index];
	/* a program's own memory ends where the frame does */
	if (alias->mem && !loopback_mem_imported(alias->mem))
		return NULL;
	return alias->shared ? loopback_mem_nothing(index) : NULL;
}

/*
 * The core maps a page that fault() returned when alias->lock is free again,
 * but before it unlocks the page. Wait for those that have seen the old memory:
 * what they map has to be there when it is taken away.
 */
static void loopback_window_settle(const struct loopback_alias *alias,
				   unsigned long first, unsigned long end)
{
	struct page *page;

	if (!alias->settle)
		return;
	while (first < end) {
		page = loopback_window_page(alias, first);
		if (page) {
			lock_page(page);
			unlock_page(page);
		}
		first += page && PageCompound(page) ? LOOPBACK_BLOCK_PAGES : 1;
	}
}

/* Take away what mappings show from page first to end: it will fault again. */
static void loopback_window_zap(struct loopback_alias *alias,
				unsigned long first, unsigned long end)
{
	pgoff_t begin = loopback_window_pgoff(alias) + first;

	lockdep_assert_held(&alias->lock);
	if (!loopback_alias_mapped(alias))
		return;
	loopback_window_settle(alias, first, end);
	loopback_compat_unmap(alias->space->inode->i_mapping, begin,
			      end - first);
}

/* Bytes of that part which are in the window. */
static unsigned long loopback_part_size(const struct loopback_alias *alias,
					unsigned long part)
{
	unsigned long first = part * LOOPBACK_BLOCK_PAGES;

	return min_t(unsigned long, alias->pages - first,
		     LOOPBACK_BLOCK_PAGES) << PAGE_SHIFT;
}

/* Copy what the window would show of a part if nobody had written to it. */
static void loopback_part_copy(const struct loopback_alias *alias,
			       unsigned long part, void *to)
{
	unsigned long offset = part * LOOPBACK_BLOCK_SIZE;
	unsigned long size = loopback_part_size(alias, part), shown = 0;

	if (alias->mem && alias->mem->used > offset)
		shown = min(size, alias->mem->used - offset);
	if (shown)
		memcpy(to, alias->mem->vaddr + offset, shown);
	memset(to + shown, 0, size - shown);
}

static struct loopback_mem *loopback_patch_mem(struct loopback_alias *alias,
					       unsigned long part)
{
	unsigned long size = loopback_part_size(alias, part);

	if (!alias->patch)
		alias->patch = kvcalloc(loopback_alias_parts(alias),
					sizeof(*alias->patch),
					GFP_KERNEL_ACCOUNT);
	if (!alias->patch)
		return NULL;
	if (!alias->patch[part].mem)
		alias->patch[part].mem = loopback_mem_new(alias->budget, size);
	return alias->patch[part].mem;
}

/*
 * A part of the frame becomes the program's own, so that nobody else sees what
 * is written. The page table entry at hand is stale then: it faults again.
 */
bool loopback_window_privatize(struct loopback_alias *alias,
			       unsigned long part)
{
	struct loopback_mem *mem = loopback_patch_mem(alias, part);
	unsigned long first = part * LOOPBACK_BLOCK_PAGES;

	if (!mem)
		return false;
	loopback_part_copy(alias, part, mem->vaddr);
	loopback_window_zap(alias, first, first + (mem->size >> PAGE_SHIFT));
	alias->patch[part].shown = true;
	WRITE_ONCE(alias->patched, true);
	atomic_long_inc(&loopback_window_totals.privatized);
	return true;
}

static void loopback_window_unpatch(struct loopback_alias *alias)
{
	unsigned long i;

	if (!alias->patched)
		return;
	for (i = 0; i < loopback_alias_parts(alias); i++)
		alias->patch[i].shown = false;
	WRITE_ONCE(alias->patched, false);
}

/**
 * loopback_window_show() - turn a window to other memory
 * @alias: the window
 * @mem: what it shows from now on, NULL: zeros
 *
 * The caller holds opener->lock, but not mmap_lock. A fault either comes before
 * the zap, and is undone by it, or sees the new memory. -EAGAIN: that is its
 * owner's again, and the window shows zeros. -EBUSY: it keeps its own memory.
 */
int loopback_window_show(struct loopback_alias *alias, struct loopback_mem *mem)
{
	struct loopback_mem *old = mem;
	int ret = 0;

	if (mem)
		loopback_mem_get(mem);
	mutex_lock(&alias->lock);
	if (alias->fixed && mem != alias->own) {
		ret = -EBUSY;
	} else if (alias->mem != mem || alias->patched) {
		old = alias->mem;
		loopback_window_zap(alias, 0, alias->pages);
		if (!loopback_alias_turn(alias, mem))
			ret = -EAGAIN;
		loopback_window_unpatch(alias);
	}
	mutex_unlock(&alias->lock);
	loopback_mem_put(old);
	if (ret == -EAGAIN)
		loopback_mem_put(mem);
	return ret;
}

/* A window that shows it, with a reference; NULL: there is none any more. */
static struct loopback_alias *
loopback_window_revoked(struct loopback_mem *mem)
{
	struct loopback_alias *alias;

	spin_lock(&mem->lock);
	WRITE_ONCE(mem->revoked, true);
	for (;;) {
		alias = list_first_entry_or_null(&mem->windows,
						 struct loopback_alias,
						 showing);
		if (!alias || refcount_inc_not_zero(&alias->users))
			break;
		/* its last mapping is gone, and it is just being freed */
		list_del_init(&alias->showing);
	}
	spin_unlock(&mem->lock);
	return alias;
}

/**
 * loopback_windows_revoke() - the owner of memory that is not ours wants it
 * @mem: that memory; no slot has it any more
 * @copy: what windows that show it are to show, NULL: zeros
 *
 * What their programs have written stays. Nobody sees or reads @mem afterwards
 * but who copies from it just now, and looks for that when the copy is done.
 */
void loopback_windows_revoke(struct loopback_mem *mem,
			     struct loopback_mem *copy)
{
	struct loopback_alias *alias;

	while ((alias = loopback_window_revoked(mem))) {
		bool turned;

		mutex_lock(&alias->lock);
		turned = alias->mem == mem;
		if (turned) {
			loopback_window_zap(alias, 0, alias->pages);
			loopback_alias_turn(alias, copy ? loopback_mem_get(copy)
							: NULL);
		}
		mutex_unlock(&alias->lock);
		if (turned)
			loopback_mem_put(mem);
		loopback_alias_put(alias);
	}
}

/* What is a program's own it shows no more. True: it did. */
bool loopback_window_forget(struct loopback_alias *alias)
{
	struct loopback_mem *old = NULL;

	mutex_lock(&alias->lock);
	if (alias->mem && loopback_mem_imported(alias->mem)) {
		old = alias->mem;
		loopback_window_zap(alias, 0, alias->pages);
		loopback_alias_turn(alias, NULL);
	}
	mutex_unlock(&alias->lock);
	loopback_mem_put(old);
	return old;
}

/* Copy all that the window shows. */
static void loopback_window_copy(const struct loopback_alias *alias,
				 struct loopback_mem *to)
{
	struct loopback_mem *patch;
	void *part = to->vaddr;
	unsigned long i;

	for (i = 0; i < loopback_alias_parts(alias); i++) {
		patch = loopback_window_patch(alias, i * LOOPBACK_BLOCK_PAGES);
		if (patch)
			memcpy(part, patch->vaddr, patch->size);
		else
			loopback_part_copy(alias, i, part);
		part += LOOPBACK_BLOCK_SIZE;
		cond_resched();
	}
}

/* It shows other memory with the same content. Returns that of before. */
static struct loopback_mem *loopback_window_become(struct loopback_alias *alias,
						   struct loopback_mem *to)
{
	struct loopback_mem *old = alias->mem;

	loopback_alias_turn(alias, loopback_mem_get(to));
	loopback_window_unpatch(alias);
	return old;
}

/**
 * loopback_window_move() - give a window other memory with the same content
 * @alias: the window; somebody may be writing to it
 * @to: the memory, at least as large as the window
 * @accept: called under alias->lock when @to is ready; false: nothing changes
 * @context: its argument
 *
 * Whoever touches the window meanwhile waits: nothing that is written is lost.
 */
bool loopback_window_move(struct loopback_alias *alias, struct loopback_mem *to,
			  bool (*accept)(void *context), void *context)
{
	struct loopback_mem *old = NULL;
	bool moved;

	mutex_lock(&alias->lock);
	loopback_window_zap(alias, 0, alias->pages);
	loopback_window_copy(alias, to);
	moved = !accept || accept(context);
	if (moved)
		old = loopback_window_become(alias, to);
	mutex_unlock(&alias->lock);
	loopback_mem_put(old);
	return moved;
}

/* Memory of the window's own, made when it is first needed; or NULL. */
static struct loopback_mem *loopback_window_owned(struct loopback_alias *alias)
{
	unsigned long size = alias->pages << PAGE_SHIFT;

	lockdep_assert_held(&alias->lock);
	if (!alias->own)
		alias->own = loopback_mem_new(alias->budget, size);
	return alias->own;
}

/* The same. It lasts as long as the window. */
struct loopback_mem *loopback_window_own(struct loopback_alias *alias)
{
	struct loopback_mem *own;

	mutex_lock(&alias->lock);
	own = loopback_window_owned(alias);
	mutex_unlock(&alias->lock);
	return own;
}

/*
 * What it shows is its own from now on: nobody changes it. If that is for good,
 * no turn does. -ENOMEM: there is no memory for it.
 */
static int loopback_window_keep_own(struct loopback_alias *alias, bool for_good)
{
	struct loopback_mem *own, *old = NULL;

	mutex_lock(&alias->lock);
	own = loopback_window_owned(alias);
	if (own && alias->mem != own) {
		loopback_window_zap(alias, 0, alias->pages);
		loopback_window_copy(alias, own);
		old = loopback_window_become(alias, own);
	}
	if (own && for_good)
		WRITE_ONCE(alias->fixed, true);
	mutex_unlock(&alias->lock);
	loopback_mem_put(old);
	return own ? 0 : -ENOMEM;
}

/* Until it is turned. */
int loopback_window_keep(struct loopback_alias *alias)
{
	return loopback_window_keep_own(alias, false);
}

/*
 * Somebody is about to see it who cannot follow a turn: frames get into it by a
 * copy. An importer calls this, whatever it holds, but not alias->lock.
 */
int loopback_window_fix(struct loopback_alias *alias)
{
	return loopback_window_keep_own(alias, true);
}
