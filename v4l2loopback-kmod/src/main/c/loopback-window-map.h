/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How programs map windows.
 */

#ifndef LOOPBACK_WINDOW_MAP_H
#define LOOPBACK_WINDOW_MAP_H

#include <linux/types.h>

struct loopback_alias;
struct vm_area_struct;

int loopback_window_mmap(struct loopback_alias *alias,
			 struct vm_area_struct *vma, unsigned long first);
bool loopback_window_at(unsigned long addr);

#endif /* LOOPBACK_WINDOW_MAP_H */
