// SPDX-License-Identifier: GPL-2.0-only
/*
 * Windows: buffers whose memory is whichever frame they show now.
 *
 * Pages are inserted at the first touch, with a reference and a count, so they
 * are found by whoever wants to pin them. A window that is turned to another
 * frame loses all of them. Where the frame is made of blocks, and the mapping
 * lies right, the core maps a block at a time; else the pages of as much as
 * makes a block are inserted at once.
 */

#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "compat.h"
#include "loopback-window.h"

/* Offset bits of one window, more than any frame has, and of them all. */
#define LOOPBACK_WINDOW_BITS	31
#define LOOPBACK_WINDOW_SHIFT	(LOOPBACK_WINDOW_BITS - PAGE_SHIFT)
#define LOOPBACK_SPACE_BITS	(BITS_PER_LONG == 32 ? 32 + PAGE_SHIFT : 62)
#define LOOPBACK_WINDOWS_MAX	\
	((1UL << (LOOPBACK_SPACE_BITS - LOOPBACK_WINDOW_BITS)) - 1)

struct loopback_window_totals loopback_window_totals;

static unsigned long loopback_window_pgoff(const struct loopback_alias *alias)
{
	return (unsigned long)alias->number << LOOPBACK_WINDOW_SHIFT;
}

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

static unsigned long loopback_window_parts(const struct loopback_alias *alias)
{
	return DIV_ROUND_UP(alias->pages, LOOPBACK_BLOCK_PAGES);
}

/* The last user is gone. */
void loopback_window_exit(struct loopback_alias *alias)
{
	unsigned long i;

	for (i = 0; alias->patch && i < loopback_window_parts(alias); i++)
		loopback_mem_put(alias->patch[i].mem);
	kvfree(alias->patch);
	loopback_mem_put(alias->mem);
	loopback_mem_put(alias->own);
	ida_free(&alias->space->numbers, alias->number);
	loopback_budget_put(alias->budget);
}

static struct loopback_mem *
loopback_window_patch(const struct loopback_alias *alias, unsigned long index)
{
	const struct loopback_patch *patch;

	if (!alias->patched)
		return NULL;
	patch = &alias->patch[index / LOOPBACK_BLOCK_PAGES];
	return patch->shown ? patch->mem : NULL;
}

/* The page that stands there, or NULL: there is none. */
static struct page *loopback_window_page(const struct loopback_alias *alias,
					 unsigned long index)
{
	struct loopback_mem *patch = loopback_window_patch(alias, index);

	if (patch)
		return patch->pages[index % LOOPBACK_BLOCK_PAGES];
	if (alias->mem)
		return index < alias->mem->size >> PAGE_SHIFT ?
		       alias->mem->pages[index] : NULL;
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
	loff_t begin = loopback_window_pgoff(alias) + first;
	loff_t count = end - first;

	lockdep_assert_held(&alias->lock);
	if (!loopback_alias_mapped(alias))
		return;
	loopback_window_settle(alias, first, end);
	unmap_mapping_range(alias->space->inode->i_mapping,
			    begin << PAGE_SHIFT, count << PAGE_SHIFT, 1);
}

static void loopback_window_open(struct vm_area_struct *vma)
{
	struct loopback_alias *alias = vma->vm_private_data;

	refcount_inc(&alias->users);
	atomic_inc(&alias->mappings);
}

static void loopback_window_close(struct vm_area_struct *vma)
{
	struct loopback_alias *alias = vma->vm_private_data;

	atomic_dec(&alias->mappings);
	loopback_alias_put(alias);
}

/**
 * struct loopback_window_span - a part of a mapping
 * @addr: where it begins
 * @end: and ends
 * @index: of its first page in the window
 */
struct loopback_window_span {
	unsigned long addr;
	unsigned long end;
	unsigned long index;
};

/* What lies around the page at index: as much as makes a block. */
static struct loopback_window_span
loopback_window_around(const struct vm_fault *vmf, unsigned long index)
{
	struct vm_area_struct *vma = vmf->vma;
	unsigned long addr = vmf->address & PAGE_MASK;
	unsigned long before = index % LOOPBACK_BLOCK_PAGES;
	unsigned long after = LOOPBACK_BLOCK_PAGES - before;

	before = min(before, (addr - vma->vm_start) >> PAGE_SHIFT);
	after = min(after, (vma->vm_end - addr) >> PAGE_SHIFT);
	return (struct loopback_window_span) {
		.addr = addr - (before << PAGE_SHIFT),
		.end = addr + (after << PAGE_SHIFT),
		.index = index - before,
	};
}

/**
 * struct loopback_window_permit - argument of loopback_window_permit_page()
 * @vma: whose entries are made writable
 * @page: the page that is expected next
 */
struct loopback_window_permit {
	struct vm_area_struct *vma;
	struct page **page;
};

