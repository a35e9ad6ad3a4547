/* SPDX-License-Identifier: GPL-2.0-only */
/* linux/spinlock.h: what the frame pool needs of it, for user space. */
#pragma once

#include <linux/types.h>

typedef struct {
	bool locked;
} spinlock_t;

static inline void spin_lock_init(spinlock_t *lock)
{
	lock->locked = false;
}

static inline void spin_lock(spinlock_t *lock)
{
	if (lock->locked)
		__builtin_trap();
	lock->locked = true;
}

static inline void spin_unlock(spinlock_t *lock)
{
	if (!lock->locked)
		__builtin_trap();
	lock->locked = false;
}
