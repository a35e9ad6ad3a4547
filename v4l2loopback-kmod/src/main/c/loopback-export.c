// SPDX-License-Identifier: GPL-2.0-only
/*
 * dma-bufs of frame memory. vb2_vmalloc makes them and does all they do; but it
 * would let the memory outlive what we know of it, and thus max_mem_mb. So each
 * dma-buf holds the memory until it is released, and the module with it.
 */

#include <linux/dma-buf.h>
#include <linux/module.h>

#include "loopback.h"

static DEFINE_MUTEX(loopback_export_lock);	/* guards what follows, and mem->exports */
static LIST_HEAD(loopback_exported);		/* struct loopback_mem.exported */
static struct dma_buf_ops loopback_export_ops;	/* those of vb2_vmalloc, but for release */
static void (*loopback_export_undo)(struct dma_buf *dbuf);

static struct loopback_mem *loopback_export_find(const void *handle)
{
	struct loopback_mem *mem;

	list_for_each_entry(mem, &loopback_exported, exported)
		if (mem->handle == handle)
			return mem;
	return NULL;
}

/* The last descriptor, mapping and importer are gone. */
static void loopback_export_release(struct dma_buf *dbuf)
{
	struct loopback_mem *mem;

	mutex_lock(&loopback_export_lock);
	mem = loopback_export_find(dbuf->priv);
	if (!--mem->exports)
		list_del(&mem->exported);
	mutex_unlock(&loopback_export_lock);
	loopback_export_undo(dbuf);
	loopback_mem_put(mem);
}

struct dma_buf *loopback_export(struct loopback_mem *mem, unsigned long flags)
{
	struct dma_buf *dbuf = loopback_compat_vmalloc_export(mem->handle, flags);

	if (IS_ERR_OR_NULL(dbuf))
		return dbuf;
	mutex_lock(&loopback_export_lock);
	if (!loopback_export_undo) {
		loopback_export_undo = dbuf->ops->release;
		loopback_export_ops = *dbuf->ops;
		loopback_export_ops.release = loopback_export_release;
	}
	if (!mem->exports++)
		list_add(&mem->exported, &loopback_exported);
	mutex_unlock(&loopback_export_lock);
	kref_get(&mem->kref);
	/* nobody has seen it yet: it gets its descriptor later */
	dbuf->ops = &loopback_export_ops;
	__module_get(THIS_MODULE);
	module_put(dbuf->owner);
	dbuf->owner = THIS_MODULE;
	return dbuf;
}
