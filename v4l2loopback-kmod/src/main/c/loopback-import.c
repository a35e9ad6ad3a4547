// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory that programs bring, as memory of frames: a dma-buf, or pages of their
 * own. It is neither charged nor written to. A frame may end within a page:
 * what follows there is nobody else's business, so another page stands for it.
 */

#include <linux/dma-buf.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "compat.h"
#include "loopback-import.h"
#include "loopback-mem.h"

/**
 * struct loopback_import - memory that a program has brought
 * @mem: as memory of a frame; @mem.pages are those that windows show
 * @dbuf: of a dma-buf: it, with a reference
 * @map: and how the kernel sees it
 * @looking: the exporter was told that we look at it
 * @owned: how many pages are the program's own: each has a reference of ours
 * @end: stands for the last page, or NULL: the frame ends where that does
 * @last: the program's last page, if it is one of @owned
 */
struct loopback_import {
	struct loopback_mem mem;
	struct dma_buf *dbuf;
	struct loopback_compat_vmap map;
	bool looking;
	unsigned long owned;
	struct page *end;
	struct page *last;
};

static struct loopback_import *loopback_import_of(struct loopback_mem *mem)
{
	return container_of(mem, struct loopback_import, mem);
}

static unsigned long loopback_import_count(const struct loopback_import *import)
{
	return import->mem.size >> PAGE_SHIFT;
}

/* The kernel looks at the frame, until loopback_import_end(). May sleep. */
int loopback_import_begin(struct loopback_mem *mem)
{
	struct loopback_import *import = loopback_import_of(mem);
	unsigned long whole = round_down(mem->used, PAGE_SIZE);
	int ret = 0;

	/* waits until its devices have written it */
	if (import->dbuf && !import->looking)
		ret = dma_buf_begin_cpu_access(import->dbuf, DMA_FROM_DEVICE);
	if (ret)
		return ret;
	import->looking = import->dbuf;
	if (import->end)
		memcpy(page_address(import->end), mem->vaddr + whole,
		       mem->used - whole);
	return 0;
}

void loopback_import_end(struct loopback_mem *mem)
{
	struct loopback_import *import = loopback_import_of(mem);

	if (import->looking)
		dma_buf_end_cpu_access(import->dbuf, DMA_FROM_DEVICE);
	import->looking = false;
}

static void loopback_import_discard(struct loopback_import *import)
{
	unsigned long i;

	if (import->last)
		import->mem.pages[loopback_import_count(import) - 1] =
			import->last;
	for (i = 0; i < import->owned; i++)
		put_page(import->mem.pages[i]);
	if (import->end)
		__free_page(import->end);
	kvfree(import->mem.pages);
	kfree(import);
}

static void loopback_import_release(struct loopback_mem *mem)
{
	struct loopback_import *import = loopback_import_of(mem);

	loopback_import_end(mem);
	if (import->dbuf) {
		loopback_compat_dmabuf_vunmap(import->dbuf, &import->map);
		dma_buf_put(import->dbuf);
	} else {
		vunmap(mem->vaddr);
	}
	loopback_import_discard(import);
}

static struct loopback_import *loopback_import_new(unsigned long size)
{
	struct loopback_import *import;

	import = kzalloc(sizeof(*import), GFP_KERNEL_ACCOUNT);
	if (!import)
		return NULL;
	loopback_mem_prepare(&import->mem, PAGE_ALIGN(size), size);
	import->mem.release = loopback_import_release;
	import->mem.pages = kvmalloc_array(loopback_import_count(import),
					   sizeof(*import->mem.pages),
					   GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (import->mem.pages)
		return import;
	kfree(import);
	return NULL;
}

/* What may be mapped as ordinary memory, or NULL. */
static struct page *loopback_import_page(const void *at)
{
	struct page *page = NULL;

