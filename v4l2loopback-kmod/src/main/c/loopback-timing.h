/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether times are taken. To read the clock costs as much as all else that is
 * done for a frame under hub->lock, so it is read only while somebody asks.
 */

#ifndef LOOPBACK_TIMING_H
#define LOOPBACK_TIMING_H

#include <linux/jump_label.h>
#include <linux/ktime.h>
#include <linux/types.h>

DECLARE_STATIC_KEY_FALSE(loopback_timed_key);

int loopback_timing_on(void);
void loopback_timing_off(void);
u64 loopback_time_since(u64 begun);

/* Does anybody want to know how long things take? */
static inline bool loopback_timed(void)
{
	return static_branch_unlikely(&loopback_timed_key);
}

#endif /* LOOPBACK_TIMING_H */
