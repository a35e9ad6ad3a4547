/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Differences between kernels 5.10 .. 7.x. The only tests of the version are
 * here, and in compat-mem-ops.h.
 */

#ifndef LOOPBACK_COMPAT_H
#define LOOPBACK_COMPAT_H

#include <linux/hrtimer.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/sizes.h>
#include <linux/version.h>
#include <media/v4l2-fh.h>
#include <media/videobuf2-v4l2.h>
#include <media/videobuf2-vmalloc.h>

#define LOOPBACK_KERNEL_BEFORE(major, minor) \
	(KERNEL_VERSION(major, minor, 0) > LINUX_VERSION_CODE)

/* 5.11: pages that are charged to a cgroup may be mapped */
#if LOOPBACK_KERNEL_BEFORE(5, 11)
#define LOOPBACK_GFP_ACCOUNT	0
#else
#define LOOPBACK_GFP_ACCOUNT	__GFP_ACCOUNT
#endif

/*
 * How often a page is mapped, or a block of pages: each mapping has a
 * reference. 6.2: a block mapped as a whole does not count in its pages any
 * more; 6.10: a number for all of it. In between it is not told.
 */
static inline int loopback_compat_mappings(struct page *page, bool block)
{
#if LOOPBACK_KERNEL_BEFORE(6, 2)
	int i, whole, sum = 0;

	if (block) {
		whole = atomic_read(compound_mapcount_ptr(page)) + 1;
		for (i = 0; i < 1 << compound_order(page); i++)
			sum += atomic_read(&page[i]._mapcount) + 1 - whole;
		return sum + whole;
	}
#elif LOOPBACK_KERNEL_BEFORE(6, 10)
	if (block)
		return 0;
#else
	if (block)
		return folio_mapcount(page_folio(page));
#endif
	return atomic_read(&page->_mapcount) + 1;
}

/*
 * May modules set page table entries? With memory tags that takes a function
 * which is not exported.
 */
#define LOOPBACK_SETS_ENTRIES	!IS_ENABLED(CONFIG_ARM64_MTE)

/*
 * Take what stands there from all mappings. 6.1 at the latest: by pages, for
 * where a long has 32 bits the same by bytes loses what lies behind 4 GiB.
 */
static inline void loopback_compat_unmap(struct address_space *mapping,
					 pgoff_t first, pgoff_t count)
{
#if LOOPBACK_KERNEL_BEFORE(6, 1)
	unmap_mapping_range(mapping, (loff_t)first << PAGE_SHIFT,
			    (loff_t)count << PAGE_SHIFT, 1);
#else
	unmap_mapping_pages(mapping, first, count, true);
#endif
}

/*
 * Map a page without a reference and a count. 6.17: its number is a plain one.
 */
#if LOOPBACK_KERNEL_BEFORE(6, 17)
#include <linux/pfn_t.h>
#define loopback_compat_pfn(pfn)	__pfn_to_pfn_t(pfn, 0)
#else
#define loopback_compat_pfn(pfn)	(pfn)
#endif

/*
 * 5.18: who pins what was mapped so is refused; before, the kernel takes for a
 * page what is none.
 */
#define LOOPBACK_BORROWS	!LOOPBACK_KERNEL_BEFORE(5, 18)

/* 6.6: page table entries are read by a function */
static inline pte_t loopback_compat_pte(pte_t *pte)
{
#if LOOPBACK_KERNEL_BEFORE(6, 6)
	return READ_ONCE(*pte);
#else
	return ptep_get(pte);
#endif
}

/* 5.11 and 5.18: how a dma-buf tells where it is mapped */
#if LOOPBACK_KERNEL_BEFORE(5, 11)
#define LOOPBACK_DMA_BUF_VMAP_POINTER
#elif LOOPBACK_KERNEL_BEFORE(5, 18)
#include <linux/dma-buf-map.h>
#define loopback_compat_map		dma_buf_map
#define loopback_compat_map_set		dma_buf_map_set_vaddr
#else
#include <linux/iosys-map.h>
#define loopback_compat_map		iosys_map
#define loopback_compat_map_set		iosys_map_set_vaddr
#endif

/**
 * struct loopback_compat_vmap - how the kernel sees a dma-buf of somebody else
 */
struct loopback_compat_vmap {
#ifdef LOOPBACK_DMA_BUF_VMAP_POINTER
	void *vaddr;
#else
	struct loopback_compat_map map;
#endif
};

/* 6.2: with the lock that is wanted */
static inline int loopback_compat_dmabuf_vmap(struct dma_buf *dbuf,
					      struct loopback_compat_vmap *vmap)
{
#ifdef LOOPBACK_DMA_BUF_VMAP_POINTER
	vmap->vaddr = dma_buf_vmap(dbuf);
	return vmap->vaddr ? 0 : -ENOMEM;
#elif LOOPBACK_KERNEL_BEFORE(6, 2)
	return dma_buf_vmap(dbuf, &vmap->map);
#else
	return dma_buf_vmap_unlocked(dbuf, &vmap->map);
#endif
}

