/* SPDX-License-Identifier: GPL-2.0-only */
/* linux/bits.h: what the frame pool needs of it, for user space. */
#pragma once

#define BIT_ULL(nr)		(1ULL << (nr))
#define GENMASK_ULL(high, low)	((~0ULL << (low)) & (~0ULL >> (63 - (high))))
