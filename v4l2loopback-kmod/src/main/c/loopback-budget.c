// SPDX-License-Identifier: GPL-2.0-only
/*
 * Budgets of frame memory: one of each device, and one of all, so that a
 * program that asks for too much gets ENOMEM and nobody is shot for it.
 */

#include <linux/kref.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "loopback-budget.h"

static unsigned long max_mem_mb;
module_param(max_mem_mb, ulong, 0644);
MODULE_PARM_DESC(max_mem_mb,
		 "memory of all frames, 0 (default): a quarter of the machine's");

static unsigned long max_device_mem_mb;
module_param(max_device_mem_mb, ulong, 0644);
MODULE_PARM_DESC(max_device_mem_mb,
		 "of that, for one device, 0 (default): three quarters");

struct loopback_mem_totals loopback_mem_totals;

/* The kernel has to map all of it, and 32 bits have little room for that. */
static unsigned long loopback_limit_default(void)
{
	unsigned long limit = totalram_pages() / 4;

#ifndef CONFIG_64BIT
	limit = min_t(unsigned long, limit, VMALLOC_TOTAL / 4 >> PAGE_SHIFT);
#endif
	return limit;
}

static unsigned long loopback_limit_pages(unsigned long mb)
{
	return min(mb, ULONG_MAX >> 20) << (20 - PAGE_SHIFT);
}

static unsigned long loopback_limit_all(void)
{
	unsigned long mb = READ_ONCE(max_mem_mb);

	return mb ? loopback_limit_pages(mb) : loopback_limit_default();
}

static unsigned long loopback_limit_device(void)
{
	unsigned long mb = READ_ONCE(max_device_mem_mb);

	return mb ? loopback_limit_pages(mb) : loopback_limit_all() / 4 * 3;
}

static bool loopback_charge_one(atomic_long_t *used, long pages,
				unsigned long limit)
{
	if (atomic_long_add_return(pages, used) <= limit)
		return true;
	atomic_long_sub(pages, used);
	return false;
}

/* It has so many pages more, if it may. Each charge holds a reference. */
bool loopback_charge(struct loopback_budget *budget, long pages)
{
	if (!loopback_charge_one(&budget->pages, pages,
				 loopback_limit_device()))
		return false;
	if (loopback_charge_one(&loopback_mem_totals.pages, pages,
				loopback_limit_all())) {
		kref_get(&budget->kref);
		return true;
	}
	atomic_long_sub(pages, &budget->pages);
	return false;
}

void loopback_uncharge(struct loopback_budget *budget, long pages)
{
	atomic_long_sub(pages, &loopback_mem_totals.pages);
	atomic_long_sub(pages, &budget->pages);
	loopback_budget_put(budget);
}

struct loopback_budget *loopback_budget_new(void)
{
	struct loopback_budget *budget = kzalloc(sizeof(*budget), GFP_KERNEL);

	if (budget)
		kref_init(&budget->kref);
	return budget;
}

static void loopback_budget_free(struct kref *kref)
{
	kfree(container_of(kref, struct loopback_budget, kref));
}

void loopback_budget_put(struct loopback_budget *budget)
{
	kref_put(&budget->kref, loopback_budget_free);
}
