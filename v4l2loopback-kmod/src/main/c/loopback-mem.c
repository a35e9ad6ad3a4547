// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of frames, and the vb2_mem_ops that lend it to the buffers of queues.
 *
 * mem_priv of a buffer is never the memory itself but an alias of it: a slot
 * is seen by the producer's buffer and by windows of many consumers, and each
 * of them lives as long as its buffer or a mapping of it does.
 */

#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "loopback.h"

/*
 * Frame memory is charged to nobody. Without a limit any opener could make the
 * OOM killer shoot everybody else.
 */
atomic_long_t loopback_mem_pages = ATOMIC_LONG_INIT(0);

static bool loopback_mem_charge(long pages)
{
	long limit = loopback_max_mem_mb ? loopback_max_mem_mb << (20 - PAGE_SHIFT) :
					   totalram_pages() / 4;

	if (atomic_long_add_return(pages, &loopback_mem_pages) <= limit)
		return true;
	atomic_long_sub(pages, &loopback_mem_pages);
	return false;
}

/* Zeroed memory of size bytes, a multiple of PAGE_SIZE; or NULL. */
struct loopback_mem *loopback_mem_new(unsigned long size)
{
	long i, pages = size >> PAGE_SHIFT;
	struct loopback_mem *mem;

	/* a REQBUFS is many of these: let a dying process go in between */
	if (fatal_signal_pending(current) || !loopback_mem_charge(pages))
		return NULL;
	mem = kzalloc(sizeof(*mem), GFP_KERNEL);
	if (!mem)
		goto uncharge;
	mem->pages = kvmalloc_array(pages, sizeof(*mem->pages), GFP_KERNEL);
	if (!mem->pages)
		goto free_mem;
	mem->handle = loopback_compat_vmalloc(size);
	if (IS_ERR_OR_NULL(mem->handle))
		goto free_pages;
	mem->vaddr = loopback_compat_vmalloc_vaddr(mem->handle);
	for (i = 0; i < pages; i++)
		mem->pages[i] = vmalloc_to_page(mem->vaddr + i * PAGE_SIZE);
	mem->size = size;
	kref_init(&mem->kref);
	return mem;

free_pages:
	kvfree(mem->pages);
free_mem:
	kfree(mem);
uncharge:
	atomic_long_sub(pages, &loopback_mem_pages);
	return NULL;
}

static void loopback_mem_free(struct kref *kref)
{
	struct loopback_mem *mem = container_of(kref, struct loopback_mem, kref);

	vb2_vmalloc_memops.put(mem->handle);
	kvfree(mem->pages);
	atomic_long_sub(mem->size >> PAGE_SHIFT, &loopback_mem_pages);
	kfree(mem);
}

void loopback_mem_put(struct loopback_mem *mem)
{
	if (mem)
		kref_put(&mem->kref, loopback_mem_free);
}

struct loopback_pool *loopback_pool_new(unsigned int nout, u32 size)
{
	struct loopback_pool *pool;

	pool = kzalloc(struct_size(pool, slot, nout + LOOPBACK_SPARES), GFP_KERNEL);
	if (pool)
		loopback_pool_init(pool, nout, size);
	return pool;
}

static void loopback_pool_free(struct kref *kref)
{
	struct loopback_pool *pool = container_of(kref, struct loopback_pool, kref);
	unsigned int i;

	for (i = 0; i < pool->nslots; i++)
		loopback_mem_put(pool->slot[i].mem);
	kfree(pool);
}

void loopback_pool_put(struct loopback_pool *pool)
{
	if (pool)
		kref_put(&pool->kref, loopback_pool_free);
}

/*
 * The slot's memory, with a reference, allocated by whoever comes first. That
 * happens outside all locks but the caller's own: zeroing a large frame takes
 * long. Who loses the race drops his.
 */
struct loopback_mem *loopback_slot_mem(struct loopback_dev *dev, struct loopback_pool *pool,
				       unsigned int slot)
{
	struct loopback_mem *mem, *new = NULL;
	u64 bit = BIT_ULL(slot);

	if (!(READ_ONCE(pool->warm) & bit)) {
		new = loopback_mem_new(PAGE_ALIGN(pool->size));
		if (!new)
			return NULL;
	}
	loopback_hub_lock(&dev->hub);
	if (!(pool->warm & bit) && new)
		new = loopback_slot_warm(pool, slot, new);
	mem = pool->slot[slot].mem;
	if (mem)
		kref_get(&mem->kref);
	loopback_hub_unlock(&dev->hub);
	loopback_mem_put(new);
	return mem;
}

/*
 * Copy the kept frame to a slot that the producer has not mapped: a producer
 * that stopped may write to what it has mapped, and one that starves needs the
 * slot. Whoever notices does it, consumers too, and poll() without a lock.
 */
void loopback_keep(struct loopback_dev *dev)
{
	struct loopback_hub *hub = &dev->hub;
	struct loopback_pool *pool;
	struct loopback_mem *mem;
	u32 used = 0;
	int from, to;

	loopback_hub_lock(hub);
	pool = hub->pool;
	from = pool ? pool->latest : -1;
	to = loopback_keep_begin(hub);
	if (to >= 0)
		kref_get(&pool->kref);
	loopback_hub_unlock(hub);
	if (to < 0)
		return;
	mem = loopback_slot_mem(dev, pool, to);
	if (mem) {
		used = pool->slot[from].frame.bytesused;
		memcpy(mem->vaddr, pool->slot[from].mem->vaddr, used);
	}
	loopback_hub_lock(hub);
	dev->kept += !!mem;
	dev->kept_bytes += used;
	loopback_keep_end(hub, pool, from, to, mem);
	loopback_hub_unlock(hub);
	loopback_mem_put(mem);
	loopback_pool_put(pool);
}

