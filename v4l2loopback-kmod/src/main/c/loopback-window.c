// SPDX-License-Identifier: GPL-2.0-only
/*
 * Windows: CAPTURE buffers whose memory is whichever slot they show now.
 *
 * Pages are inserted at the first touch, all of a window at once and as page
 * frame numbers: that costs a third of inserting pages, and holds no page. So
 * the memory must outlive the entries of the page tables, which it does:
 * loopback_window_show() removes them before it drops the memory, and a
 * mapping holds the alias. They are found by the window's unique vm_pgoff.
 */

#include <linux/mm.h>
#include <linux/string.h>

#include "loopback.h"

#define LOOPBACK_WINDOW_SHIFT	20	/* pages per window, far more than a frame */
#define LOOPBACK_WINDOW_NUMBERS	0x3fffffffUL

atomic_long_t loopback_window_faults = ATOMIC_LONG_INIT(0);
atomic_long_t loopback_window_privatized = ATOMIC_LONG_INIT(0);

static atomic_long_t loopback_window_number = ATOMIC_LONG_INIT(0);

/*
 * When the numbers wrap, a zap hits a stranger's window too, which then faults
 * once more: harmless.
 */
void loopback_window_init(struct loopback_alias *alias)
{
	unsigned long number = atomic_long_inc_return(&loopback_window_number);

	alias->pgoff = (number & LOOPBACK_WINDOW_NUMBERS) << LOOPBACK_WINDOW_SHIFT;
	alias->window = true;
}

static void loopback_window_zap(const struct loopback_alias *alias,
				struct address_space *mapping, unsigned long size)
{
	unmap_mapping_range(mapping, (loff_t)alias->pgoff << PAGE_SHIFT, size, 1);
}

static void loopback_window_open(struct vm_area_struct *vma)
{
	struct loopback_alias *alias = vma->vm_private_data;

	refcount_inc(&alias->users);
}

static void loopback_window_close(struct vm_area_struct *vma)
{
	loopback_alias_put(vma->vm_private_data);
}

/**
 * struct loopback_window_insert - argument of loopback_window_insert_table()
 * @mm: whose page table it is
 * @page: next one to insert
 * @end: of the mapping
 * @prot: how
 */
struct loopback_window_insert {
	struct mm_struct *mm;
	struct page **page;
	unsigned long end;
	pgprot_t prot;
};

/*
 * Called for the first entry of a page table, which is mapped and locked as a
 * whole: fill all that belongs to the window.
 */
static int loopback_window_insert_table(pte_t *pte, unsigned long addr, void *data)
{
	struct loopback_window_insert *insert = data;
	unsigned long end = pmd_addr_end(addr, insert->end);
	struct page **page = insert->page;

	for (; addr != end; addr += PAGE_SIZE, pte++, page++)
		if (pte_none(*pte))
			set_pte_at(insert->mm, addr, pte,
				   pte_mkspecial(pfn_pte(page_to_pfn(*page), insert->prot)));
	insert->page = page;
	return 0;
}

static int loopback_window_insert_all(struct vm_area_struct *vma, struct page **page,
				      pgprot_t prot)
{
	struct loopback_window_insert insert = {
		.mm = vma->vm_mm, .page = page, .end = vma->vm_end, .prot = prot,
	};
	unsigned long addr;
	int ret = 0;

	for (addr = vma->vm_start; addr != vma->vm_end && !ret;
	     addr = pmd_addr_end(addr, vma->vm_end))
		ret = apply_to_page_range(vma->vm_mm, addr, PAGE_SIZE,
					  loopback_window_insert_table, &insert);
	return ret;
}

/*
 * Somebody else's frame goes in read-only, so that a write is noticed. The
 * window's own pages go in as the mapping permits.
 */
