// SPDX-License-Identifier: GPL-2.0-only
/*
 * The vb2_mem_ops, which lend memory to the buffers of queues.
 *
 * mem_priv of a buffer is never the memory itself but an alias of it: a slot
 * is seen by the producer's buffer and by windows of many consumers, and each
 * of them lives as long as its buffer or a mapping of it does.
 */

#include <linux/slab.h>

#include "compat.h"
#include "loopback-alias.h"
#include "loopback-export.h"
#include "loopback-window.h"

void *loopback_alias_alloc(void)
{
	struct loopback_alias *alias = kzalloc(sizeof(*alias), GFP_KERNEL_ACCOUNT);

	if (!alias)
		return ERR_PTR(-ENOMEM);
	refcount_set(&alias->users, 1);
	mutex_init(&alias->lock);
	return alias;
}

void loopback_alias_put(void *priv)
{
	struct loopback_alias *alias = priv;

	if (!refcount_dec_and_test(&alias->users))
		return;
	if (alias->space)
		loopback_window_exit(alias);
	mutex_destroy(&alias->lock);
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

	if (alias->import)
		return loopback_compat_import_vaddr(alias->import);
	return alias->mem ? alias->mem->vaddr : NULL;
}

/* Of a window that others share only its own memory: see loopback_capture_export(). */
struct dma_buf *loopback_alias_export(void *priv, unsigned long flags)
{
	struct loopback_alias *alias = priv;
	struct loopback_mem *mem = alias->shared ? alias->own : alias->mem;

	return mem ? loopback_export(mem, flags) : NULL;
}

/*
 * When a QBUF fails on a bad descriptor or length, videobuf2 drops the memory
 * that the buffer had without a buf_cleanup.
 */
static void loopback_alias_unimport(struct loopback_alias *alias)
{
	if (alias->dropped)
		alias->dropped(alias->owner);
	loopback_alias_put(alias);
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

	if (!alias)
		return -EINVAL;
	/*
	 * Since 6.8 a buffer can be seen here before buf_init. Pairs with
	 * loopback_window_init().
	 */
	if (!smp_load_acquire(&alias->space))
		return -EINVAL;
	return loopback_window_mmap(alias, vma);
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
