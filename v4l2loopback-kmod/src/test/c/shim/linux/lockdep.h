/* SPDX-License-Identifier: GPL-2.0-only */
/* linux/lockdep.h: what the frame pool needs of it, for user space. */
#pragma once

#define lockdep_assert_held(lock) \
	do { if (!(lock)->locked) __builtin_trap(); } while (0)
