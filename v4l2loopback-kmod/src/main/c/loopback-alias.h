/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How the buffers of queues see the memory of frames.
 */

#ifndef LOOPBACK_ALIAS_H
#define LOOPBACK_ALIAS_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/types.h>
#include <media/videobuf2-v4l2.h>

#include "loopback-mem.h"
#include "loopback-space.h"

/**
 * struct loopback_patch - a part of a window that its program has written to
 * @mem: its own copy of that part; kept for the next time
 * @shown: the window shows it
 */
struct loopback_patch {
	struct loopback_mem *mem;
	bool shown;
};

/**
 * struct loopback_alias - mem_priv of every vb2 buffer
 *
 * Of an MMAP buffer it is a window: what its mappings show can be changed, and
 * is found by pages faulting in. Of USERPTR and DMABUF it is an import.
 *
 * @users: the buffer, as long as it is one, and its mappings
 * @mappings: how many these are, and dma-bufs of it, which may be mapped, too
 * @import: private of vb2_vmalloc, for USERPTR and DMABUF
 * @failed: DMABUF: why there is none
 * @owner: whose memory @import is
 * @dropped: is called with @owner when videobuf2 forgets @import by itself
 * @space: where it is mapped; set last, hence acquire and release
 * @budget: what its own memory is charged to
 * @number: its place in @space
 * @pages: how many pages it has
 * @shared: CAPTURE: others see the same memory, so nobody writes to it
 * @whole: it may be mapped in blocks
 * @lock: guards what follows. Rank: see LAYERS. Never take mmap_lock,
 *	opener->lock or user memory under it
 * @settle: a mapping in blocks was made
 * @fixed: it shows @own for good, for somebody could not follow a turn. Read as
 *	@patched
 * @patched: some @patch is shown. Read without @lock by who holds opener->lock
 * @mem: what it shows, NULL: zeros. Read as @patched, to compare it: what is
 *	not ours may be taken away at any time
 * @showing: in @mem->windows, which guards it, if that is not ours
 * @own: memory of its own
 * @patch: one for each LOOPBACK_BLOCK_PAGES pages, or NULL
 */
struct loopback_alias {
	refcount_t users;
	atomic_t mappings;
	void *import;
	int failed;
	void *owner;
	void (*dropped)(void *owner);
	struct loopback_space *space;
	struct loopback_budget *budget;
	unsigned int number;
	unsigned long pages;
	bool shared;
	bool whole;
	struct mutex lock;	/* see kernel-doc */
	bool settle;
	bool fixed;
	bool patched;
	struct loopback_mem *mem;
	struct list_head showing;
	struct loopback_mem *own;
	struct loopback_patch *patch;
};

void *loopback_alias_alloc(void);
void *loopback_alias_import(void *import);
void *loopback_alias_attach(void *attachment);
void *loopback_alias_vaddr(void *priv);
void loopback_alias_put(void *priv);
bool loopback_alias_turn(struct loopback_alias *alias,
			 struct loopback_mem *mem);

static inline struct loopback_alias *
loopback_alias_of(const struct vb2_buffer *vb)
{
	return vb->planes[0].mem_priv;
}

/* How many patches a window may have. */
static inline unsigned long
loopback_alias_parts(const struct loopback_alias *alias)
{
	return DIV_ROUND_UP(alias->pages, LOOPBACK_BLOCK_PAGES);
}

/* Do programs map it, or may they? */
static inline bool loopback_alias_mapped(const struct loopback_alias *alias)
{
	return atomic_read(&alias->mappings);
}

#endif /* LOOPBACK_ALIAS_H */