static inline void
loopback_compat_dmabuf_vunmap(struct dma_buf *dbuf,
			      struct loopback_compat_vmap *vmap)
{
#ifdef LOOPBACK_DMA_BUF_VMAP_POINTER
	dma_buf_vunmap(dbuf, vmap->vaddr);
#elif LOOPBACK_KERNEL_BEFORE(6, 2)
	dma_buf_vunmap(dbuf, &vmap->map);
#else
	dma_buf_vunmap_unlocked(dbuf, &vmap->map);
#endif
}

/* NULL: it is no memory of the machine's. */
static inline void *
loopback_compat_vaddr(const struct loopback_compat_vmap *vmap)
{
#ifdef LOOPBACK_DMA_BUF_VMAP_POINTER
	return vmap->vaddr;
#else
	return vmap->map.is_iomem ? NULL : vmap->map.vaddr;
#endif
}

/* 6.13: a string */
#if LOOPBACK_KERNEL_BEFORE(6, 13)
#define LOOPBACK_IMPORT_DMA_BUF()	MODULE_IMPORT_NS(DMA_BUF)
#else
#define LOOPBACK_IMPORT_DMA_BUF()	MODULE_IMPORT_NS("DMA_BUF")
#endif

/* 5.16: the memory operations of videobuf2 got the buffer */
static inline void *loopback_compat_import_vaddr(void *import)
{
#if LOOPBACK_KERNEL_BEFORE(5, 16)
	return vb2_vmalloc_memops.vaddr(import);
#else
	return vb2_vmalloc_memops.vaddr(NULL, import);
#endif
}

/* 6.3: vm_flags is read-only */
static inline void loopback_compat_vm_flags(struct vm_area_struct *vma,
					    unsigned long set)
{
#if LOOPBACK_KERNEL_BEFORE(6, 3)
	vma->vm_flags |= set;
#else
	vm_flags_set(vma, set);
#endif
}

/* 6.18: the file owns the pointer to the handle */
#if LOOPBACK_KERNEL_BEFORE(6, 18)

static inline struct v4l2_fh *loopback_compat_fh(struct file *file)
{
	return file->private_data;
}

static inline void loopback_compat_fh_add(struct v4l2_fh *fh, struct file *file)
{
	file->private_data = fh;
	v4l2_fh_add(fh);
}

static inline void loopback_compat_fh_del(struct v4l2_fh *fh, struct file *file)
{
	v4l2_fh_del(fh);
}

#else

#define loopback_compat_fh	file_to_v4l2_fh
#define loopback_compat_fh_add	v4l2_fh_add
#define loopback_compat_fh_del	v4l2_fh_del

#endif

/*
 * 6.14: videobuf2 drops and takes q->lock by itself; 7.0: the operations are
 * gone
 */
#if LOOPBACK_KERNEL_BEFORE(6, 14)
#define LOOPBACK_WAIT_PREPARE	vb2_ops_wait_prepare
#define LOOPBACK_WAIT_FINISH	vb2_ops_wait_finish
#endif

/* 6.13: a timer's function is told with the rest */
#if LOOPBACK_KERNEL_BEFORE(6, 13)

static inline void
loopback_compat_hrtimer_setup(struct hrtimer *timer,
			      enum hrtimer_restart (*run)(struct hrtimer *),
			      clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = run;
}

#else

#define loopback_compat_hrtimer_setup	hrtimer_setup

#endif

/*
 * 6.8: a mapping names its buffer by number. Before, by where it begins in the
 * 4 GiB in which the buffers of a queue lie one behind the other. How many more
 * begin there: a further one would be taken for another.
 */
static inline u64 loopback_compat_room(struct vb2_queue *q, u32 size)
{
#if LOOPBACK_KERNEL_BEFORE(6, 8)
	u64 each = PAGE_ALIGN((u64)size), used = 0;
	unsigned int i;

	for (i = 0; i < q->num_buffers; i++)
		used += PAGE_ALIGN((u64)q->bufs[i]->planes[0].length);
	return used < SZ_4G ? div64_u64(SZ_4G - used + each - 1, each) : 0;
#else
	return U64_MAX;
#endif
}

/* 6.8: how many buffers a queue has is found by a function */
static inline unsigned int loopback_compat_buffers(struct vb2_queue *q)
{
#if LOOPBACK_KERNEL_BEFORE(6, 8)
	return q->num_buffers;
#else
	return vb2_get_num_buffers(q);
#endif
}

/* 6.10: single buffers can be removed */
#if !LOOPBACK_KERNEL_BEFORE(6, 10)
#define LOOPBACK_REMOVE_BUFS
#endif

#endif /* LOOPBACK_COMPAT_H */
