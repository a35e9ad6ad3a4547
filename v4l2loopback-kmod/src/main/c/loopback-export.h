/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * dma-bufs of frame memory.
 */

#ifndef LOOPBACK_EXPORT_H
#define LOOPBACK_EXPORT_H

#include "loopback-mem.h"

struct dma_buf;

struct dma_buf *loopback_export(struct loopback_mem *mem, unsigned long flags);

#endif /* LOOPBACK_EXPORT_H */
