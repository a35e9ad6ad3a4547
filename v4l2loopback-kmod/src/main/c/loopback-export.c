// SPDX-License-Identifier: GPL-2.0-only
/*
 * dma-bufs of buffers. Each holds the memory until its last descriptor, mapping
 * and importer are gone, and the module with it.
 *
 * That of a window is mapped as the window is, and turned with it. But a device
 * and the kernel see the same pages for ever: when they come, the window keeps
 * its own.
 */

#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>

#include "compat.h"
#include "loopback-alias.h"
#include "loopback-export.h"
#include "loopback-mem.h"
#include "loopback-window-map.h"
#include "loopback-window.h"

/**
 * struct loopback_dmabuf - priv of a dma-buf
 * @window: what it exports, or NULL
 * @mem: what it exports if that is no window
 * @lock: guards @attachments and their state
 * @attachments: devices that import it
 */
struct loopback_dmabuf {
	struct loopback_alias *window;
	struct loopback_mem *mem;
	struct mutex lock;	/* see kernel-doc */
	struct list_head attachments;
};

/**
 * struct loopback_attachment - priv of an attachment
 * @link: in its dma-buf's list
 * @device: who imports
 * @table: the memory, as @device sees it
 * @mapped: @table is mapped for @device
 */
struct loopback_attachment {
	struct list_head link;
	struct device *device;
	struct sg_table table;
	bool mapped;
};

/* The memory that it has from now on, for who cannot follow a turn. */
static struct loopback_mem *loopback_dmabuf_mem(struct dma_buf *dbuf)
{
	struct loopback_dmabuf *priv = dbuf->priv;
	int ret;

	if (!priv->window)
		return priv->mem;
	ret = loopback_window_fix(priv->window);
	return ret ? ERR_PTR(ret) : priv->window->own;
}

static int loopback_dmabuf_attach(struct dma_buf *dbuf,
				  struct dma_buf_attachment *attach)
{
	struct loopback_mem *mem = loopback_dmabuf_mem(dbuf);
	struct loopback_dmabuf *priv = dbuf->priv;
	struct loopback_attachment *attachment;
	int ret;

	if (IS_ERR(mem))
		return PTR_ERR(mem);
	attachment = kzalloc(sizeof(*attachment), GFP_KERNEL);
	if (!attachment)
		return -ENOMEM;
	ret = sg_alloc_table_from_pages(&attachment->table, mem->pages,
					mem->size >> PAGE_SHIFT, 0, mem->size,
					GFP_KERNEL);
	if (ret) {
		kfree(attachment);
		return ret;
	}
	attachment->device = attach->dev;
	attach->priv = attachment;
	mutex_lock(&priv->lock);
	list_add(&attachment->link, &priv->attachments);
	mutex_unlock(&priv->lock);
	return 0;
}

static void loopback_dmabuf_detach(struct dma_buf *dbuf,
				   struct dma_buf_attachment *attach)
{
	struct loopback_attachment *attachment = attach->priv;
	struct loopback_dmabuf *priv = dbuf->priv;

	mutex_lock(&priv->lock);
	list_del(&attachment->link);
	mutex_unlock(&priv->lock);
	sg_free_table(&attachment->table);
	kfree(attachment);
}

static struct sg_table *loopback_dmabuf_map(struct dma_buf_attachment *attach,
					    enum dma_data_direction direction)
{
	struct loopback_attachment *attachment = attach->priv;
	struct loopback_dmabuf *priv = attach->dmabuf->priv;
	int ret;

	mutex_lock(&priv->lock);
	ret = dma_map_sgtable(attachment->device, &attachment->table, direction,
			      0);
	attachment->mapped = !ret;
	mutex_unlock(&priv->lock);
	return ret ? ERR_PTR(ret) : &attachment->table;
}

static void loopback_dmabuf_unmap(struct dma_buf_attachment *attach,
				  struct sg_table *table,
				  enum dma_data_direction direction)
{
	struct loopback_attachment *attachment = attach->priv;
	struct loopback_dmabuf *priv = attach->dmabuf->priv;

	mutex_lock(&priv->lock);
	attachment->mapped = false;
	dma_unmap_sgtable(attachment->device, table, direction, 0);
	mutex_unlock(&priv->lock);
}

/* The CPU is about to look, or to write: it must see what devices wrote. */
static int loopback_dmabuf_begin(struct dma_buf *dbuf,
				 enum dma_data_direction direction)
{
	struct loopback_dmabuf *priv = dbuf->priv;
	struct loopback_attachment *attachment;

	mutex_lock(&priv->lock);
	list_for_each_entry(attachment, &priv->attachments, link)
		if (attachment->mapped)
			dma_sync_sgtable_for_cpu(attachment->device,
						 &attachment->table, direction);
	mutex_unlock(&priv->lock);
	return 0;
}

