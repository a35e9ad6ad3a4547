// SPDX-License-Identifier: GPL-2.0-only
/*
 * The vb2_mem_ops, which lend memory to the buffers of queues.
 */

#include <media/videobuf2-vmalloc.h>

#include "compat-mem-ops.h"
#include "loopback-alias.h"
#include "loopback-mem-ops.h"
#include "loopback-window-map.h"

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
	return loopback_window_mmap(alias, vma, 0);
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