static vm_fault_t loopback_window_fault(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct loopback_alias *alias = vma->vm_private_data;
	unsigned long first = vma->vm_pgoff - alias->pgoff, pages = vma_pages(vma);
	vm_fault_t ret = VM_FAULT_NOPAGE;
	struct loopback_mem *mem;
	pgprot_t prot;

	mutex_lock(&alias->lock);
	mem = alias->mem;
	if (first + pages > mem->size >> PAGE_SHIFT) {
		ret = VM_FAULT_SIGBUS;
		goto unlock;
	}
	atomic_long_inc(&loopback_window_faults);
	prot = mem == alias->own ? vm_get_page_prot(vma->vm_flags) : vma->vm_page_prot;
	/* into another process: one page */
	if (vma->vm_mm != current->mm ||
	    loopback_window_insert_all(vma, mem->pages + first, prot))
		ret = vmf_insert_pfn_prot(vma, vmf->address & PAGE_MASK,
					  page_to_pfn(mem->pages[vmf->pgoff - alias->pgoff]),
					  prot);
unlock:
	mutex_unlock(&alias->lock);
	return ret;
}

/*
 * Who writes gets the window's own pages with the frame copied, so that nobody
 * else sees it; the next frame turns the window back. Always zap and let the
 * fault insert again: the page table entry at hand may be stale.
 */
static vm_fault_t loopback_window_mkwrite(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct loopback_alias *alias = vma->vm_private_data;
	struct loopback_mem *old = NULL;
	vm_fault_t ret = VM_FAULT_NOPAGE;

	mutex_lock(&alias->lock);
	if (!alias->own)
		alias->own = loopback_mem_new(alias->mem->size);
	if (!alias->own) {
		/* not OOM, which has the write tried again for ever, or somebody shot */
		ret = VM_FAULT_SIGBUS;
		goto unlock;
	}
	if (alias->mem != alias->own) {
		old = alias->mem;
		memcpy(alias->own->vaddr, old->vaddr, old->size);
		kref_get(&alias->own->kref);
		alias->mem = alias->own;
		atomic_long_inc(&loopback_window_privatized);
	}
	loopback_window_zap(alias, vma->vm_file->f_mapping, alias->own->size);
unlock:
	mutex_unlock(&alias->lock);
	loopback_mem_put(old);
	return ret;
}

static const struct vm_operations_struct loopback_window_vm_ops = {
	.open		= loopback_window_open,
	.close		= loopback_window_close,
	.fault		= loopback_window_fault,
	.pfn_mkwrite	= loopback_window_mkwrite,
};

int loopback_window_mmap(struct loopback_alias *alias, struct vm_area_struct *vma)
{
	loopback_compat_vm_flags(vma, VM_PFNMAP | VM_DONTEXPAND | VM_DONTDUMP);
	vma->vm_pgoff = alias->pgoff;
	vma->vm_private_data = alias;
	vma->vm_ops = &loopback_window_vm_ops;
	loopback_window_open(vma);
	return 0;
}

/*
 * Show mem. opener->lock is held, mmap_lock is not. The zap is inside the lock:
 * a fault either came before, and is zapped, or sees the new memory.
 */
void loopback_window_show(struct loopback_alias *alias, struct address_space *mapping,
			  struct loopback_mem *mem)
{
	struct loopback_mem *old;

	kref_get(&mem->kref);
	mutex_lock(&alias->lock);
	old = alias->mem;
	if (old != mem) {
		WRITE_ONCE(alias->mem, mem);
		if (refcount_read(&alias->users) > 1)
			loopback_window_zap(alias, mapping, mem->size);
	}
	mutex_unlock(&alias->lock);
	loopback_mem_put(old);
}

/* The window's own pages, allocated when first needed; or NULL. */
struct loopback_mem *loopback_window_own(struct loopback_alias *alias, unsigned long size)
{
	mutex_lock(&alias->lock);
	if (!alias->own)
		alias->own = loopback_mem_new(PAGE_ALIGN(size));
	mutex_unlock(&alias->lock);
	return alias->own;
}
