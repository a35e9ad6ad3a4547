// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an opener keeps account of.
 */

#include <linux/lockdep.h>
#include <linux/minmax.h>

#include <loopback-trace.h>
#include "loopback.h"

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
	trace_loopback_deliver(&opener->who, entry->seq, entry->pin, index, how,
			       latency);
}
