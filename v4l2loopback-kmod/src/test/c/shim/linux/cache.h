/* SPDX-License-Identifier: GPL-2.0-only */
/* linux/cache.h: what the frame pool needs of it, for user space. */
#pragma once

#define ____cacheline_aligned_in_smp
