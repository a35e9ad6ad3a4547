/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The memory operations of videobuf2 that differ between kernels. 5.16: they
 * got the buffer, and lost what can be read from it.
 */

#ifndef LOOPBACK_COMPAT_MEM_OPS_H
#define LOOPBACK_COMPAT_MEM_OPS_H

#include <media/videobuf2-v4l2.h>
#include <media/videobuf2-vmalloc.h>

#include "compat.h"
#include "loopback-alias.h"
#include "loopback-export.h"

#if LOOPBACK_KERNEL_BEFORE(5, 16)

static inline void *
loopback_mem_op_alloc(struct device *dev, unsigned long attrs,
		      unsigned long size, enum dma_data_direction dir,
		      gfp_t gfp)
{
	return loopback_alias_alloc();
}

static inline void *loopback_mem_op_vaddr(void *priv)
{
	return loopback_alias_vaddr(priv);
}

static inline struct dma_buf *
loopback_mem_op_get_dmabuf(void *priv, unsigned long flags)
{
	return loopback_export(priv, flags);
}

static inline void *
loopback_mem_op_get_userptr(struct device *dev, unsigned long vaddr,
			    unsigned long size, enum dma_data_direction dir)
{
	void *import = vb2_vmalloc_memops.get_userptr(dev, vaddr, size, dir);

	return loopback_alias_import(import);
}

static inline void *
loopback_mem_op_attach_dmabuf(struct device *dev, struct dma_buf *dbuf,
			      unsigned long size, enum dma_data_direction dir)
{
	void *import = vb2_vmalloc_memops.attach_dmabuf(dev, dbuf, size, dir);

	return loopback_alias_attach(import);
}

#else

static inline void *
loopback_mem_op_alloc(struct vb2_buffer *vb, struct device *dev,
		      unsigned long size)
{
	return loopback_alias_alloc();
}

static inline void *
loopback_mem_op_vaddr(struct vb2_buffer *vb, void *priv)
{
	return loopback_alias_vaddr(priv);
}

static inline struct dma_buf *
loopback_mem_op_get_dmabuf(struct vb2_buffer *vb, void *priv,
			   unsigned long flags)
{
	return loopback_export(priv, flags);
}

static inline void *
loopback_mem_op_get_userptr(struct vb2_buffer *vb, struct device *dev,
			    unsigned long vaddr, unsigned long size)
{
	void *import = vb2_vmalloc_memops.get_userptr(vb, dev, vaddr, size);

	return loopback_alias_import(import);
}

static inline void *
loopback_mem_op_attach_dmabuf(struct vb2_buffer *vb, struct device *dev,
			      struct dma_buf *dbuf, unsigned long size)
{
	void *import = vb2_vmalloc_memops.attach_dmabuf(vb, dev, dbuf, size);

	return loopback_alias_attach(import);
}

#endif

#endif /* LOOPBACK_COMPAT_MEM_OPS_H */
