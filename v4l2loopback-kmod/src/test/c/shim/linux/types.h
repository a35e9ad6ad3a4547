/* SPDX-License-Identifier: GPL-2.0-only */
/* linux/types.h: what the frame pool needs of it, for user space. */
#pragma once

#include_next <linux/types.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef unsigned long long u64;

#define U8_MAX	UINT8_MAX

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

#define __printf(format, first) \
	__attribute__((__format__(__printf__, format, first)))
#define __noreturn		__attribute__((__noreturn__))

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - offsetof(type, member)))
