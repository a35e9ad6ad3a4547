/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory that programs bring, as memory of frames.
 */

#ifndef LOOPBACK_IMPORT_H
#define LOOPBACK_IMPORT_H

struct dma_buf;
struct loopback_mem;

struct loopback_mem *loopback_import_dmabuf(struct dma_buf *dbuf,
					    unsigned long size);
struct loopback_mem *loopback_import_user(void *vaddr, unsigned long size);
int loopback_import_begin(struct loopback_mem *mem);
void loopback_import_end(struct loopback_mem *mem);

#endif /* LOOPBACK_IMPORT_H */
