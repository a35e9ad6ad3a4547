/* SPDX-License-Identifier: GPL-2.0-only */
/* linux/minmax.h: what the frame pool needs of it, for user space. */
#pragma once

#define clamp(value, low, high) \
	((value) < (low) ? (low) : (value) > (high) ? (high) : (value))
#define min(a, b)	((a) < (b) ? (a) : (b))
#define max(a, b)	((a) > (b) ? (a) : (b))
