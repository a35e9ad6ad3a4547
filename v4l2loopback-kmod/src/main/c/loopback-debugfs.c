// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/debug/v4l2loopback/videoN: a line for the device, then one for
 * each opener. Each is a word and key=value pairs; spaces, quotes and
 * backslashes in a value are written as octal escapes. The file timing turns
 * latencies on.
 */

#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/seq_file.h>

#include "loopback.h"

static struct dentry *loopback_debugfs_root;

static DEFINE_MUTEX(loopback_timing_lock);	/* guards the next */
static bool loopback_timing_wanted;

void loopback_totals_add(struct loopback_totals *sum, const struct loopback_opener *opener)
{
	sum->delivered += opener->consumer.frames;
	sum->dropped += opener->consumer.dropped;
	sum->denied += opener->consumer.denied;
	sum->copied += opener->copied;
	sum->copied_bytes += opener->copied_bytes;
	sum->turned += opener->turned;
	sum->aligned += opener->aligned;
	sum->failed += opener->failed;
	sum->latency.count += opener->latency.count;
	sum->latency.sum += opener->latency.sum;
	sum->latency.max = max(sum->latency.max, opener->latency.max);
}

static void loopback_show_totals(struct seq_file *m, const struct loopback_totals *totals)
{
	seq_printf(m, " dropped=%llu denied=%llu copied=%llu turned=%llu aligned=%llu",
		   totals->dropped, totals->denied, totals->copied, totals->turned,
		   totals->aligned);
	seq_printf(m, " failed=%llu copied_bytes=%llu", totals->failed, totals->copied_bytes);
	seq_printf(m, " latency_count=%llu latency_sum_ns=%llu latency_max_ns=%llu",
		   totals->latency.count, totals->latency.sum, totals->latency.max);
}

static void loopback_show_device(struct seq_file *m, struct loopback_dev *dev)
{
	const struct v4l2_pix_format *format = &dev->format;
	struct loopback_hub *hub = &dev->hub;
	int i, consumers = 0, latest = -1, slots = 0;
	struct loopback_totals totals = dev->gone;
	struct loopback_consumer *consumer;
	struct loopback_opener *opener;
	u64 published, held = 0, pinned = 0;

	loopback_hub_lock(hub);
	list_for_each_entry(consumer, &hub->consumers, link)
		consumers++;
	published = hub->published;
	totals.copied += dev->kept;
	totals.copied_bytes += dev->kept_bytes;
	if (hub->pool) {
		latest = hub->pool->latest;
		slots = hub->pool->nslots;
		held = hub->pool->held;
		pinned = hub->pool->pinned;
	}
	loopback_hub_unlock(hub);
	seq_puts(m, "device card=");
	seq_escape(m, dev->card, " \t\n\\\"=");
	for (i = 0; i < dev->nodes; i++)
		seq_printf(m, " %s=%u", i ? "capture_nr" : "video_nr", dev->node[i].num);
	seq_printf(m, " format=%c%c%c%c width=%u height=%u sizeimage=%u interval=%u/%u",
		   format->pixelformat & 0x7f, format->pixelformat >> 8 & 0x7f,
		   format->pixelformat >> 16 & 0x7f, format->pixelformat >> 24 & 0x7f,
		   format->width, format->height, format->sizeimage,
		   dev->interval.numerator, dev->interval.denominator);
	seq_printf(m, " openers=%u producer=%d live=%d streaming=%d frames=%llu slots=%d",
		   dev->open_count, hub->producer ? 1 : 0, dev->live, consumers, published,
		   slots);
	seq_printf(m, " latest=%d held=%#llx pinned=%#llx tokens=%u", latest, held, pinned,
		   hub->tokens);
	list_for_each_entry(opener, &dev->openers, link)
		loopback_totals_add(&totals, opener);
	seq_printf(m, " delivered=%llu kept=%llu", totals.delivered, dev->kept);
	loopback_show_totals(m, &totals);
	seq_printf(m, " memory_pages=%ld faults=%ld privatized=%ld\n",
		   atomic_long_read(&loopback_mem_pages),
		   atomic_long_read(&loopback_window_faults),
		   atomic_long_read(&loopback_window_privatized));
}

static const char *loopback_memory_name(const struct vb2_queue *q)
{
	switch (q->memory) {
	case VB2_MEMORY_MMAP:
		return "mmap";
	case VB2_MEMORY_USERPTR:
		return "userptr";
	case VB2_MEMORY_DMABUF:
		return "dmabuf";
	default:
		return "none";
	}
}

static void loopback_show_opener(struct seq_file *m, struct loopback_dev *dev,
				 struct loopback_opener *opener)
{
	bool output = dev->hub.producer == &opener->producer;
	const char *role = "none", *method = "none";
	struct loopback_totals totals = { };

	if (output) {
		role = "producer";
		method = opener->writing ? "write" : loopback_memory_name(&opener->output);
	} else if (opener->pool) {
		role = "consumer";
		method = opener->reading ? "read" : loopback_memory_name(&opener->capture);
	}
	seq_printf(m, "opener id=%u pid=%d comm=", opener->id, opener->pid);
	seq_escape(m, opener->comm, " \t\n\\\"=");
	loopback_totals_add(&totals, opener);
	seq_printf(m, " role=%s method=%s frames_in=%llu frames_out=%llu", role, method,
		   opener->producer.frames, totals.delivered);
	loopback_show_totals(m, &totals);
	seq_printf(m, " starved=%llu pins=%u current=%d\n", opener->consumer.starved,
		   opener->consumer.pins, opener->pool && opener->pool == dev->hub.pool);
}

static int loopback_debugfs_show(struct seq_file *m, void *unused)
{
	struct loopback_dev *dev = m->private;
	struct loopback_opener *opener;

	mutex_lock(&dev->lock);
	loopback_show_device(m, dev);
	list_for_each_entry(opener, &dev->openers, link)
		loopback_show_opener(m, dev, opener);
	mutex_unlock(&dev->lock);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(loopback_debugfs);

static int loopback_timing_get(void *data, u64 *value)
{
	*value = READ_ONCE(loopback_timing_wanted);
	return 0;
}

static int loopback_timing_set(void *data, u64 value)
{
	mutex_lock(&loopback_timing_lock);
	if (value && !loopback_timing_wanted)
		loopback_timing_on();
	else if (!value && loopback_timing_wanted)
		loopback_timing_off();
	WRITE_ONCE(loopback_timing_wanted, value);
	mutex_unlock(&loopback_timing_lock);
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(loopback_timing_fops, loopback_timing_get, loopback_timing_set,
			 "%llu\n");

void loopback_debugfs_init(void)
{
	loopback_debugfs_root = debugfs_create_dir("v4l2loopback", NULL);
	debugfs_create_file_unsafe("timing", 0600, loopback_debugfs_root, NULL,
				   &loopback_timing_fops);
}

void loopback_debugfs_exit(void)
{
	debugfs_remove_recursive(loopback_debugfs_root);
}

void loopback_debugfs_add(struct loopback_dev *dev)
{
	char name[16];

	snprintf(name, sizeof(name), "video%u", dev->number);
	dev->debugfs = debugfs_create_file(name, 0444, loopback_debugfs_root, dev,
					   &loopback_debugfs_fops);
}

void loopback_debugfs_remove(struct loopback_dev *dev)
{
	debugfs_remove(dev->debugfs);
}
