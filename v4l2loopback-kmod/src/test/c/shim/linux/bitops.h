/* SPDX-License-Identifier: GPL-2.0-only */
/* linux/bitops.h: what the frame pool needs of it, for user space. */
#pragma once

#define __ffs64(word)	((unsigned int)__builtin_ctzll(word))
#define hweight64(word)	((unsigned int)__builtin_popcountll(word))
