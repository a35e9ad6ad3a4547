// SPDX-License-Identifier: GPL-2.0-only
/*
 * Trace events and latencies. To read the clock costs as much as all else that
 * is done for a frame under hub->lock, so it is read only while somebody asks.
 */

#include <linux/jump_label.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>

#define CREATE_TRACE_POINTS
#include <loopback-trace.h>

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

void loopback_time_delivery(struct loopback_opener *opener,
			    const struct loopback_entry *entry, int index,
			    enum loopback_how how)
{
	u64 latency = loopback_time_since(entry->shown);

	lockdep_assert_held(&opener->lock);
	if (latency) {
		opener->latency.count++;
		opener->latency.sum += latency;
		opener->latency.max = max(opener->latency.max, latency);
	}
	trace_loopback_deliver(opener, entry, index, how, latency);
}