static int loopback_dmabuf_end(struct dma_buf *dbuf,
			       enum dma_data_direction direction)
{
	struct loopback_dmabuf *priv = dbuf->priv;
	struct loopback_attachment *attachment;

	mutex_lock(&priv->lock);
	list_for_each_entry(attachment, &priv->attachments, link)
		if (attachment->mapped)
			dma_sync_sgtable_for_device(attachment->device,
						    &attachment->table,
						    direction);
	mutex_unlock(&priv->lock);
	return 0;
}

static int loopback_dmabuf_mmap(struct dma_buf *dbuf,
				struct vm_area_struct *vma)
{
	struct loopback_dmabuf *priv = dbuf->priv;
	struct loopback_mem *mem = priv->mem;

	if (priv->window)
		return loopback_window_mmap(priv->window, vma, vma->vm_pgoff);
	loopback_compat_vm_flags(vma, VM_DONTEXPAND | VM_DONTDUMP);
	return vm_map_pages(vma, mem->pages, mem->size >> PAGE_SHIFT);
}

#ifdef LOOPBACK_DMA_BUF_VMAP_POINTER

static void *loopback_dmabuf_vmap(struct dma_buf *dbuf)
{
	struct loopback_mem *mem = loopback_dmabuf_mem(dbuf);

	return IS_ERR(mem) ? NULL : mem->vaddr;
}

#else

static int loopback_dmabuf_vmap(struct dma_buf *dbuf,
				struct loopback_compat_map *map)
{
	struct loopback_mem *mem = loopback_dmabuf_mem(dbuf);

	if (IS_ERR(mem))
		return PTR_ERR(mem);
	loopback_compat_map_set(map, mem->vaddr);
	return 0;
}

#endif

static void loopback_dmabuf_free(struct loopback_dmabuf *priv)
{
	if (priv->window) {
		atomic_dec(&priv->window->mappings);
		loopback_alias_put(priv->window);
	} else {
		atomic_dec(&priv->mem->exports);
		loopback_mem_put(priv->mem);
	}
	mutex_destroy(&priv->lock);
	kfree(priv);
}

static void loopback_dmabuf_release(struct dma_buf *dbuf)
{
	loopback_dmabuf_free(dbuf->priv);
}

static const struct dma_buf_ops loopback_dmabuf_ops = {
	.attach			= loopback_dmabuf_attach,
	.detach			= loopback_dmabuf_detach,
	.map_dma_buf		= loopback_dmabuf_map,
	.unmap_dma_buf		= loopback_dmabuf_unmap,
	.begin_cpu_access	= loopback_dmabuf_begin,
	.end_cpu_access		= loopback_dmabuf_end,
	.mmap			= loopback_dmabuf_mmap,
	.vmap			= loopback_dmabuf_vmap,
	.release		= loopback_dmabuf_release,
};

static struct dma_buf *loopback_dmabuf_new(struct loopback_dmabuf *priv,
					   unsigned long size,
					   unsigned long flags)
{
	DEFINE_DMA_BUF_EXPORT_INFO(info);

	mutex_init(&priv->lock);
	INIT_LIST_HEAD(&priv->attachments);
	info.ops = &loopback_dmabuf_ops;
	info.size = size;
	info.flags = flags;
	info.priv = priv;
	return dma_buf_export(&info);
}

/* It is mapped where all windows of its file are, and so found by a turn. */
static struct dma_buf *loopback_export_window(struct loopback_dmabuf *priv,
					      struct loopback_alias *alias,
					      unsigned long flags)
{
	struct dma_buf *dbuf;

	priv->window = alias;
	refcount_inc(&alias->users);
	atomic_inc(&alias->mappings);
	dbuf = loopback_dmabuf_new(priv, alias->pages << PAGE_SHIFT, flags);
	if (!IS_ERR(dbuf))
		dbuf->file->f_mapping = alias->space->inode->i_mapping;
	return dbuf;
}

static struct dma_buf *loopback_export_mem(struct loopback_dmabuf *priv,
					   struct loopback_mem *mem,
					   unsigned long flags)
{
	priv->mem = loopback_mem_get(mem);
	atomic_inc(&mem->exports);
	return loopback_dmabuf_new(priv, mem->size, flags);
}

/* The caller holds opener->lock. NULL: it could not be made. */
struct dma_buf *loopback_export(struct loopback_alias *alias,
				unsigned long flags)
{
	struct loopback_dmabuf *priv;
	struct dma_buf *dbuf;

	if (!alias->shared && !alias->mem)
		return NULL;
	priv = kzalloc(sizeof(*priv), GFP_KERNEL_ACCOUNT);
	if (!priv)
		return NULL;
	if (alias->shared)
		dbuf = loopback_export_window(priv, alias, flags);
	else
		dbuf = loopback_export_mem(priv, alias->mem, flags);
	if (!IS_ERR(dbuf))
		return dbuf;
	loopback_dmabuf_free(priv);
	return NULL;
}

LOOPBACK_IMPORT_DMA_BUF();