void *loopback_alias_alloc(void)
{
	struct loopback_alias *alias = kzalloc(sizeof(*alias), GFP_KERNEL);

	if (!alias)
		return ERR_PTR(-ENOMEM);
	refcount_set(&alias->users, 1);
	mutex_init(&alias->lock);
	alias->handler.refcount = &alias->users;
	alias->handler.put = loopback_alias_put;
	alias->handler.arg = alias;
	return alias;
}

/* Takes the caller's reference on mem. */
void loopback_alias_bind(struct loopback_alias *alias, struct loopback_mem *mem)
{
	/* mmap() may look at the alias already */
	smp_store_release(&alias->mem, mem);
}

void loopback_alias_put(void *priv)
{
	struct loopback_alias *alias = priv;

	if (!refcount_dec_and_test(&alias->users))
		return;
	loopback_mem_put(alias->mem);
	loopback_mem_put(alias->own);
	kfree(alias);
}

/* USERPTR: wrap what vb2_vmalloc made of it. */
void *loopback_alias_import(void *import)
{
	struct loopback_alias *alias;

	if (IS_ERR(import))
		return import;
	alias = loopback_alias_alloc();
	if (IS_ERR(alias))
		vb2_vmalloc_memops.put_userptr(import);
	else
		alias->import = import;
	return alias;
}

/*
 * DMABUF: the videobuf2 of 6.12 forgets a dma-buf that cannot be attached, which
 * then lives for ever. So what is wrong with it is said when it is mapped.
 */
void *loopback_alias_attach(void *attachment)
{
	struct loopback_alias *alias = loopback_alias_alloc();

	if (IS_ERR(attachment)) {
		if (!IS_ERR(alias))
			alias->failed = PTR_ERR(attachment);
	} else if (IS_ERR(alias)) {
		vb2_vmalloc_memops.detach_dmabuf(attachment);
	} else {
		alias->import = attachment;
	}
	return alias;
}

void *loopback_alias_vaddr(void *priv)
{
	struct loopback_alias *alias = priv;

	return alias->mem ? alias->mem->vaddr : loopback_compat_vmalloc_vaddr(alias->import);
}

/* Of a window only its own pages: see loopback_capture_export(). */
struct dma_buf *loopback_alias_export(void *priv, unsigned long flags)
{
	struct loopback_alias *alias = priv;
	struct loopback_mem *mem = alias->window ? alias->own : alias->mem;

	return mem ? loopback_export(mem, flags) : NULL;
}

/*
 * When a QBUF fails on a bad descriptor or length, videobuf2 drops the memory
 * that the buffer had without a buf_cleanup.
 */
static void loopback_alias_unimport(struct loopback_alias *alias)
{
	if (alias->buffer)
		loopback_buffer_delist(&alias->buffer->vb.vb2_buf);
	kfree(alias);
}

static void loopback_mem_op_put_userptr(void *priv)
{
	struct loopback_alias *alias = priv;

	vb2_vmalloc_memops.put_userptr(alias->import);
	loopback_alias_unimport(alias);
}

static void loopback_mem_op_detach_dmabuf(void *priv)
{
	struct loopback_alias *alias = priv;

	if (!alias->failed)
		vb2_vmalloc_memops.detach_dmabuf(alias->import);
	loopback_alias_unimport(alias);
}

static int loopback_mem_op_map_dmabuf(void *priv)
{
	struct loopback_alias *alias = priv;

	return alias->failed ?: vb2_vmalloc_memops.map_dmabuf(alias->import);
}

static void loopback_mem_op_unmap_dmabuf(void *priv)
{
	struct loopback_alias *alias = priv;

	vb2_vmalloc_memops.unmap_dmabuf(alias->import);
}

static unsigned int loopback_mem_op_num_users(void *priv)
{
	struct loopback_alias *alias = priv;

	return refcount_read(&alias->users);
}

static int loopback_mem_op_mmap(void *priv, struct vm_area_struct *vma)
{
	struct loopback_alias *alias = priv;
	struct loopback_mem *mem;
	int ret;

	/*
	 * Since 6.8 a buffer can be seen here before alloc and buf_init; pairs
	 * with loopback_alias_bind().
	 */
	mem = alias ? smp_load_acquire(&alias->mem) : NULL;
	if (!mem)
		return -EINVAL;
	if (alias->window)
		return loopback_window_mmap(alias, vma);
	ret = remap_vmalloc_range(vma, mem->vaddr, 0);
	if (ret)
		return ret;
	loopback_compat_vm_flags(vma, VM_DONTEXPAND);
	vma->vm_private_data = &alias->handler;
	vma->vm_ops = &vb2_common_vm_ops;
	vma->vm_ops->open(vma);
	return 0;
}

const struct vb2_mem_ops loopback_mem_ops = {
	.alloc		= loopback_mem_op_alloc,
	.put		= loopback_alias_put,
	.mmap		= loopback_mem_op_mmap,
	.vaddr		= loopback_mem_op_vaddr,
	.num_users	= loopback_mem_op_num_users,
	.get_dmabuf	= loopback_mem_op_get_dmabuf,
	.get_userptr	= loopback_mem_op_get_userptr,
	.put_userptr	= loopback_mem_op_put_userptr,
	.attach_dmabuf	= loopback_mem_op_attach_dmabuf,
	.detach_dmabuf	= loopback_mem_op_detach_dmabuf,
	.map_dmabuf	= loopback_mem_op_map_dmabuf,
	.unmap_dmabuf	= loopback_mem_op_unmap_dmabuf,
};
