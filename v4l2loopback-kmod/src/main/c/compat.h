/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Differences between kernels 5.10 .. 7.x: the only tests of the version.
 */

#ifndef LOOPBACK_COMPAT_H
#define LOOPBACK_COMPAT_H

#include <linux/hrtimer.h>
#include <linux/mm.h>
#include <linux/version.h>
#include <media/v4l2-fh.h>
#include <media/videobuf2-v4l2.h>
#include <media/videobuf2-vmalloc.h>

#define LOOPBACK_KERNEL_BEFORE(major, minor) \
	(KERNEL_VERSION(major, minor, 0) > LINUX_VERSION_CODE)

void *loopback_alias_alloc(void);
void *loopback_alias_import(void *import);
void *loopback_alias_attach(void *attachment);
void *loopback_alias_vaddr(void *priv);
struct dma_buf *loopback_alias_export(void *priv, unsigned long flags);

/*
 * 5.16: the memory operations got the buffer, and lost what can be read from it.
 * vb2_vmalloc looks at nothing but the direction of the buffer's queue.
 */
#if LOOPBACK_KERNEL_BEFORE(5, 16)

static inline void *loopback_compat_vmalloc(unsigned long size)
{
	return vb2_vmalloc_memops.alloc(NULL, 0, size, DMA_BIDIRECTIONAL, GFP_KERNEL);
}

static inline void *loopback_compat_vmalloc_vaddr(void *handle)
{
	return vb2_vmalloc_memops.vaddr(handle);
}

static inline struct dma_buf *loopback_compat_vmalloc_export(void *handle,
							     unsigned long flags)
{
	return vb2_vmalloc_memops.get_dmabuf(handle, flags);
}

static inline void *loopback_mem_op_alloc(struct device *dev, unsigned long attrs,
					  unsigned long size,
					  enum dma_data_direction dir, gfp_t gfp)
{
	return loopback_alias_alloc();
}

static inline void *loopback_mem_op_vaddr(void *priv)
{
	return loopback_alias_vaddr(priv);
}

static inline struct dma_buf *loopback_mem_op_get_dmabuf(void *priv, unsigned long flags)
{
	return loopback_alias_export(priv, flags);
}

static inline void *loopback_mem_op_get_userptr(struct device *dev, unsigned long vaddr,
						unsigned long size,
						enum dma_data_direction dir)
{
	return loopback_alias_import(vb2_vmalloc_memops.get_userptr(dev, vaddr, size, dir));
}

static inline void *loopback_mem_op_attach_dmabuf(struct device *dev, struct dma_buf *dbuf,
						  unsigned long size,
						  enum dma_data_direction dir)
{
	return loopback_alias_attach(vb2_vmalloc_memops.attach_dmabuf(dev, dbuf, size, dir));
}

#else

static inline void *loopback_compat_vmalloc(unsigned long size)
{
	static struct vb2_queue queue = { .dma_dir = DMA_BIDIRECTIONAL };
	static struct vb2_buffer vb = { .vb2_queue = &queue };

	return vb2_vmalloc_memops.alloc(&vb, NULL, size);
}

static inline void *loopback_compat_vmalloc_vaddr(void *handle)
{
	return vb2_vmalloc_memops.vaddr(NULL, handle);
}

static inline struct dma_buf *loopback_compat_vmalloc_export(void *handle,
							     unsigned long flags)
{
	return vb2_vmalloc_memops.get_dmabuf(NULL, handle, flags);
}

static inline void *loopback_mem_op_alloc(struct vb2_buffer *vb, struct device *dev,
					  unsigned long size)
{
	return loopback_alias_alloc();
}

static inline void *loopback_mem_op_vaddr(struct vb2_buffer *vb, void *priv)
{
	return loopback_alias_vaddr(priv);
}

static inline struct dma_buf *loopback_mem_op_get_dmabuf(struct vb2_buffer *vb, void *priv,
							 unsigned long flags)
{
	return loopback_alias_export(priv, flags);
}

static inline void *loopback_mem_op_get_userptr(struct vb2_buffer *vb, struct device *dev,
						unsigned long vaddr, unsigned long size)
{
	return loopback_alias_import(vb2_vmalloc_memops.get_userptr(vb, dev, vaddr, size));
}

static inline void *loopback_mem_op_attach_dmabuf(struct vb2_buffer *vb,
						  struct device *dev,
						  struct dma_buf *dbuf, unsigned long size)
{
	return loopback_alias_attach(vb2_vmalloc_memops.attach_dmabuf(vb, dev, dbuf, size));
}

#endif

/* 6.3: vm_flags is read-only */
static inline void loopback_compat_vm_flags(struct vm_area_struct *vma, unsigned long set)
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

/* 6.14: videobuf2 drops and takes q->lock by itself; 7.0: the operations are gone */
#if LOOPBACK_KERNEL_BEFORE(6, 14)
#define LOOPBACK_WAIT_PREPARE	vb2_ops_wait_prepare
#define LOOPBACK_WAIT_FINISH	vb2_ops_wait_finish
#endif

/* 6.13: a timer's function is told with the rest */
#if LOOPBACK_KERNEL_BEFORE(6, 13)

static inline void
loopback_compat_hrtimer_setup(struct hrtimer *timer,
			      enum hrtimer_restart (*function)(struct hrtimer *),
			      clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = function;
}

#else

#define loopback_compat_hrtimer_setup	hrtimer_setup

#endif

/* 6.10: single buffers can be removed */
#if !LOOPBACK_KERNEL_BEFORE(6, 10)
#define LOOPBACK_REMOVE_BUFS
#endif

#endif /* LOOPBACK_COMPAT_H */