static int loopback_window_permit_page(pte_t *pte, unsigned long addr,
				       void *data)
{
	struct loopback_window_permit *permit = data;
	struct vm_area_struct *vma = permit->vma;
	struct page *page = *permit->page++;
	pte_t entry = loopback_compat_pte(pte);

	if (pte_present(entry) && pte_pfn(entry) == page_to_pfn(page))
		set_pte_at(vma->vm_mm, addr, pte,
			   pfn_pte(page_to_pfn(page),
				   vm_get_page_prot(vma->vm_flags)));
	return 0;
}

/*
 * Pages are inserted read-only where a write is to be noticed. Those of its own
 * a program may write to; else each of them would fault once more.
 */
static int loopback_window_permit(struct vm_area_struct *vma,
				  const struct loopback_window_span *span,
				  struct page **pages)
{
	struct loopback_window_permit permit = { .vma = vma, .page = pages };

	return apply_to_page_range(vma->vm_mm, span->addr,
				   span->end - span->addr,
				   loopback_window_permit_page, &permit);
}

static vm_fault_t loopback_window_code(int ret)
{
	if (ret == -ENOMEM)
		return VM_FAULT_OOM;
	return ret ? VM_FAULT_SIGBUS : VM_FAULT_NOPAGE;
}

/* Is what stands there the window's own? */
static bool loopback_window_private(const struct loopback_alias *alias,
				    unsigned long index)
{
	return loopback_window_patch(alias, index) ||
	       (alias->mem && alias->mem == alias->own);
}

/* Pages may be there already: another fault came first, or some were dropped. */
static vm_fault_t loopback_window_insert(struct vm_fault *vmf,
					 struct loopback_alias *alias,
					 unsigned long index)
{
	struct loopback_window_span span = loopback_window_around(vmf, index);
	struct loopback_mem *patch = loopback_window_patch(alias, index);
	unsigned long left = (span.end - span.addr) >> PAGE_SHIFT;
	struct vm_area_struct *vma = vmf->vma;
	struct page **pages;
	int ret;

	if (patch)
		pages = patch->pages + span.index % LOOPBACK_BLOCK_PAGES;
	else
		pages = alias->mem->pages + span.index;
	ret = vm_insert_pages(vma, span.addr, pages, &left);
	if (ret == -EBUSY)
		ret = vm_insert_page(vma, vmf->address & PAGE_MASK,
				     pages[index - span.index]);
	if (ret == -EBUSY)
		ret = 0;
	if (!ret && alias->shared && (vma->vm_flags & VM_WRITE) &&
	    loopback_window_private(alias, index))
		ret = loopback_window_permit(vma, &span, pages);
	return loopback_window_code(ret);
}

static vm_fault_t loopback_window_insert_one(struct vm_fault *vmf,
					     struct page *page)
{
	int ret = vm_insert_page(vmf->vma, vmf->address & PAGE_MASK, page);

	return loopback_window_code(ret == -EBUSY ? 0 : ret);
}

/* Locked until the core has mapped it: see loopback_window_settle(). */
static vm_fault_t loopback_window_return(struct vm_fault *vmf,
					 struct page *page)
{
	get_page(page);
	lock_page(page);
	vmf->page = page;
	return VM_FAULT_LOCKED;
}

static vm_fault_t loopback_window_fault(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct loopback_alias *alias = vma->vm_private_data;
	unsigned long index = vmf->pgoff - loopback_window_pgoff(alias);
	struct page *page;
	vm_fault_t ret;

	mutex_lock(&alias->lock);
	atomic_long_inc(&loopback_window_totals.faults);
	page = loopback_window_page(alias, index);
	if (!page)
		ret = VM_FAULT_SIGBUS;
	else if (!(vma->vm_flags & VM_MIXEDMAP))
		ret = loopback_window_return(vmf, page);
	else if (alias->mem || loopback_window_patch(alias, index))
		ret = loopback_window_insert(vmf, alias, index);
	else
		ret = loopback_window_insert_one(vmf, page);
	mutex_unlock(&alias->lock);
	return ret;
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

	if (alias->mem && alias->mem->size > offset)
		shown = min(size, alias->mem->size - offset);
	if (shown)
		memcpy(to, alias->mem->vaddr + offset, shown);
	memset(to + shown, 0, size - shown);
}

