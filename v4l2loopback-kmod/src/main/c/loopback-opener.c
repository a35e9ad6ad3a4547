// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an opener keeps account of: its frames and its buffers; and what it
 * sees.
 */

#include <linux/lockdep.h>
#include <linux/minmax.h>
#include <linux/moduleparam.h>

#include <loopback-trace.h>
#include "loopback-alias.h"
#include "loopback-buffer.h"
#include "loopback-dev.h"
#include "loopback-opener.h"
#include "loopback-pool-hub.h"
#include "loopback-timing.h"

bool loopback_strict;
module_param_named(strict, loopback_strict, bool, 0644);
MODULE_PARM_DESC(strict, "one consumer per device");

/*
 * With exclusive_caps a device shows one side: CAPTURE while a producer streams
 * or keep_format is set, else OUTPUT. The producer itself keeps its side, and
 * so does a program that comes to be one while there is none. To the letter of
 * the specification a camera, which announces CAPTURE alone, has no OUTPUT side
 * for others, either, once it is fed.
 */
bool loopback_side_hidden(struct file *file, bool output)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	struct loopback_dev *dev = opener->dev;

	if (!dev->config.exclusive && !(loopback_strict && dev->config.camera))
		return false;
	if (loopback_is_image_writer(opener))
		return false;
	if (!output)
		return !loopback_shows_capture(dev);
	return READ_ONCE(dev->live) &&
	       READ_ONCE(dev->hub.producer) != &opener->producer;
}

void loopback_totals_add(struct loopback_totals *sum,
			 const struct loopback_opener *opener)
{
	sum->delivered += opener->consumer.frames;
	sum->dropped += opener->consumer.dropped;
	sum->denied += opener->consumer.denied;
	sum->copied += opener->copied;
	sum->copied_bytes += opener->copied_bytes;
	sum->turned += opener->turned;
	sum->aligned += opener->aligned;
	sum->borrowed += opener->borrowed;
	sum->failed += opener->failed;
	sum->latency.count += opener->latency.count;
	sum->latency.sum += opener->latency.sum;
	sum->latency.max = max(sum->latency.max, opener->latency.max);
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
	trace_loopback_deliver(&opener->who, entry->seq, entry->pin, index, how,
			       latency);
}

void loopback_buffer_delist(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;

	loopback_hub_lock(&opener->dev->hub);
	list_del_init(&loopback_buffer_of(vb)->all);
	loopback_hub_unlock(&opener->dev->hub);
}

/*
 * From now on it is one of the opener's. Of memory that its program brings
 * videobuf2 may forget that it has it, without a buf_cleanup: then dropped is
 * called.
 */
void loopback_buffer_enlist(struct vb2_buffer *vb,
			    void (*dropped)(void *owner))
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_alias *alias = loopback_alias_of(vb);

	if (vb->memory != VB2_MEMORY_MMAP) {
		alias->owner = vb;
		alias->dropped = dropped;
	}
	loopback_buffer_of(vb)->other = V4L2_TYPE_IS_OUTPUT(vb->type) ?
		opener->producer.other : opener->consumer.other;
	loopback_hub_lock(&opener->dev->hub);
	list_add_tail(&loopback_buffer_of(vb)->all, &opener->buffers);
	loopback_hub_unlock(&opener->dev->hub);
}
