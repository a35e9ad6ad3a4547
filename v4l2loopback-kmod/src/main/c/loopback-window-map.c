// SPDX-License-Identifier: GPL-2.0-only
/*
 * How programs map windows.
 *
 * Pages are inserted at the first touch, with a reference and a count, so they
 * are found by whoever wants to pin them. Where the frame is made of blocks,
 * and the mapping lies right, the core maps a block at a time; else the pages
 * of as much as makes a block are inserted at once.
 *
 * A program's own memory is mapped without either: so it can be taken back, and
 * its pages may be of any kind. Who wants to pin it gets a copy.
 */

#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>

#include "compat.h"
#include "loopback-alias.h"
#include "loopback-mem.h"
#include "loopback-window-map.h"
#include "loopback-window.h"

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
 * a program may write to; else each of them faults once more.
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

/*
 * Pages may be there already: another fault came first, or some were dropped.
 */
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
	if (LOOPBACK_SETS_ENTRIES && !ret && alias->shared &&
	    (vma->vm_flags & VM_WRITE) && loopback_window_private(alias, index))
		ret = loopback_window_permit(vma, &span, pages);
	return loopback_window_code(ret);
}

static vm_fault_t loopback_window_insert_one(struct vm_fault *vmf,
					     struct page *page)
{
	int ret = vm_insert_page(vmf->vma, vmf->address & PAGE_MASK, page);

	return loopback_window_code(ret == -EBUSY ? 0 : ret);
}

/*
 * A program's own memory. The kernel wants to read the page, or to pin it: it
 * gets a copy, where there is memory for one.
 */
static vm_fault_t loopback_window_lend(struct vm_fault *vmf,
				       struct loopback_alias *alias,
				       unsigned long index)
{
	struct loopback_window_span span = loopback_window_around(vmf, index);
	unsigned long count = alias->mem->size >> PAGE_SHIFT;
	vm_fault_t ret = VM_FAULT_NOPAGE;

	if (!(vmf->flags & FAULT_FLAG_USER) &&
	    loopback_window_privatize(alias, index / LOOPBACK_BLOCK_PAGES))
		return loopback_window_insert(vmf, alias, index);
	for (; span.addr < span.end && span.index < count; span.index++) {
		unsigned long pfn = page_to_pfn(alias->mem->pages[span.index]);

		ret = vmf_insert_mixed(vmf->vma, span.addr,
				       loopback_compat_pfn(pfn));
		if (ret != VM_FAULT_NOPAGE)
			break;
		span.addr += PAGE_SIZE;
	}
	return ret;
}

static vm_fault_t loopback_window_fill(struct vm_fault *vmf,
				       struct loopback_alias *alias,
				       unsigned long index, struct page *page)
{
	if (loopback_window_patch(alias, index) ||
	    (alias->mem && !loopback_mem_imported(alias->mem)))
		return loopback_window_insert(vmf, alias, index);
	if (alias->mem && index < alias->mem->size >> PAGE_SHIFT)
		return loopback_window_lend(vmf, alias, index);
	return loopback_window_insert_one(vmf, page);
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
	else
		ret = loopback_window_fill(vmf, alias, index, page);
	mutex_unlock(&alias->lock);
	return ret;
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
	.pfn_mkwrite	= loopback_window_mkwrite,
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

/*
 * It begins at page first of the window. Single pages want VM_MIXEDMAP, and
 * blocks must not have it.
 */
int loopback_window_mmap(struct loopback_alias *alias,
			 struct vm_area_struct *vma, unsigned long first)
{
	bool whole = alias->whole && !first &&
		     IS_ALIGNED(vma->vm_start, LOOPBACK_BLOCK_SIZE);
	/* nobody need note what was touched when it is taken away */
	unsigned long flags = VM_DONTEXPAND | VM_DONTDUMP | VM_SEQ_READ;

	if (first > alias->pages || vma_pages(vma) > alias->pages - first)
		return -EINVAL;
	loopback_compat_vm_flags(vma, whole ? flags : flags | VM_MIXEDMAP);
	vma->vm_pgoff = loopback_window_pgoff(alias) + first;
	vma->vm_private_data = alias;
	vma->vm_ops = alias->shared ? &loopback_shared_vm_ops :
				      &loopback_private_vm_ops;
	loopback_window_mapped(alias, whole);
	loopback_window_open(vma);
	return 0;
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
