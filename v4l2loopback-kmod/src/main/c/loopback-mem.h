/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory of frames, and how the buffers of queues see it.
 */

#ifndef LOOPBACK_MEM_H
#define LOOPBACK_MEM_H

#include <linux/atomic.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/types.h>
#include <media/videobuf2-memops.h>
#include <media/videobuf2-v4l2.h>

struct loopback_buffer;
struct loopback_dev;
struct loopback_pool;

/**
 * struct loopback_mem - memory of one frame
 * @kref: the slot's, that of every alias that shows it, and of every dma-buf
 * @handle: of vb2_vmalloc, which also exports it
 * @vaddr: where the kernel sees it
 * @size: a multiple of PAGE_SIZE
 * @pages: what a window inserts
 * @exports: how many dma-bufs of it there are, each with a reference
 * @exported: in the list of those that have some
 */
struct loopback_mem {
	struct kref kref;
	void *handle;
	void *vaddr;
	unsigned long size;
	struct page **pages;
	unsigned int exports;
	struct list_head exported;
};

/**
 * struct loopback_alias - mem_priv of every vb2 buffer
 * @users: the buffer and its mappings
 * @handler: counts mappings that are not windows
 * @mem: what it shows; bound after allocation, hence acquire and release
 * @import: private of vb2_vmalloc, for USERPTR and DMABUF
 * @failed: DMABUF: why there is none
 * @buffer: whose memory @import is
 * @window: CAPTURE: @mem changes, and pages come by faults
 * @lock: guards @mem and @own of a window. Never take mmap_lock,
 *	opener->lock or user memory under it
 * @pgoff: unique number by which a window's mappings are found
 * @own: pages of the window's own, once it needed some
 */
struct loopback_alias {
	refcount_t users;
	struct vb2_vmarea_handler handler;
	struct loopback_mem *mem;
	void *import;
	int failed;
	struct loopback_buffer *buffer;
	bool window;
	struct mutex lock;	/* see kernel-doc */
	unsigned long pgoff;
	struct loopback_mem *own;
};

/* loopback-mem.c */
extern const struct vb2_mem_ops loopback_mem_ops;
extern unsigned long loopback_max_mem_mb;
extern atomic_long_t loopback_mem_pages;
struct loopback_mem *loopback_mem_new(unsigned long size);
void loopback_mem_put(struct loopback_mem *mem);
struct loopback_mem *loopback_slot_mem(struct loopback_dev *dev, struct loopback_pool *pool,
				       unsigned int slot);
void loopback_keep(struct loopback_dev *dev);
struct loopback_pool *loopback_pool_new(unsigned int nout, u32 size);
void loopback_pool_put(struct loopback_pool *pool);
void loopback_alias_bind(struct loopback_alias *alias, struct loopback_mem *mem);
void loopback_alias_put(void *priv);

/* loopback-export.c */
struct dma_buf *loopback_export(struct loopback_mem *mem, unsigned long flags);

/* loopback-window.c */
extern atomic_long_t loopback_window_faults;
extern atomic_long_t loopback_window_privatized;
void loopback_window_init(struct loopback_alias *alias);
int loopback_window_mmap(struct loopback_alias *alias, struct vm_area_struct *vma);
void loopback_window_show(struct loopback_alias *alias, struct address_space *mapping,
			  struct loopback_mem *mem);
struct loopback_mem *loopback_window_own(struct loopback_alias *alias, unsigned long size);

#endif /* LOOPBACK_MEM_H */
