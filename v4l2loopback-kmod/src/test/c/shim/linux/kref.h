/* SPDX-License-Identifier: GPL-2.0-only */
/* linux/kref.h: what the frame pool needs of it, for user space. */
#pragma once

struct kref {
	int count;
};

static inline void kref_init(struct kref *kref)
{
	kref->count = 1;
}
