/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * dma-bufs of buffers.
 */

#ifndef LOOPBACK_EXPORT_H
#define LOOPBACK_EXPORT_H

struct dma_buf;
struct loopback_alias;

struct dma_buf *loopback_export(struct loopback_alias *alias,
				unsigned long flags);

#endif /* LOOPBACK_EXPORT_H */