static struct loopback_mem *loopback_patch_mem(struct loopback_alias *alias,
					       unsigned long part)
{
	unsigned long size = loopback_part_size(alias, part);

	if (!alias->patch)
		alias->patch = kvcalloc(loopback_window_parts(alias),
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
static bool loopback_window_privatize(struct loopback_alias *alias,
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

/* Not OOM when there is no memory: the write would be tried again for ever. */
static vm_fault_t loopback_window_mkwrite(struct vm_fault *vmf)
{
	struct loopback_alias *alias = vmf->vma->vm_private_data;
	unsigned long index = vmf->pgoff - loopback_window_pgoff(alias);
	vm_fault_t ret = VM_FAULT_NOPAGE;

	mutex_lock(&alias->lock);
	if (!loopback_window_private(alias, index)) {
		if (!loopback_window_privatize(alias,
					       index / LOOPBACK_BLOCK_PAGES))
			ret = VM_FAULT_SIGBUS;
	} else if (vmf->page == loopback_window_page(alias, index)) {
		lock_page(vmf->page);
		ret = VM_FAULT_LOCKED;
	}
	mutex_unlock(&alias->lock);
	return ret;
}

/* What others see is not for this program to write to. */
static const struct vm_operations_struct loopback_shared_vm_ops = {
	.open		= loopback_window_open,
	.close		= loopback_window_close,
	.fault		= loopback_window_fault,
	.page_mkwrite	= loopback_window_mkwrite,
};

static const struct vm_operations_struct loopback_private_vm_ops = {
	.open		= loopback_window_open,
	.close		= loopback_window_close,
	.fault		= loopback_window_fault,
};

static void loopback_window_mapped(struct loopback_alias *alias, bool whole)
{
	if (!whole) {
		atomic_long_inc(&loopback_window_totals.single);
		return;
	}
	atomic_long_inc(&loopback_window_totals.whole);
	mutex_lock(&alias->lock);
	alias->settle = true;
	mutex_unlock(&alias->lock);
}

/* Single pages want VM_MIXEDMAP, and blocks must not have it. */
int loopback_window_mmap(struct loopback_alias *alias,
			 struct vm_area_struct *vma)
{
	bool whole = alias->whole &&
		     IS_ALIGNED(vma->vm_start, LOOPBACK_BLOCK_SIZE);
	/* nobody need note what was touched when it is taken away */
	unsigned long flags = VM_DONTEXPAND | VM_DONTDUMP | VM_SEQ_READ;

	if (vma_pages(vma) > alias->pages)
		return -EINVAL;
	loopback_compat_vm_flags(vma, whole ? flags : flags | VM_MIXEDMAP);
	vma->vm_pgoff = loopback_window_pgoff(alias);
	vma->vm_private_data = alias;
	vma->vm_ops = alias->shared ? &loopback_shared_vm_ops :
				      &loopback_private_vm_ops;
	loopback_window_mapped(alias, whole);
	loopback_window_open(vma);
	return 0;
}

static void loopback_window_unpatch(struct loopback_alias *alias)
{
	unsigned long i;

	if (!alias->patched)
		return;
	for (i = 0; i < loopback_window_parts(alias); i++)
		alias->patch[i].shown = false;
	WRITE_ONCE(alias->patched, false);
}

/**
 * loopback_window_show() - turn a window to other memory
 * @alias: the window
 * @mem: what it shows from now on, NULL: zeros
 *
 * The caller holds opener->lock, but not mmap_lock. A fault either comes before
 * the zap, and is undone by it, or sees the new memory.
 */
void loopback_window_show(struct loopback_alias *alias,
			  struct loopback_mem *mem)
{
	struct loopback_mem *old;

	if (mem)
		loopback_mem_get(mem);
	mutex_lock(&alias->lock);
	old = alias->mem;
	if (old != mem || alias->patched) {
		loopback_window_zap(alias, 0, alias->pages);
		WRITE_ONCE(alias->mem, mem);
		loopback_window_unpatch(alias);
	}
	mutex_unlock(&alias->lock);
	loopback_mem_put(old);
}

/* Copy all that the window shows. */
static void loopback_window_copy(const struct loopback_alias *alias,
				 struct loopback_mem *to)
{
	struct loopback_mem *patch;
	void *part = to->vaddr;
	unsigned long i;

	for (i = 0; i < loopback_window_parts(alias); i++) {
		patch = loopback_window_patch(alias, i * LOOPBACK_BLOCK_PAGES);
		if (patch)
			memcpy(part, patch->vaddr, patch->size);
		else
			loopback_part_copy(alias, i, part);
		part += LOOPBACK_BLOCK_SIZE;
		cond_resched();
	}
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
	if (moved) {
		old = alias->mem;
		WRITE_ONCE(alias->mem, loopback_mem_get(to));
		loopback_window_unpatch(alias);
	}
	mutex_unlock(&alias->lock);
	loopback_mem_put(old);
	return moved;
}

/* Is it in one of these that the caller has mapped, whoever made them? */
bool loopback_window_at(unsigned long addr)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	bool found;

	mmap_read_lock(mm);
	vma = find_vma(mm, addr);
	found = vma && vma->vm_start <= addr &&
		vma->vm_ops == &loopback_shared_vm_ops;
	mmap_read_unlock(mm);
	return found;
}

/* Memory of the window's own, made when it is first needed; or NULL. */
struct loopback_mem *loopback_window_own(struct loopback_alias *alias)
{
	unsigned long size = alias->pages << PAGE_SHIFT;

	if (!alias->own)
		WRITE_ONCE(alias->own, loopback_mem_new(alias->budget, size));
	return alias->own;
}

/* What the window shows is its own from now on: nobody changes it. */
int loopback_window_keep(struct loopback_alias *alias)
{
	struct loopback_mem *own = loopback_window_own(alias);

	if (!own)
		return -ENOMEM;
	if (READ_ONCE(alias->mem) != own)
		loopback_window_move(alias, own, NULL, NULL);
	return 0;
}
