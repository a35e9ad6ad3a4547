// SPDX-License-Identifier: GPL-2.0-only
/*
 * Since when times are taken, and by how many they are wanted.
 */

#include "loopback-timing.h"

DEFINE_STATIC_KEY_FALSE(loopback_timed_key);

static u64 loopback_timed_from;

/* An event with times in it is enabled, or latencies are to be counted. */
int loopback_timing_on(void)
{
	if (!static_key_enabled(&loopback_timed_key))
		WRITE_ONCE(loopback_timed_from, ktime_get_ns());
	static_branch_inc(&loopback_timed_key);
	return 0;
}

void loopback_timing_off(void)
{
	static_branch_dec(&loopback_timed_key);
}

/* 0 if it began before times were taken. */
u64 loopback_time_since(u64 begun)
{
	return begun < READ_ONCE(loopback_timed_from) ? 0 :
							ktime_get_ns() - begun;
}
