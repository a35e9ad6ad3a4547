/* SPDX-License-Identifier: GPL-2.0-only */
/* linux/compiler.h: what the frame pool needs of it, for user space. */
#pragma once

#define READ_ONCE(x)		(x)
#define WRITE_ONCE(x, value)	((x) = (value))
#define IS_ENABLED(option)	0
#define WARN_ON_ONCE(condition)	((void)(condition))
#define __acquires(lock)
#define __releases(lock)
