// SPDX-License-Identifier: GPL-2.0-only
/*
 * Aliases: what videobuf2 takes for the memory of a buffer.
 *
 * mem_priv of a buffer is never the memory itself but an alias of it: a slot
 * is seen by the producer's buffer and by windows of many consumers, and each
 * of them lives as long as its buffer or a mapping of it does.
 */

#include <linux/err.h>
#include <linux/idr.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <media/videobuf2-vmalloc.h>

#include "compat.h"
#include "loopback-alias.h"
#include "loopback-budget.h"
#include "loopback-mem.h"

void *loopback_alias_alloc(void)
{
	struct loopback_alias *alias;

	alias = kzalloc(sizeof(*alias), GFP_KERNEL_ACCOUNT);
	if (!alias)
		return ERR_PTR(-ENOMEM);
	refcount_set(&alias->users, 1);
	mutex_init(&alias->lock);
	INIT_LIST_HEAD(&alias->showing);
	return alias;
}

/*
 * What it shows is other memory from now on, or none, with the caller's
 * reference; that on the memory before is the caller's. Memory that is not ours
 * knows who shows it. False: its owner has taken it back, so nothing is shown.
 */
bool loopback_alias_turn(struct loopback_alias *alias,
			 struct loopback_mem *mem)
{
	struct loopback_mem *old = alias->mem;
	bool revoked = false;

	if (old && loopback_mem_imported(old)) {
		spin_lock(&old->lock);
		list_del_init(&alias->showing);
		spin_unlock(&old->lock);
	}
	if (mem && loopback_mem_imported(mem)) {
		spin_lock(&mem->lock);
		revoked = mem->revoked;
		if (!revoked)
			list_add(&alias->showing, &mem->windows);
		spin_unlock(&mem->lock);
	}
	WRITE_ONCE(alias->mem, revoked ? NULL : mem);
	return !revoked;
}

/* It was a window, and its last user is gone. */
static void loopback_alias_unwindow(struct loopback_alias *alias)
{
	struct loopback_mem *mem = alias->mem;
	unsigned long i;

	for (i = 0; alias->patch && i < loopback_alias_parts(alias); i++)
		loopback_mem_put(alias->patch[i].mem);
	kvfree(alias->patch);
	loopback_alias_turn(alias, NULL);
	loopback_mem_put(mem);
	loopback_mem_put(alias->own);
	ida_free(&alias->space->numbers, alias->number);
	loopback_space_put(alias->space);
	loopback_budget_put(alias->budget);
}

void loopback_alias_put(void *priv)
{
	struct loopback_alias *alias = priv;

	if (!refcount_dec_and_test(&alias->users))
		return;
	if (alias->space)
		loopback_alias_unwindow(alias);
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
 * DMABUF: the videobuf2 of 6.12 forgets a dma-buf that cannot be attached,
 * which then lives for ever. So what is wrong with it is said when it is
 * mapped.
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