	if (is_vmalloc_addr(at))
		page = vmalloc_to_page(at);
	else if (virt_addr_valid(at))
		page = virt_to_page(at);
	if (!page || !pfn_valid(page_to_pfn(page)) || PageReserved(page) ||
	    PageSlab(page) || is_zone_device_page(page))
		return NULL;
	return page;
}

static int loopback_import_pages(struct loopback_import *import,
				 const void *vaddr, bool own)
{
	struct page *page;
	unsigned long i;

	if (!PAGE_ALIGNED((unsigned long)vaddr))
		return -EINVAL;
	for (i = 0; i < loopback_import_count(import); i++) {
		page = loopback_import_page(vaddr + i * PAGE_SIZE);
		if (!page)
			return -EFAULT;
		import->mem.pages[i] = page;
		if (!own)
			continue;
		get_page(page);
		import->owned++;
	}
	return 0;
}

/* The frame ends within a page. */
static int loopback_import_close(struct loopback_import *import)
{
	unsigned long last = loopback_import_count(import) - 1;

	if (PAGE_ALIGNED(import->mem.used))
		return 0;
	import->end = alloc_page(GFP_KERNEL_ACCOUNT | __GFP_ZERO);
	if (!import->end)
		return -ENOMEM;
	if (import->owned)
		import->last = import->mem.pages[last];
	import->mem.pages[last] = import->end;
	return 0;
}

/*
 * What the kernel sees of a dma-buf is ordinary memory to all who map it where
 * caches are coherent. Elsewhere the exporter alone knows how to map it.
 */
static int loopback_import_attach(struct loopback_import *import,
				  struct dma_buf *dbuf)
{
	int ret;

	if (!IS_ENABLED(CONFIG_X86))
		return -EFAULT;
	if (dbuf->size < import->mem.used)
		return -EINVAL;
	ret = loopback_import_pages(import, import->mem.vaddr, false);
	return ret ?: loopback_import_close(import);
}

/**
 * loopback_import_dmabuf() - a dma-buf as memory of a frame
 * @dbuf: the dma-buf, which lives as long as the memory
 * @size: of the frame, which begins where the dma-buf does
 *
 * -EFAULT: it is not ordinary memory, -EINVAL: it is too short, or lies
 * askew.
 */
struct loopback_mem *loopback_import_dmabuf(struct dma_buf *dbuf,
					    unsigned long size)
{
	struct loopback_import *import = loopback_import_new(size);
	int ret;

	if (!import)
		return ERR_PTR(-ENOMEM);
	ret = loopback_compat_dmabuf_vmap(dbuf, &import->map);
	if (ret)
		goto discard;
	import->mem.vaddr = loopback_compat_vaddr(&import->map);
	ret = import->mem.vaddr ? loopback_import_attach(import, dbuf) :
				  -EFAULT;
	if (ret)
		goto vunmap;
	get_dma_buf(dbuf);
	import->dbuf = dbuf;
	return &import->mem;

vunmap:
	loopback_compat_dmabuf_vunmap(dbuf, &import->map);
discard:
	loopback_import_discard(import);
	return ERR_PTR(ret);
}

/**
 * loopback_import_user() - a program's own pages as memory of a frame
 * @vaddr: where the kernel sees them now; they are pinned
 * @size: of the frame
 *
 * They stay as long as the memory, whatever their program does. Errors as those
 * of loopback_import_dmabuf().
 */
struct loopback_mem *loopback_import_user(void *vaddr, unsigned long size)
{
	struct loopback_import *import = loopback_import_new(size);
	int ret;

	if (!import)
		return ERR_PTR(-ENOMEM);
	ret = loopback_import_pages(import, vaddr, true);
	if (ret)
		goto discard;
	ret = -ENOMEM;
	import->mem.vaddr = vmap(import->mem.pages,
				 loopback_import_count(import), VM_MAP,
				 PAGE_KERNEL);
	if (!import->mem.vaddr)
		goto discard;
	ret = loopback_import_close(import);
	if (!ret)
		return &import->mem;
	vunmap(import->mem.vaddr);
discard:
	loopback_import_discard(import);
	return ERR_PTR(ret);
}
